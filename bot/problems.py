"""What stops a command before it has begun."""


class SettingsProblem(Exception):
    """A setting that cannot be used: one plain sentence that names it and what to write."""
