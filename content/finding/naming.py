"""Works that a question names: 「准则里」, 「2018年版处分条例中」; and works nobody loaded."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from content.finding.script import plain
from content.finding.shelves import Card

_KINDS = "条例 准则 章程 细则 规则 规定 办法 法典 法 决定 意见 通知 方案 纲要 报告 讲话 公报 解释"
_ENDINGS = tuple(_KINDS.split())
_LABEL = re.compile(r"第([0-9]+)条(之[0-9]+)?(?:第?[0-9]+[款项])*")
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})年?(新?版|版本|修订版?|修正版?|的|通过的?|那版)?")
# What follows a name where the question says that the answer stands in that text.
_AFTER = re.compile(
    r"(?:全文)?(?:[((](?:试行|暂行|修订)[))])?(?:里面|里头|里边|当中|之中|里|中的|中(?!共|国|央)"
    r"|上(?!级|市)|规定|第[0-9]+条|明确|要求|对|关于|是怎么|怎么|是如何|如何|提出|提到|说|讲|,|:"
    r"|的|有没有|是否|什么时候|何时|自|从|由谁|谁|适用|总则|附则)"
)
_BEFORE = re.compile(
    r"(?:按照|按|根据|依据|依照|照|在|违反|看|查|翻|请问|问|[0-9]年?新?版?的?|新|现行|最新的?)$"
)
_FOREIGN = re.compile(
    r"([\u4e00-\u9fff0-9]{2,24}?(?:条例|准则|细则|章程|规则|规定|办法|法))(?=第[0-9]+条)"
)
SHORTEST = 6
"""Signs of the end of a title that may stand for it."""
_QUOTED = re.compile(r"《([^《》]{2,60})》")
_DATED = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}年?(?:新?版|修订|修正)?的?$")
# 十九大报告, by what the title says.
_REPORT = re.compile(r"(?:第([0-9]+)次全国代表大会|([0-9]+)大).*报告")
_TRIAL = re.compile(r"\((?:试行|暂行|摘登)\)$")
# 办法, 依法, 有关法 … are words and no names.
_GENERIC = re.compile(r"(?:办|方|做|违|依|合|非|执|司|立|守|用|看|想|说|国家|哪些|相关|有关)法$")


@dataclass(frozen=True, slots=True)
class Named:
    """What a question says about where to look.

    `works` are the editions it names, None where it names none; `is_missing` where it names a
    text or an edition that the library does not hold; `label` an article by its number, in one
    script; `rest` is the question without these words.
    """

    works: frozenset[int] | None
    is_missing: bool
    label: str
    rest: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a name stands in a question, and the works that bear it."""

    start: int
    end: int
    works: frozenset[int]


