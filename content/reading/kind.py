"""What a file really is, told from its bytes and not from its name."""

import io
import zipfile
from enum import StrEnum
from pathlib import PurePath

from content.reading.web_archive import is_archive
from content.reading.web_encoding import is_page
from domain.refusals import Refused

MAX_BYTES = 20 * 1024 * 1024
"""The largest file that is read, in bytes."""
MAX_UNPACKED = 80 * 1024 * 1024
MAX_MEMBERS = 2000


class Kind(StrEnum):
    """The kinds of file that are read."""

    TEXT = "text"
    WORD = "word"
    EXCEL = "excel"
    PDF = "pdf"
    WEB = "web"
    ODT = "odt"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_MEMBER = b"PK\x01\x02"
_ODT = b"application/vnd.oasis.opendocument.text"


def kind_of(name: str, data: bytes) -> Kind:
    """The true kind of `data`; `name` only words the refusal.

    Excel 97 is a table like the newer one. Refuses what cannot be read: `file_empty`,
    `file_too_large`, `file_password`, `file_old_word`, `file_wps`, `file_rich_text`,
    `file_broken`, `file_kind_unknown`.
    """
    if len(data) > MAX_BYTES:
        raise Refused("file_too_large", name=name, limit_mb=MAX_BYTES // 1024 // 1024)
    if not data.strip():
        raise Refused("file_empty", name=name)
    if data.startswith(OLE):
        return _old_office(name, data)
    if data.startswith(b"PK"):
        return _packed_kind(name, data)
    # Some programs write a few bytes before %PDF.
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if data.startswith(_FOREIGN):
        raise Refused("file_kind_unknown", name=name)
    if data.startswith(b"{\\rtf"):
        raise Refused("file_rich_text", name=name)
    return Kind.WEB if is_page(name, data) or is_archive(data) else Kind.TEXT


def is_table(name: str, data: bytes) -> bool:
    """Whether the file is read as a roster (.xlsx, .csv) and not as text; refuses as `kind_of`."""
    kind = kind_of(name, data)
    return kind is Kind.EXCEL or (
        kind is Kind.TEXT and PurePath(name).suffix.lower() in {".csv", ".tsv"}
    )


def _old_office(name: str, data: bytes) -> Kind:
    """Word and Excel 97, and the wrapping that Office puts around a file with a password."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Refused("file_password", name=name)
    suffix = PurePath(name).suffix.lower()
    if "Workbook".encode("utf-16-le") in data or suffix == ".xls":
        return Kind.EXCEL
    if suffix == ".wps":
        raise Refused("file_wps", name=name)
    if "WordDocument".encode("utf-16-le") in data:
        raise Refused("file_old_word", name=name)
    raise Refused("file_kind_unknown", name=name)


def _packed_kind(name: str, data: bytes) -> Kind:
    members = _members(name, data)
    if "word/document.xml" in members:
        return Kind.WORD
    if "xl/workbook.xml" in members:
        return Kind.EXCEL
    suffix = PurePath(name).suffix.lower()
    if "content.xml" in members and (suffix == ".odt" or _ODT in data[:200]):
        return Kind.ODT
    wanted = suffix in {".docx", ".xlsx", ".odt"}
    raise Refused("file_broken" if wanted else "file_kind_unknown", name=name)


def _members(name: str, data: bytes) -> set[str]:
    """The names in a packed file whose declared sizes are sane; nothing is unpacked here."""
    # Counted by their signatures: a list of 70,000 members takes a second to be read.
    if data.count(_MEMBER) > 2 * MAX_MEMBERS:
        raise Refused("file_bomb", name=name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
    except Exception as error:
        # zipfile raises a different error for each kind of damage.
        raise Refused("file_broken", name=name) from error
    if len(entries) > MAX_MEMBERS or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Refused("file_bomb", name=name)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("file_password", name=name)
    return {entry.filename for entry in entries}
