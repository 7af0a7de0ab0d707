"""The parts of a .docx or .xlsx package, unpacked within limits and parsed without surprises."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

# lxml ships no types; its elements are Any everywhere in this package.
from lxml import etree  # type: ignore[import-untyped]

from domain.refusals import Refused

Element = Any

MAX_PART = 60 * 1024 * 1024
"""The largest part that is unpacked, in bytes."""
MAX_SIDE_PART = 10 * 1024 * 1024
"""The largest part beside the text (styles, lists), in bytes: Word's own have at most 1 MB."""
_HEAD = 4096
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_DECLARATIONS = tuple(
    word.encode(code)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for code in ("ascii", "utf-16-le", "utf-16-be")
)
# Nothing is fetched, no entity is expanded, nesting and names are bounded by libxml2.
_CAREFUL = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "recover": False,
}


class Package:
    """An open package: its parts by name; nothing is ever written to disk."""

    def __init__(self, name: str, data: bytes) -> None:
        """Opens `data`, the bytes of the file called `name`.

        Refuses `file_broken`, and `file_unsafe` where any XML part declares a document type (no
        office program writes one; entities and outside files come through it).
        """
        self._name = name
        with self._whole():
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        for entry in self._zip.infolist():
            if entry.compress_type not in _METHODS:
                raise Refused("file_broken", name=name)
            if entry.filename.endswith((".xml", ".rels")):
                self._refuse_declared(self._read(entry.filename, _HEAD))

    def raw(self, member: str, limit: int = MAX_PART) -> bytes | None:
        """The bytes of the part `member`; None if there is none. Refuses `file_bomb`."""
        if member not in self._zip.NameToInfo:
            return None
        raw = self._read(member, limit + 1)
        if len(raw) > limit:
            raise Refused("file_bomb", name=self._name)
        self._refuse_declared(raw[:_HEAD])
        return raw

    def root(self, member: str) -> Element | None:
        """The root of the XML part `member`; None if there is none."""
        raw = self.raw(member, MAX_SIDE_PART)
        if raw is None:
            return None
        with self._whole():
            root = etree.fromstring(raw, etree.XMLParser(**_CAREFUL))
            self._refuse_typed(root)
        return root

    def walk(self, raw: bytes, tags: tuple[str, ...]) -> Iterator[Element]:
        """The elements called `tags` of an XML part, each as soon as it is complete.

        Whoever walks takes what is done with out of the tree, so that it stays small.
        """
        with self._whole():
            steps = etree.iterparse(io.BytesIO(raw), events=("end",), tag=tags, **_CAREFUL)
            for number, (_, element) in enumerate(steps):
                if number == 0:
                    self._refuse_typed(element)
                yield element

    def _read(self, member: str, most: int) -> bytes:
        with self._whole(), self._zip.open(member) as stream:
            return stream.read(most)

    def _refuse_declared(self, head: bytes) -> None:
        if any(word in head for word in _DECLARATIONS):
            raise Refused("file_unsafe", name=self._name)

    def _refuse_typed(self, element: Element) -> None:
        """A declaration that hid from the search, behind a long comment or a rare encoding."""
        if element.getroottree().docinfo.doctype:
            raise Refused("file_unsafe", name=self._name)

    @contextmanager
    def _whole(self) -> Iterator[None]:
        try:
            yield
        except (Refused, MemoryError):
            raise
        except Exception as error:
            if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
                raise MemoryError from error
            # zipfile and lxml raise a different error for each kind of damage.
            raise Refused("file_broken", name=self._name) from error