class Naming:
    """The names under which the works on the shelves are known."""

    def __init__(self, cards: Iterable[Card]) -> None:
        names: dict[str, set[int]] = {}
        self._years: dict[int, frozenset[str]] = {}
        for card in cards:
            self._years[card.work_id] = _years(card)
            for name in (card.title, *card.short_titles, *_nicknames(card.title)):
                written = _TRIAL.sub("", plain(name))
                if len(written) >= 2:
                    names.setdefault(written, set()).add(card.work_id)
        for name, works in list(names.items()):
            for shorter in _endings_of(name):
                names.setdefault(shorter, set()).update(works)
        self._names = {name: frozenset(works) for name, works in names.items()}
        self._longest = max(map(len, self._names), default=0)
        self._absent = known_names() - self._names.keys()

    def read(self, question: str) -> Named:
        """What `question` names, as it was typed (《》 tell a title)."""
        written = plain(question)
        match = _LABEL.search(written)
        label = f"第{match[1]}条{match[2] or ''}" if match else ""
        quoted = [_TRIAL.sub("", plain(title)) for title in _QUOTED.findall(question)]
        titles = [title for title in quoted if title.endswith(_ENDINGS)]
        if titles and not any(title in self._names for title in titles):
            return Named(None, True, label, written)
        place = self._found(written, quoted)
        if place is None:
            return Named(None, self._names_absent(written), label, written)
        works, first, last = self._edition(written, place)
        rest = _LABEL.sub("|", f"{written[:first]}|{written[last:]}")
        return Named(works, not works, label, rest)

    def _found(self, written: str, quoted: list[str]) -> _Place | None:
        """The longest name in the question that stands there as a name."""
        best: _Place | None = None
        for start in range(len(written)):
            least = best.end - best.start if best else 1
            for end in range(min(len(written), start + self._longest), start + least, -1):
                works = self._names.get(written[start:end])
                if works and self._stands_alone(written, start, end, quoted):
                    best = _Place(start, end, works)
                    break
        return best

    def _stands_alone(self, written: str, start: int, end: int, quoted: list[str]) -> bool:
        name = written[start:end]
        if any(name in title or title in name for title in quoted):
            return True
        titled = (len(name) >= 4 and name.endswith(_ENDINGS)) or len(name) >= 8
        # A year before a name asks for an edition, whatever follows.
        after = bool(_AFTER.match(written, end)) or bool(_DATED.search(written, 0, start))
        # 监督条例 in 党内监督条例 is another text's name.
        free = _is_free(written, start)
        longer = self._is_part_of_absent(written, start, end)
        return not longer and ((free and (after or titled)) or (titled and after))

    def _is_part_of_absent(self, written: str, start: int, end: int) -> bool:
        return any(written[begin:end] in self._absent for begin in range(max(0, start - 12), start))

    def _edition(self, written: str, place: _Place) -> tuple[frozenset[int], int, int]:
        """The editions of a year that stands at the name, and where both stand in the question."""
        for match in _YEAR.finditer(written):
            near = 0 <= place.start - match.end() <= 3 or 0 <= match.start() - place.end <= 3
            chosen = self._of_year(place.works, match[1])
            just_before = match.end() == place.start
            if near and (chosen or just_before or "版" in (match[2] or "")):
                return chosen, min(place.start, match.start()), max(place.end, match.end())
        return place.works, place.start, place.end

    def _of_year(self, works: frozenset[int], year: str) -> frozenset[int]:
        """The editions of a year; else those in force from the next; all where none has a year."""
        if not any(self._years[work] for work in works):
            return frozenset(works)
        for wanted in (year, str(int(year) + 1)):
            chosen = frozenset(work for work in works if wanted in self._years[work])
            if chosen:
                return chosen
        return frozenset()

    def _names_absent(self, written: str) -> bool:
        """Whether the question asks for a text, or an article of one, that is not loaded."""
        match = _FOREIGN.search(written)
        if match and not _GENERIC.search(match[1]):
            return True
        for name in self._absent:
            start = written.find(name)
            if start >= 0 and (start == 0 or _AFTER.match(written, start + len(name))):
                return True
        return False


@cache
def known_names() -> frozenset[str]:
    """Names of well-known texts, in one script, from `data/known.toml`."""
    source = files("content.finding.data").joinpath("known.toml").read_text("utf-8")
    return frozenset(plain(name) for name in tomllib.loads(source)["names"].split())


def _nicknames(title: str) -> list[str]:
    """What a report to a congress is called: 十九大报告."""
    match = _REPORT.search(plain(title))
    return [f"{match[1] or match[2]}大报告"] if match else []


def _endings_of(name: str) -> list[str]:
    """What is left of a title when its owner is left out: 公务用车管理办法."""
    if not name.endswith(_ENDINGS):
        return []
    return [name[at:] for at in range(1, len(name) - SHORTEST + 1)]


def _is_free(written: str, start: int) -> bool:
    before = written[:start]
    return not before or bool(_BEFORE.search(before)) or not "\u4e00" <= before[-1] <= "\u9fff"


def _years(card: Card) -> frozenset[str]:
    """The years that tell an edition: that of its day, else those its head names."""
    if card.issued:
        return frozenset({card.issued[:4]})
    return frozenset(re.findall(r"(?:19|20)[0-9]{2}(?=年)", plain(card.edition)))
