"""Chinese and Arabic numbers as they stand in labels."""

import unicodedata
from functools import lru_cache

CHINESE = "一二三四五六七八九十百千零〇○两"


def number_of(words: str) -> int | None:
    """The whole number from 1 to 9999 written in `words`, in any script; None if it is none."""
    plain = unicodedata.normalize("NFKC", words).replace(" ", "")
    if plain.isascii() and plain.isdigit():
        value = int(plain) if len(plain) <= 4 else 0
        return value or None
    if not plain or any(sign not in CHINESE for sign in plain):
        return None
    return _read(plain.replace("○", "零").replace("〇", "零"))


@lru_cache(maxsize=4096)
def _read(plain: str) -> int | None:
    # Its patterns take longer to build than most hostile files take to be refused.
    import cn2an

    for mode in ("strict", "smart"):
        try:
            value = int(cn2an.cn2an(plain, mode))
        except (ValueError, KeyError, IndexError):
            continue
        return value if 0 < value <= 9999 else None
    return None


@lru_cache(maxsize=4096)
def chinese(number: int) -> str:
    """`number` as labels write it: 10 -> 十, 12 -> 十二, 102 -> 一百零二, 110 -> 一百一十."""
    import cn2an

    words = str(cn2an.an2cn(number, "low"))
    return words[1:] if words.startswith("一十") else words
