"""A Chinese font for pictures: the one that is set, that of the package, or the system's."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
from PIL import ImageFont

_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts")
_SANS = ("NotoSansSC*", "NotoSansCJK*", "SourceHanSans*", "wqy-*", "msyh*", "PingFang*")
_SERIF = ("NotoSerifSC*", "NotoSerifCJK*", "SourceHanSerif*", "simsun*", "Songti*")
_ENDINGS = (".otf", ".ttf", ".ttc")


class FontMissing(Exception):
    """No Chinese font is found; the package's own files are gone and the system has none."""


_chosen: list[Path] = []


def use(path: Path | None) -> None:
    """Draw in the font at `path` from now on, in place of both shapes; None: as found."""
    if _chosen != [path] * bool(path):
        _chosen[:] = [path] if path else []
        font.cache_clear()
        font_file.cache_clear()


@cache
def font(size: int, serif: bool = False) -> ImageFont.FreeTypeFont:
    """The font in `size` pixels, of the shape 宋体 if `serif`, else 黑体. Raises FontMissing."""
    return ImageFont.truetype(font_file(serif=serif), size)


@cache
def font_file(*, serif: bool = False) -> Path:
    """Where the font lies. Raises FontMissing."""
    if _chosen:
        return _chosen[0]
    package = pylopdf_fonts_zh_cn.serif_path() if serif else pylopdf_fonts_zh_cn.sans_path()
    if Path(package).is_file():
        return Path(package)
    found = next(_installed(_SERIF if serif else _SANS), None)
    if found is None:
        raise FontMissing
    return found


def _installed(names: tuple[str, ...]) -> Iterator[Path]:
    for folder in _FOLDERS:
        for name in names:
            yield from (
                path for path in sorted(Path(folder).rglob(name)) if path.suffix in _ENDINGS
            )
