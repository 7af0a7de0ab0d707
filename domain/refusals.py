"""The one way in which the domain says no."""


class Refused(Exception):
    """Nothing was written; a template turns the code into one plain sentence.

    `facts` are the values which that sentence names (a name typed, a limit).
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __reduce__(self) -> tuple[object, ...]:
        """Refusals cross process borders (uploads are parsed elsewhere)."""
        return (_rebuild, (self.code, self.facts))


def _rebuild(code: str, facts: dict[str, object]) -> Refused:
    return Refused(code, **facts)
