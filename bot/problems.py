"""What stops a command before it has begun."""


class SettingsProblem(Exception):  # noqa: N818  said to a person, not to a program
    """A setting that cannot be used: one plain sentence that names it and what to write."""
