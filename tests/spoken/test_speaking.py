"""Reading aloud: sounds that are none are told, and a real engine says something."""

import io
import shutil
import stat
import sys
import wave
from pathlib import Path

import pytest

from content.spoken import engine as engines
from content.spoken import speaking
from content.spoken.engine import Engine, engine, read_command
from content.spoken.speaking import speak, spoken_text
from domain.attachments import Unmade

TEXT = "党支部每月组织一次学习，联系实际，讲求实效。"


@pytest.fixture
def no_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speaking, "encoder", lambda: None)


def program(folder: Path, body: str) -> Engine:
    """An engine of a few lines: `path` is the file to write, `text` what to say."""
    file = folder / "say"
    lines = (
        f"#!{sys.executable}\nimport sys, time, wave\npath, text = sys.argv[1], sys.stdin.read()\n"
    )
    file.write_text(lines + body)
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return Engine((str(file), "{file}"))


WRITE = """
with wave.open(path, "wb") as out:
    out.setnchannels(1); out.setsampwidth(2); out.setframerate(8000)
    out.writeframes({frames})
"""


def test_the_text_reaches_the_engine_and_its_sound_comes_back(
    tmp_path: Path, no_encoder: None
) -> None:
    found = program(tmp_path, WRITE.format(frames="text.encode('utf-16-le')"))
    content, suffix = speak(found, "《规定》" + TEXT)
    assert suffix == ".wav"
    with wave.open(io.BytesIO(content)) as sound:
        assert sound.readframes(10_000).decode("utf-16-le") == "规定" + TEXT


@pytest.mark.parametrize(
    "body",
    [
        "sys.exit(1)",
        "",  # writes nothing
        "open(path, 'wb').write(b'RIFF no sound' * 20)",
        WRITE.format(frames="b''"),
        WRITE.format(frames="bytes(16000)"),  # silence
    ],
)
def test_what_is_no_sound_is_told(tmp_path: Path, no_encoder: None, body: str) -> None:
    with pytest.raises(Unmade):
        speak(program(tmp_path, body), TEXT)


def test_an_engine_that_hangs_is_ended(
    tmp_path: Path, no_encoder: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speaking, "SECONDS", 0.3)
    with pytest.raises(Unmade, match="TimeoutExpired"):
        speak(program(tmp_path, "time.sleep(60)"), TEXT)


def test_an_engine_that_is_gone_is_told(no_encoder: None) -> None:
    with pytest.raises(Unmade):
        speak(Engine(("no-such-program", "{file}")), TEXT)


def test_commands_name_the_file_once() -> None:
    assert read_command("say -v 'Ting Ting' -o {file}") == (
        "say",
        "-v",
        "Ting Ting",
        "-o",
        "{file}",
    )
    for wrong in ("", "say", "say -o out.wav", "say {file} {file}", "{file} -o", "say 'x {file}"):
        with pytest.raises(ValueError):  # noqa: PT011
            read_command(wrong)


def test_an_engine_is_found_when_it_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert engine(None) is None
    assert engine("piper -f {file}") is None
    for name in ("espeak-ng", "piper"):
        (tmp_path / name).write_text("")
        (tmp_path / name).chmod(0o755)
    one, other = engine(None), engine("piper -f {file}")
    assert one is not None
    assert other is not None
    assert (one.name, other.name) == ("espeak-ng", "piper")
    assert one.digest != other.digest


def test_marks_that_engines_would_name_are_left_out() -> None:
    assert spoken_text("学习《规定》的“要求”。") == "学习规定的要求。"


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
def test_a_real_engine_speaks_as_long_as_a_person_would(no_encoder: None) -> None:
    found = engine(None)
    assert found is not None
    content, suffix = speak(found, TEXT * 3)
    with wave.open(io.BytesIO(content)) as sound:
        seconds = sound.getnframes() / sound.getframerate()
        frames = sound.readframes(sound.getnframes())
    assert suffix == ".wav"
    assert 8 < seconds < 40  # 63 characters; people read four or so a second
    samples = memoryview(frames).cast("h")
    assert max(samples) > 3000


@pytest.mark.skipif(
    not (shutil.which("espeak-ng") and shutil.which("ffmpeg")), reason="no espeak-ng or ffmpeg"
)
def test_with_ffmpeg_it_is_a_small_voice() -> None:
    found = engine(None)
    assert found is not None
    assert engines.encoder() == shutil.which("ffmpeg")
    content, suffix = speak(found, TEXT)
    assert suffix == ".ogg"
    assert content.startswith(b"OggS")
    assert b"OpusHead" in content[:100]
    assert len(content) < 100_000
