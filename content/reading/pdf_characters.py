"""Characters that a PDF gives in another code than the one they are written with."""

import re
import unicodedata

# Fonts share one glyph between a character and its radical, and some programs then name the
# radical: ⼀ for 一, ⻅ for 见. Nothing but these blocks is touched: full-width forms stay.
# Of the second block Unicode's EquivalentUnifiedIdeograph.txt names the character; those that are
# no character by themselves (⺌, ⻌) stay.
_RADICALS = dict(
    zip(
        "⺁⺒⺓⺛⺝⺟⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻲⻳",
        "厂巳幺旡月母民虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙亀龟",
        strict=True,
    )
)
_MEANT = {
    code: meant
    for code in (*range(0x2E80, 0x2FD6), *range(0xF900, 0xFB00))
    if (meant := _RADICALS.get(chr(code)) or unicodedata.normalize("NFKC", chr(code))) != chr(code)
}
# What PDFium puts in place of a hyphen at the end of a line.
_BROKEN_HYPHEN = re.compile("[\ufffe\x02]")
# Private codes, controls and the replacement character: glyphs without a known character.
_UNKNOWN = re.compile("[\ue000-\uf8ff\ufffd\x00\x01\x03-\x08\x0e-\x1f\x7f-\x9f]")
_ANY = re.compile("[\u2e80-\u2fd5\ue000-\ufaff\ufffd\ufffe\x00-\x08\x0e-\x1f\x7f-\x9f]")


def as_meant(text: str) -> tuple[str, int]:
    """`text` with radicals and compatibility ideographs as the characters they stand for.

    Its length stays the same, so places in it still are places on the page. Also, how many of its
    characters are glyphs whose meaning the file does not tell.
    """
    if not _ANY.search(text):
        return text, 0
    text = _BROKEN_HYPHEN.sub("-", text).translate(_MEANT)
    return text, len(_UNKNOWN.findall(text))
