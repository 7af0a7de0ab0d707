"""PDF files that would unpack to far more than a text has."""

import zlib
from time import perf_counter

import pytest

from content.reading.pdf import lines_of_pdf
from domain.refusals import Refused
from tests.reading.pdf_file import stream, written

BLANKS = b" " * 1_000_000


def page(contents: str, body: bytes, filters: str) -> bytes:
    return written(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {contents} >>",
            stream(body.decode("latin-1"), f"/Filter {filters}"),
        ]
    )


def packed(times: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join([packer.compress(BLANKS) for _ in range(times)] + [packer.flush()])


@pytest.mark.parametrize(
    "data",
    [
        page("4 0 R", packed(200), "/FlateDecode"),
        page("4 0 R", zlib.compress(packed(20)), "[/FlateDecode /FlateDecode]"),
        page("4 0 R", zlib.compress(packed(20)), "[ /Fl\n/Fl ]"),
        page(f"[{'4 0 R ' * 5000}]", zlib.compress(BLANKS), "/FlateDecode"),
    ],
    ids=["thousandfold", "twice", "twice-in-short", "again-and-again"],
)
def test_a_bomb_is_refused_before_it_is_unpacked(data: bytes) -> None:
    began = perf_counter()
    with pytest.raises(Refused) as refused:
        lines_of_pdf("样例.pdf", data)
    assert refused.value.code == "file_bomb"
    assert perf_counter() - began < 1


def test_a_large_picture_is_no_bomb() -> None:
    white = packed(60) + b"\0" * 60_000
    picture = f"/Filter /FlateDecode /Subtype /Image /Padding ({'x' * 20})"
    data = written(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
            stream(white.decode("latin-1"), picture),
        ]
    )
    with pytest.raises(Refused) as refused:
        lines_of_pdf("样例.pdf", data)
    assert refused.value.code == "file_blank"
