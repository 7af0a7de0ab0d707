"""A reply in clauses, and whether a clause is wholly made of a set phrase."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from domain.phrases.reply_nods import CLOSING, OPENINGS

_SLIPS = (
    (r"[清青晴情]假(?!期)|请[价架嫁驾](?!格)", "请假"),
    (r"[参餐惨][家佳夹嘉](?!庭|长)", "参加"),
    (r"^(?:受|首|手|守|授)到(?=$|[,!。\s了])|收[道倒刀](?=$|[,!。\s了])", "收到"),
    (r"^[千前迁钱牵]到(?=$|[,!。\s了])|^签[道倒](?=$|[,!。\s了])", "签到"),
    (r"[池持]到|迟[道倒](?!歉)", "迟到"),
    (r"晚[道倒](?=\d|[一二两三四五六七八九十半]|$|,)", "晚到"),
    (r"来不[鸟料聊]", "来不了"),
    (r"[尊遵]时参加|准[是事]参加", "准时参加"),
    (r"^报[道倒](?=$|[,!。\s了])", "报到"),
)
_SLIP_RULES = tuple((re.compile(pattern), right) for pattern, right in _SLIPS)
_NOD = re.compile(
    r"[👍👌🙏✅☑🫡💪🤝✌🆗🙋]|\[(?:强|OK|ok|Ok|好的|抱拳|握手|合十|赞|收到|点赞|胜利|敬礼|嗯|好)\]"
)
_PICTURE = re.compile(r"\[[\u4e00-\u9fffA-Za-z]{1,4}\]")
_MENTION = re.compile(r"@[^\s,:]{1,16}[\s,:]*")
# 晚到 15 分钟: the blanks around a number with its unit end no clause.
_NUMERAL = r"(?:\d{1,3}|[一二两三四五六七八九十半]{1,3})"
_SPACED = re.compile(
    rf"(?<=[\u4e00-\u9fff])\s+(?={_NUMERAL}\s*(?:个|分|刻|小时|钟头))"
    r"|(?<=[\d一二两三四五六七八九十半个])\s+(?=(?:个|分|刻|小时|钟头))"
)
_SPLIT = re.compile(r"(?<=[?])|[,。;!\n~…、:()\[\]【】]+|\.{2,}|\s+")
_CLAUSE_LIMIT = 60


@dataclass(frozen=True)
class Answer:
    """A tidied message: `text`, its `clauses`, and whether a nodding picture stood in it."""

    text: str
    clauses: tuple[str, ...]
    nod: bool


@dataclass(frozen=True)
class Fit:
    """A clause that ends in a set phrase: what stood before it, and the phrase."""

    prefix: str
    core: str


def tidy(message: str) -> Answer:
    """Fold width and spelling, take out pictures and mentions, split into clauses."""
    text = unicodedata.normalize("NFKC", message).replace("\u20e3", "").replace("\ufe0f", "")
    text = text.replace("➕", "+").replace("\u200b", "")
    nod = bool(_NOD.search(text))
    text = _MENTION.sub("", _PICTURE.sub(" ", _NOD.sub(" ", text)))
    text = "".join(letter for letter in text if not _is_picture(letter)).strip()
    text = _SPACED.sub("", text)
    for rule, right in _SLIP_RULES:
        text = rule.sub(right, text)
    return Answer(text, split_clauses(text), nod)


def split_clauses(text: str) -> tuple[str, ...]:
    """The pieces between stops; a question keeps its mark."""
    pieces = (piece.strip(" .-") for piece in _SPLIT.split(text) if piece)
    return tuple(piece for piece in pieces if piece and piece != "?")


def whole_fit(rule: str, clause: str) -> Fit | None:
    """`clause` when it is nothing but opening words, `rule` and closing words."""
    for start in _openings(clause):
        found = _closed(rule).match(clause, start)
        if found:
            return Fit(clause[:start], found["core"])
    return None


def end_fit(rule: str, clause: str) -> Fit | None:
    """`clause` when it ends in `rule` and closing words, whatever stands before."""
    if len(clause) > _CLAUSE_LIMIT:
        return None
    for start in range(len(clause)):
        found = _closed(rule).match(clause, start)
        if found:
            return Fit(clause[:start], found["core"])
    return None


@lru_cache(maxsize=64)
def _closed(rule: str) -> re.Pattern[str]:
    return re.compile(rf"(?P<core>{rule})(?P=core)*(?:{CLOSING})*+\??(?<!\?)\Z")


@lru_cache(maxsize=512)
def _openings(clause: str) -> tuple[int, ...]:
    """Every place of `clause` that opening words alone lead up to."""
    if len(clause) > _CLAUSE_LIMIT:
        return ()
    reached, waiting = {0}, [0]
    while waiting:
        place = waiting.pop()
        for rule in _opening_rules():
            found = rule.match(clause, place)
            if found and found.end() not in reached:
                reached.add(found.end())
                waiting.append(found.end())
    return tuple(sorted(reached))


@lru_cache(maxsize=1)
def _opening_rules() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(f"(?:{rule})") for rule in OPENINGS)


def _is_picture(letter: str) -> bool:
    return unicodedata.category(letter) in ("So", "Cs", "Cn", "Sk", "Cf", "Co")
