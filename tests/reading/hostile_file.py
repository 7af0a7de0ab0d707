"""Small makers of files that are built to hurt."""

import io
import zipfile
from collections.abc import Mapping

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEAD = f'<?xml version="1.0"?><w:document xmlns:w="{SPACE}"><w:body>'
TAIL = "</w:body></w:document>"
PARAGRAPH = "<w:p><w:r><w:t>党支部</w:t></w:r></w:p>"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """A package of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def word_file(body: str, head: str = "", **parts: str) -> bytes:
    """A .docx with this body; `parts` by the name of the file under word/, without .xml."""
    document = HEAD.replace("?>", f"?>{head}", 1) + body + TAIL
    more = {f"word/{name}.xml": text for name, text in parts.items()}
    return packed({"word/document.xml": document, **more})


def added(data: bytes, members: Mapping[str, str | bytes]) -> bytes:
    """The package with more members."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        whole = {name: archive.read(name) for name in archive.namelist()}
    return packed({**whole, **members})


def workbook(
    rows: str, after: str = "", sheet: str = "worksheets/sheet1.xml", target: str = ""
) -> bytes:
    """An .xlsx with one sheet of these rows, in a part of any name; `target` points elsewhere."""
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_MAIN}.sheet.main+xml"/>'
            f'<Override PartName="/xl/{sheet}" ContentType="{_MAIN}.worksheet+xml"/></Types>',
            "_rels/.rels": _relation("officeDocument", "xl/workbook.xml"),
            "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{_RELATED}"><sheets>'
            '<sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _relation("worksheet", target or sheet),
            f"xl/{sheet}": f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData>'
            f"{after}</worksheet>",
        }
    )


def cell(place: str, text: str = "c") -> str:
    """One cell of a sheet."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def _relation(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATED}/{kind}" Target="{target}"/></Relationships>'
    )
