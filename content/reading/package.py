"""The parts of a .docx or .xlsx package, unpacked within limits and parsed without surprises."""

import io
import zipfile
import zlib
from typing import Any

# lxml ships no types; its elements are Any everywhere in this package.
from lxml import etree  # type: ignore[import-untyped]

from domain.refusals import Refused

Element = Any

MAX_PART = 60 * 1024 * 1024
"""The largest part that is unpacked, in bytes."""


def part(name: str, data: bytes, member: str) -> Element | None:
    """The root of the XML part `member` of the package `data`; None if there is no such part.

    Refuses `file_broken` for what cannot be unpacked or parsed, `file_bomb` for a part that is too
    large, `file_unsafe` for a document type declaration (no office program writes one; entities
    come through it).
    """
    raw = _unpacked(name, data, member)
    if raw is None:
        return None
    if b"<!DOCTYPE" in raw[:4096] or b"<!ENTITY" in raw[:4096]:
        raise Refused("file_unsafe", name=name)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise Refused("file_broken", name=name) from error
    if root.getroottree().docinfo.doctype:
        raise Refused("file_unsafe", name=name)
    return root


def _unpacked(name: str, data: bytes, member: str) -> bytes | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed, packed.open(member) as stream:
            raw = stream.read(MAX_PART + 1)
    except KeyError:
        return None
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
        raise Refused("file_broken", name=name) from error
    if len(raw) > MAX_PART:
        raise Refused("file_bomb", name=name)
    return raw
