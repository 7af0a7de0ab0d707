"""How banks write the answer of a question: letters, numbers, signs, or its words."""

import re
import unicodedata
from collections.abc import Mapping

from content.reading.bank.wording import clean, comparable, narrow_letters

_RIGHT_WORDS = "对 √ ✓ ✔ ☑ 正确 正确的 是 是的 t true yes y right 对的 v"
_WRONG_WORDS = "错 × ✗ ✘ ╳ x 错误 错误的 否 f false no n wrong 错的 不正确 不对 不是"
# 是 and a lone letter may be the words that fill a blank; these are judgements wherever they stand.
_CERTAIN_WORDS = "对 √ ✓ ✔ ☑ 正确 true 错 × ✗ ✘ ╳ 错误 false 不正确 t f"
_RIGHT, _WRONG, _CERTAIN = (
    frozenset(words.split()) for words in (_RIGHT_WORDS, _WRONG_WORDS, _CERTAIN_WORDS)
)
_GARBLED = frozenset(("null", "none", "nan", "undefined", "[objectobject]", "#n/a", "#ref!"))
_LEAD = re.compile(
    r"^[【\[（(]?(?:本题)?(?:参考|正确|标准)?(?:答案|选项)(?:是|为)?[】\]）)]?\s*[:：]?\s*"
    r"|^(?:应选|故选|选)\s*(?=[A-Za-zＡ-Ｚ])"
)
_WRAPPED = re.compile(r"[（(【\[]\s*([^（(【\[]*?)\s*[)）】\]]")
_END = re.compile(r"[\s。.；;，,、]+$")
_SEPARATORS = re.compile(r"[\s、,，;；/|&+。.．:：]+|和|与|及")
_LABELLED = re.compile(r"(?:^|[\s、,，;；|])([A-Z])\s*[、.．:：)）\s]\s*")
_PIECES = re.compile(r"[\n|;；]+|\s{2,}")
_FINE_PIECES = re.compile(r"[\n|;；、,，]+|\s+")


def bare_answer(text: str) -> str:
    """An answer without 答案：, brackets around it and stops behind it."""
    bare = _END.sub("", _LEAD.sub("", clean(text))) or clean(text)
    wrapped = _WRAPPED.fullmatch(bare)
    return wrapped[1] if wrapped else bare


def truth_of(text: str, *, certain: bool = False) -> bool | None:
    """Whether `text` says that a statement is right; None where it says neither.

    `certain` accepts only what cannot be anything else, such as √ and 错误.
    """
    word = comparable(bare_answer(text)).lower()
    if certain and word not in _CERTAIN:
        return None
    return True if word in _RIGHT else False if word in _WRONG else None


def is_garbled(text: str) -> bool:
    """Whether a program wrote that it had no words: null, undefined, [object Object]."""
    return comparable(text).lower() in _GARBLED


def is_letters(text: str) -> bool:
    """Whether an answer is nothing but option letters."""
    return bool(re.fullmatch(r"[A-L]{1,12}", _letters(text)))


def letter_slots(text: str) -> tuple[int, ...]:
    """The slots that an answer of nothing but letters names, in order, each once."""
    return tuple(sorted({ord(letter) - ord("A") for letter in _letters(text)}))


def _letters(text: str) -> str:
    return _SEPARATORS.sub("", narrow_letters(bare_answer(text)).upper())


def chosen(
    answer: object, options: Mapping[int, str], *, words: bool = False, from_zero: bool = False
) -> tuple[int, ...]:
    """The slots of `options` that `answer` names; empty where it names none or a missing one.

    `words`: answers are options written out, so 4 is the option "4" before it is the fourth.
    """
    if isinstance(answer, list | tuple):
        each = [
            chosen(part, options, words=words, from_zero=from_zero) for part in answer if part != ""
        ]
        return tuple(sorted({slot for slots in each for slot in slots})) if all(each) else ()
    text = bare_answer(str(answer))
    by_words = _by_words(text, options)
    if is_letters(text) and not (words and by_words):
        slots = letter_slots(text)
        return slots if all(slot in options for slot in slots) else by_words
    if words and by_words:
        return by_words
    return _by_number(text, options, from_zero) or by_words or _by_label(text, options)


def _by_words(text: str, options: Mapping[int, str]) -> tuple[int, ...]:
    """The option that reads like the answer; several, written with separators, all known."""
    by_text = {
        comparable(_END.sub("", option)): slot for slot, option in reversed(list(options.items()))
    }
    whole = by_text.get(comparable(text))
    if whole is not None:
        return (whole,)
    for pieces in (_PIECES, _FINE_PIECES):
        parts = [comparable(_END.sub("", part)) for part in pieces.split(text) if part.strip()]
        if len(parts) > 1 and all(part in by_text for part in parts):
            return tuple(sorted({by_text[part] for part in parts}))
    return ()


def _by_number(text: str, options: Mapping[int, str], from_zero: bool) -> tuple[int, ...]:
    """Options by their number: 4; 1,3; or 134 where there is no such option."""
    plain = re.sub(r"\.0$", "", unicodedata.normalize("NFKC", text).strip())
    parts = _SEPARATORS.sub(" ", plain).split()
    if not parts or not all(re.fullmatch(r"\d{1,12}", part) for part in parts):
        return ()
    first = 0 if from_zero else 1
    slots = [int(part) - first for part in parts]
    if len(parts) == 1 and slots[0] not in options:
        slots = [int(digit) - first for digit in parts[0]]
    return tuple(sorted(set(slots))) if all(slot in options for slot in slots) else ()


def _by_label(text: str, options: Mapping[int, str]) -> tuple[int, ...]:
    """Options written with letter and words: A.甲 C.丙; the words must be the option's."""
    narrow = narrow_letters(text)
    marks = list(_LABELLED.finditer(narrow))
    if not marks or marks[0].start():
        return ()
    slots = {ord(mark[1]) - ord("A") for mark in marks}
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    for mark, end in zip(marks, ends, strict=True):
        option = options.get(ord(mark[1]) - ord("A"))
        said = comparable(_END.sub("", text[mark.end() : end]))
        if option is None or said != comparable(_END.sub("", option)):
            return ()
    return tuple(sorted(slots))
