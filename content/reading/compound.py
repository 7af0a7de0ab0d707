"""Compound files, the container of Office 97: their streams, read within the file's own size."""

from collections.abc import Iterator, Sequence
from struct import error, pack, unpack_from

_END = 0xFFFFFFFA
"""From here on, numbers of sectors are signs and no sectors."""
_LAST, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_ENTRY = 128
_IN_HEADER = 109


class DamagedError(ValueError):
    """A compound file whose numbers do not fit together."""


def streams_of(data: bytes) -> dict[str, bytes]:
    """The streams in a compound file by name. Raises DamagedError."""
    try:
        return _Compound(data).streams()
    except (error, IndexError, UnicodeDecodeError) as damage:
        raise DamagedError(str(damage)) from damage


class _Compound:
    def __init__(self, data: bytes) -> None:
        self.data = data
        shift, mini_shift = unpack_from("<HH", data, 30)
        if shift not in {9, 12} or mini_shift != 6:
            raise DamagedError("sector size")
        self.size = 1 << shift
        fat_count, directory_start = unpack_from("<II", data, 44)
        directory_count = unpack_from("<I", data, 40)[0]
        mini_start, mini_count, more_start, more_count = unpack_from("<IIII", data, 60)
        self._refuse(fat_count, directory_count, mini_count, more_count)
        self.fat = self._table(self._fat_sectors(more_start)[:fat_count])
        self.mini_fat = self._table(list(self._chain(mini_start, self.fat)))
        self.entries = self._directory(directory_start)

    def _refuse(self, *counts: int) -> None:
        """No part of a file has more sectors than the file."""
        if any(count * self.size > len(self.data) for count in counts):
            raise DamagedError("sector count")

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self.size
        return self.data[at : at + self.size]

    def _fat_sectors(self, more: int) -> list[int]:
        numbers = list(unpack_from(f"<{_IN_HEADER}I", self.data, 76))
        per_sector = self.size // 4 - 1
        seen: set[int] = set()
        while more < _END:
            if more in seen:
                raise DamagedError("loop")
            seen.add(more)
            *part, more = unpack_from(f"<{per_sector + 1}I", self._sector(more))
            numbers += part
        return [number for number in numbers if number < _END]

    def _table(self, sectors: Sequence[int]) -> list[int]:
        table: list[int] = []
        for number in sectors:
            table += unpack_from(f"<{self.size // 4}I", self._sector(number))
        return table

    def _chain(self, start: int, table: Sequence[int]) -> Iterator[int]:
        seen = 0
        while start < _END:
            yield start
            seen += 1
            if seen > len(table):
                raise DamagedError("loop")
            start = table[start]

    def _directory(self, start: int) -> list[tuple[str, int, int, int]]:
        """Name, type, first sector and size of every entry."""
        raw = b"".join(map(self._sector, self._chain(start, self.fat)))
        entries = []
        for at in range(0, len(raw) - _ENTRY + 1, _ENTRY):
            length, kind = unpack_from("<HB", raw, at + 64)
            first, size = unpack_from("<IQ", raw, at + 116)
            size = size & 0xFFFFFFFF if self.size == 512 else size
            if kind and size > len(self.data):
                raise DamagedError("stream size")
            name = raw[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le")
            entries.append((name, kind, first, size))
        return entries

    def streams(self) -> dict[str, bytes]:
        if not self.entries:
            raise DamagedError("no directory")
        _, _, first, size = self.entries[0]
        mini = b"".join(map(self._sector, self._chain(first, self.fat)))[:size]
        return {
            name: self._stream(first, size, mini)
            for name, kind, first, size in self.entries
            if kind == 2
        }

    def _stream(self, first: int, size: int, mini: bytes) -> bytes:
        if size < 4096:
            parts = (mini[number * 64 : number * 64 + 64] for number in self._mini(first))
            return b"".join(parts)[:size]
        return b"".join(map(self._sector, self._chain(first, self.fat)))[:size]

    def _mini(self, first: int) -> Iterator[int]:
        return self._chain(first, self.mini_fat)


def with_one_stream(name: str, stream: bytes) -> bytes:
    """A new compound file that holds `stream` and nothing else: no programs, no odd numbers.

    The root names a sector, as calamine asks of it; it holds no small streams.
    """
    size = 4096
    sectors = -(-max(len(stream), size) // size)
    fat_count = -(-(sectors + 1) // (size // 4 - 1))
    fat = [*range(1, sectors), _LAST, _LAST, *[_FAT] * fat_count]
    fat += [_FREE] * (fat_count * size // 4 - len(fat))
    places = [sectors + 1 + number for number in range(fat_count)]
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += pack(
        "<HHHHH6xIIIIIIIIII",
        62,
        4,
        0xFFFE,
        12,
        6,
        1,
        fat_count,
        sectors,
        0,
        4096,
        _LAST,
        0,
        _LAST,
        0,
        places[0],
    )
    header += pack(f"<{_IN_HEADER - 1}I", *places[1:], *[_FREE] * (_IN_HEADER - fat_count))
    entries = _entry("Root Entry", 5, 1, 0, 0) + _entry(name, 2, _FREE, 0, sectors * size)
    return b"".join(
        (
            header.ljust(size, b"\0"),
            stream.ljust(sectors * size, b"\0"),
            entries.ljust(size, b"\0"),
            pack(f"<{len(fat)}I", *fat),
        )
    )


def _entry(name: str, kind: int, child: int, first: int, size: int) -> bytes:
    words = name.encode("utf-16-le")
    tail = pack("<IQ", first, size)
    head = words.ljust(64, b"\0") + pack("<HBBIII", len(words) + 2, kind, 1, _FREE, _FREE, child)
    return head.ljust(_ENTRY - len(tail), b"\0") + tail
