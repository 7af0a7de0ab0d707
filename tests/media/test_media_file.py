"""Types by bytes, notes taken out, bombs refused; the picture itself stays byte for byte."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from content.reading.apart import read_apart
from content.reading.media_file import MediaFile, as_document, read_media
from content.reading.media_kind import media_type
from domain.attachments import MediaKind
from domain.refusals import Refused
from tests.media import pictures


@pytest.mark.parametrize(
    ("data", "kind", "mime", "name"),
    [
        (pictures.jpeg(), "picture", "image/jpeg", "file.jpg"),
        (pictures.png(), "picture", "image/png", "file.png"),
        (pictures.gif(), "picture", "image/gif", "file.gif"),
        (pictures.webp(), "picture", "image/webp", "file.webp"),
        (pictures.MP3, "audio", "audio/mpeg", "file.mp3"),
        (pictures.film(b"M4A "), "audio", "audio/mp4", "file.m4a"),
        (pictures.OGG, "audio", "audio/ogg", "file.ogg"),
        (pictures.sound(), "audio", "audio/wav", "file.wav"),
        (pictures.film(), "video", "video/mp4", "file.mp4"),
        (pictures.film(b"qt  "), "video", "video/quicktime", "file.mov"),
    ],
)
def test_the_bytes_say_what_a_file_is(data: bytes, kind: str, mime: str, name: str) -> None:
    found = read_media("file.docx", data)
    assert found is not None
    assert (found.kind, found.mime, found.name) == (kind, mime, name)
    assert found.suffix == Path(name).suffix


def test_text_is_no_medium() -> None:
    for data in (b"\xef\xbb\xbftext", "第一条　总则".encode(), b"%PDF-1.7", b"PK\x03\x04", b""):
        assert read_media("x", data) is None


def test_a_name_keeps_an_ending_that_is_true() -> None:
    found = read_media("合影.JPEG", pictures.jpeg())
    assert found is not None
    assert found.name == "合影.JPEG"


def test_a_photo_loses_place_and_camera_and_nothing_else() -> None:
    before = pictures.jpeg(200, 120, turned=6)
    found = read_media("合影.jpg", before + b"another picture hidden behind")
    assert found is not None
    for secret in (pictures.MAKER.encode(), b"taken at home", b"hidden"):
        assert secret not in found.content
    one, other = Image.open(io.BytesIO(before)), Image.open(io.BytesIO(found.content))
    assert dict(one.getexif().get_ifd(0x8825))
    assert dict(other.getexif()) == {0x0112: 6}
    assert not other.getexif().get_ifd(0x8825)
    assert ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getbbox() is None
    assert found.content[-2:] == b"\xff\xd9"


def test_a_photo_that_stands_upright_keeps_no_exif_at_all() -> None:
    found = read_media("合影.jpg", pictures.jpeg(turned=1))
    assert found is not None
    assert b"Exif" not in found.content


@pytest.mark.parametrize("data", [pictures.png(), pictures.webp()])
def test_other_pictures_lose_their_notes(data: bytes) -> None:
    assert pictures.MAKER.encode() in data
    found = read_media("图", data)
    assert found is not None
    assert pictures.MAKER.encode() not in found.content
    one, other = Image.open(io.BytesIO(data)), Image.open(io.BytesIO(found.content))
    assert one.convert("RGB").tobytes() == other.convert("RGB").tobytes()


def test_a_film_forgets_where_it_was_taken() -> None:
    data = pictures.film()
    found = read_media("活动.mp4", data)
    assert found is not None
    assert b"+31.2304+121.4737+012.5/" not in found.content
    assert b"+00.0000+000.0000+000.0/" in found.content
    assert len(found.content) == len(data)
    assert b"+31.2304+121.4737/ as a picture" in found.content  # the film itself stays


def test_the_same_photo_is_the_same_file() -> None:
    one, other = (read_media("a.jpg", pictures.jpeg()) for _ in range(2))
    assert one is not None
    assert other is not None
    assert one.sha256 == other.sha256


def test_a_bomb_is_refused() -> None:
    with pytest.raises(Refused, match="media_bomb"):
        read_media("海报.png", pictures.bomb())


@pytest.mark.parametrize("data", [pictures.jpeg(), pictures.png(), pictures.webp()])
def test_a_torn_picture_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match="media_broken"):
        read_media("海报", data[: len(data) // 2])


def test_pictures_that_phones_alone_show_are_refused_with_a_hint() -> None:
    with pytest.raises(Refused, match="media_apple"):
        read_media("IMG_1.HEIC", pictures.film(b"heic"))


def test_a_picture_that_no_service_shows_goes_as_a_document() -> None:
    found = read_media("横幅.png", pictures.png(9000, 300))
    assert found is not None
    assert (found.kind, found.large, found.width) == (MediaKind.DOCUMENT, True, 9000)


def test_documents_are_kept_as_they_are_and_programs_are_not() -> None:
    found = as_document("扫描件", b"%PDF-1.4 scan")
    assert (found.name, found.mime) == ("扫描件.pdf", "application/pdf")
    assert as_document("课件.pptx", b"PK..").suffix == ".pptx"
    assert as_document("奇怪.我的", b"PK..").suffix == ".bin"
    for data in (b"MZ\x90\x00", b"\x7fELF\x02", b"#!/bin/sh"):
        with pytest.raises(Refused, match="media_program"):
            as_document("学习.pdf", data)


async def test_a_picture_is_read_in_a_process_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(pictures.jpeg(4000, 3000))
    found = await read_apart(path, "合影.jpg")
    assert isinstance(found, MediaFile)
    assert (found.kind, found.width, found.height) == ("picture", 4000, 3000)
    path.write_bytes(pictures.bomb())
    with pytest.raises(Refused, match="media_bomb"):
        await read_apart(path, "海报.png")


async def test_a_scan_is_kept_as_a_document_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes("一份讲稿\n第一条　应当认真学习。".encode())
    kept = await read_apart(path, "讲稿.txt", as_document=True)
    assert isinstance(kept, MediaFile)
    assert (kept.kind, kept.content) == (MediaKind.DOCUMENT, path.read_bytes())
    assert not isinstance(await read_apart(path, "讲稿.txt"), MediaFile)


HEADS = (
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"RIFF\x10\x00\x00\x00WEBP",
    b"\x00\x00\x00\x08ftypqt  ",
)


@given(st.sampled_from(HEADS), st.binary(max_size=300))
def test_no_bytes_break_the_reader(head: bytes, rest: bytes) -> None:
    try:
        found = read_media("x", head + rest)
    except Refused:
        return
    assert found is None or found.content


@given(st.integers(0, 2000), st.integers(0, 255))
def test_no_damage_breaks_the_reader(place: int, byte: int) -> None:
    data = bytearray(pictures.jpeg())
    data[place % len(data)] = byte
    try:
        read_media("x.jpg", bytes(data))
    except Refused:
        return


@given(st.binary(max_size=64))
def test_a_type_is_told_of_anything(data: bytes) -> None:
    found = media_type(data)
    assert found is None or found.mime.partition("/")[0] in ("image", "audio", "video")
