"""White space and widths of what stands in a bank."""

import re
import unicodedata

from content.cutting.lines import ZERO_WIDTH

LONGEST = 5000
"""The longest question, option or line, in characters; nothing longer can be asked in a chat."""
# A blank printed as a run of hard spaces; in brackets it is seen without them.
_BLANK = re.compile("(?<![（(【\\[\u00a0])\u00a0{2,}(?![）)】\\]\u00a0])")
_SPACE = re.compile(r"\s+")
_NUMBER_LABEL = re.compile(
    r"(?:第\s*\d{1,4}\s*题\s*[、.．:：]?|\d{1,4}\s*[、．]|\d{1,4}\s*\.(?!\d)|[(（]\d{1,4}[)）])\s*"
)
_WIDE_LETTERS = {
    **{ord("Ａ") + step: ord("A") + step for step in range(26)},
    **{ord("ａ") + step: ord("a") + step for step in range(26)},
}


def clean(value: object) -> str:
    """`value` as one line: runs of white space are one space, a printed blank is `____`."""
    text = ZERO_WIDTH.sub("", str(value)) if value is not None else ""
    return _SPACE.sub(" ", _BLANK.sub("____", text)).strip()


def clean_lines(value: object) -> str:
    """`value` with its line ends kept, for answers and explanations of several lines."""
    lines = (clean(line) for line in str(value if value is not None else "").splitlines())
    return "\n".join(line for line in lines if line)


def without_number(stem: str) -> str:
    """A stem without the number in front of it; a year or a decimal is no number."""
    return _NUMBER_LABEL.sub("", stem, count=1) if _NUMBER_LABEL.match(stem) else stem


def narrow_letters(text: str) -> str:
    """`text` with full-width Latin letters in ordinary width, character for character."""
    return text.translate(_WIDE_LETTERS)


def comparable(text: str) -> str:
    """What two writings of the same words have in common."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))
