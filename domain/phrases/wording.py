"""A text in one plain spelling, which still knows how each part of it was written."""

import unicodedata
from dataclasses import dataclass

from domain.phrases.typos import correct

# Traditional forms and look-alikes that NFKC leaves alone but that people mix in.
_PLAIN = str.maketrans(
    dict(
        zip(
            (
                "點會黨週號時後兩禮樓議組課題體織換屆選舉評論學習請員門館廳內邊開參來這還過間個鐘縣區"
                "鎮"
            ),
            (
                "点会党周号时后两礼楼议组课题体织换届选举评论学习请员门馆厅内边开参来这还过间个钟县区"
                "镇"
            ),
            strict=True,
        )
    )
    | dict.fromkeys("∶︰﹕", ":")
    | dict.fromkeys("—–―−‒~〜﹣➖‐‑─━", "-")
    | dict.fromkeys("○〇", "零")
)
_IGNORED = frozenset("\u200b\u200c\u200d\u2060\ufeff\ufe0f\ufe0e\u00ad")
LONGEST = 2000


@dataclass(frozen=True)
class Wording:
    """`text` is folded (NFKC, simplified, misspellings put right); `written` gives the original."""

    original: str
    text: str
    index: tuple[int, ...]

    def written(self, start: int, end: int) -> str:
        """The original characters behind ``text[start:end]``, trimmed."""
        if start >= end:
            return ""
        return self.original[self.index[start] : self.index[end - 1] + 1].strip()


def fold(original: str) -> Wording:
    """Bring `original` into one plain spelling.

    Only the first 2,000 characters are read: a call to a meeting is never longer. Of a long run
    of one character the first few stand for all.
    """
    letters: list[str] = []
    index: list[int] = []
    for place, letter in enumerate(original[:LONGEST]):
        for plain in _plain(letter):
            if _runs_on(letters, plain):
                continue
            letters.append(plain)
            index.append(place)
    return Wording(original, correct("".join(letters)), tuple(index))


def _runs_on(letters: list[str], plain: str) -> bool:
    most = 4 if plain.isspace() or plain in "-,。" else 12
    return letters[-most:] == [plain] * most


def plain_text(original: str) -> str:
    """`original` folded, where the way it was written does not matter."""
    return fold(original).text


def _plain(letter: str) -> str:
    if letter in _IGNORED:
        return ""
    if letter == "\r":
        return "\n"
    folded = unicodedata.normalize("NFKC", letter).translate(_PLAIN)
    return " " if folded.isspace() and folded != "\n" and len(folded) == 1 else folded
