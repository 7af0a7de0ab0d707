"""PDF files of our own sentences, written byte by byte."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

A4 = (595.0, 842.0)
# A Chinese font that no file needs to carry; letters and digits are half as wide.
_FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light-UniGB-UCS2-H "
    "/Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 "
    "/BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 0 >> "
    "/DW 1000 /W [1 95 500] /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light "
    "/Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 "
    "/CapHeight 880 /StemV 93 >> >>] >>"
)


@dataclass
class Sheet:
    """A page while it is written; places are in points from the lower left corner."""

    size: tuple[float, float] = A4
    parts: list[str] = field(default_factory=list)

    def put(self, text: str, x: float, y: float, size: float = 12) -> "Sheet":
        code = text.encode("utf-16-be").hex()
        self.parts.append(f"BT /F1 {size:g} Tf 1 0 0 1 {x:g} {y:g} Tm <{code}> Tj ET")
        return self

    def column(
        self,
        lines: Iterable[str],
        x: float = 70,
        top: float = 780,
        step: float = 18,
        size: int = 12,
    ) -> "Sheet":
        for number, line in enumerate(lines):
            self.put(line, x, top - number * step, size)
        return self

    def picture(self) -> "Sheet":
        """A grey square over the whole page, in place of a scan."""
        self.parts.append(
            f"q {self.size[0]:g} 0 0 {self.size[1]:g} 0 0 cm "
            "BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"
        )
        return self


def pdf(sheets: Sequence[Sheet], *, to_unicode: str = "") -> bytes:
    """The file of `sheets`; `to_unicode` is a table of what the codes in the text mean."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(sheets)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(sheets)} >>")
    objects.append(
        _FONT[:-3] + f" /ToUnicode {4 + 2 * len(sheets)} 0 R >>" if to_unicode else _FONT
    )
    for number, sheet in enumerate(sheets):
        width, height = sheet.size
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:g} {height:g}] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(stream("\n".join(sheet.parts)))
    if to_unicode:
        objects.append(stream(to_unicode))
    return written(objects)


def stream(body: str, more: str = "") -> str:
    """A stream; `more` stands in its dictionary."""
    return f"<< /Length {len(body)} {more} >>\nstream\n{body}\nendstream"


def written(objects: Sequence[str]) -> bytes:
    """The file of `objects`, of which the first is the catalogue."""
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\n".encode()
    return bytes(out + f"startxref\n{start}\n%%EOF\n".encode())
