"""Making the sound file of a text, in processes that are ended when they take too long."""

import re
import subprocess
import tempfile
import wave
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from content.spoken.engine import Engine, encoder
from domain.attachments import Unmade

SECONDS: Final = 90.0
"""How long the engine may take for a text, and the encoder for its sound."""
MOST_BYTES: Final = 200 * 1024 * 1024
LONGEST_TEXT: Final = 6_000
_SILENT: Final = re.compile(r"[《》〈〉“”‘’「」『』【】〔〕]")


def spoken_text(text: str) -> str:
    """The text as it is handed to the engine: marks that some engines would name are left out."""
    return _SILENT.sub("", text)[:LONGEST_TEXT].strip()


def speak(engine: Engine, text: str) -> tuple[bytes, str]:
    """The text read aloud: the file's bytes and its ending, `.ogg` (Opus) or `.wav`.

    Raises Unmade where the engine fails, takes too long or says nothing.
    """
    with tempfile.TemporaryDirectory(prefix="zhibu-") as folder:
        sound = Path(folder) / "sound.wav"
        _run(engine.writing(str(sound)), spoken_text(text))
        _check(sound)
        small = Path(folder) / "sound.ogg"
        if (program := encoder()) is not None and _encoded(program, sound, small):
            return small.read_bytes(), ".ogg"
        return sound.read_bytes(), ".wav"


def _run(command: Sequence[str], text: str) -> None:
    try:
        done = subprocess.run(
            command,
            input=text.encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise Unmade(type(error).__name__) from None
    if done.returncode != 0:
        raise Unmade("the engine failed")


def _check(sound: Path) -> None:
    """Whether there is a sound at all: some engines leave a bare head and call it done."""
    if not sound.is_file() or not 44 < sound.stat().st_size <= MOST_BYTES:
        raise Unmade("no sound")
    try:
        with wave.open(str(sound)) as file:
            silent = not any(file.readframes(file.getframerate() * 10))
    except (wave.Error, EOFError):
        raise Unmade("no wave file") from None
    if silent:
        raise Unmade("silence")


def _encoded(program: str, sound: Path, small: Path) -> bool:
    """Whether the sound was made small: Opus in OGG, which chat services play as a voice."""
    command = [program, "-v", "error", "-i", str(sound), "-c:a", "libopus", "-b:a", "24k"]
    try:
        done = subprocess.run(
            [*command, str(small)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0 and small.is_file() and small.stat().st_size > 0
