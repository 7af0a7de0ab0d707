"""The speech engine: the one that the operator names, else one that is installed."""

import hashlib
import shlex
import shutil
from dataclasses import dataclass
from typing import Final

FILE: Final = "{file}"
"""Stands in a command for the WAV file that the engine writes; the text comes on its input."""
KNOWN: Final = (
    ("espeak-ng", "espeak-ng -v cmn -s 150 -w {file}"),
    ("espeak", "espeak -v zh -s 150 -w {file}"),
)
"""Programs that read Chinese as they come, and how they are called."""


@dataclass(frozen=True, slots=True)
class Engine:
    """A command as a list of words, one of which is or holds `{file}`."""

    command: tuple[str, ...]

    @property
    def name(self) -> str:
        """The program."""
        return self.command[0]

    @property
    def digest(self) -> str:
        """Differs where the voice may differ."""
        return hashlib.sha256("\0".join(self.command).encode()).hexdigest()[:16]

    def writing(self, path: str) -> list[str]:
        """The command that writes to `path`."""
        return [word.replace(FILE, path) for word in self.command]


def read_command(command: str) -> tuple[str, ...]:
    """A command of the settings in words. Raises ValueError where `{file}` does not stand once."""
    words = tuple(shlex.split(command))
    if len(words) < 2 or sum(word.count(FILE) for word in words) != 1 or FILE in words[0]:
        raise ValueError("no command with {file}")
    return words


def engine(configured: str | None) -> Engine | None:
    """The engine of this machine; None where the one that is wanted, or any, is not installed."""
    if configured is not None:
        words = read_command(configured)
        return Engine(words) if shutil.which(words[0]) else None
    for program, command in KNOWN:
        if shutil.which(program):
            return Engine(read_command(command))
    return None


def encoder() -> str | None:
    """The program that makes a WAV file small, where it is installed."""
    return shutil.which("ffmpeg")
