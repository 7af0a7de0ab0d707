"""Works that a question names: 「准则里」, 「2018年版处分条例中」, 《…》; and works nobody loaded."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from content.finding.script import plain
from content.finding.shelves import Card

_ENDINGS = "条例|准则|章程|细则|规则|规定|办法|法典|法|决定|意见|通知|方案|纲要|报告|讲话|公报|解释"
_LABEL = re.compile(r"第([0-9]+)条(之[0-9]+)?(?:第?[0-9]+[款项])*")
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})年?(新?版|版本|修订版?|修正版?|的|通过的?|那版)?")
_AFTER = re.compile(
    r"(?:全文)?(?:[((](?:试行|暂行|修订)[))])?(?:里面|里头|里边|当中|之中|里|中的|中(?!共|国|央)|上(?!级|市)|规定|第[0-9]+条"
    r"|明确|要求|对|关于|是怎么|怎么|是如何|如何|提出|提到|说|讲|,|:|的规定|有没有|是否|什么时候|何时|自|从"
    r"|由谁|谁|适用|的适用|总则|附则|的)"
)
_BEFORE = re.compile(
    r"(?:按照|按|根据|依据|依照|照|在|违反|看|查|翻|请问|问|[0-9]年?新?版?的?|新|现行|最新的?)$"
)
# A title of one's own: it names a text and nothing else.
_STRICT_ENDINGS = ("条例", "准则", "章程", "细则")
_FOREIGN = re.compile(
    r"([\u4e00-\u9fff0-9]{2,24}?(?:条例|准则|细则|章程|规则|规定|办法|法))(?=第[0-9]+条)"
)
_QUOTED = re.compile(r"《([^《》]{2,60})》")
_GENERIC_LAW = re.compile(
    r"(?:办|方|做|违|依|合|非|执|司|立|守|用|看|想|说|无|作|手|书|枪|兵|疗|算|设|魔|国家|哪些|什么|相关|有关)法$"
)


@dataclass(frozen=True, slots=True)
class Named:
    """What a question says about where to look.

    `works` are the editions it names, None where it names none; `is_missing` where it names a
    text or an edition that the library does not hold; `label` an article by its number; `rest`
    is the question without these words.
    """

    works: frozenset[int] | None
    is_missing: bool
    label: str
    rest: str


class Naming:
    """The names under which the works on the shelves are known."""

    def __init__(self, cards: Iterable[Card]) -> None:
        self._cards = list(cards)
        self._names: dict[str, set[int]] = {}
        for card in self._cards:
            for name in (card.title, *card.short_titles):
                written = re.sub(r"\((?:试行|暂行|摘登)\)$", "", plain(name))
                if len(written) >= 2:
                    self._names.setdefault(written, set()).add(card.work_id)
        self._longest = max(map(len, self._names), default=0)
        self._years = {card.work_id: _years(card) for card in self._cards}

    def read(self, question: str) -> Named:
        """What `question` names, in its own words (not in one script: 《》 tell a title)."""
        written = plain(question)
        label = _LABEL.search(written)
        number = f"{label[1]}{label[2] or ''}" if label else ""
        quoted = [plain(title) for title in _QUOTED.findall(question)]
        unknown = [
            title
            for title in quoted
            if title.endswith(tuple(_ENDINGS.split("|"))) and not self._of(title)
        ]
        if unknown and len(unknown) == len(quoted):
            return Named(None, True, number, written)
        found = self._found(written, quoted)
        if found is None:
            missing = self._names_foreign(written)
            return Named(None, missing, number if not missing else "", written)
        start, end, works = found
        edition = self._edition(written, start, end, works)
        rest = written[:start] + "|" + written[end:]
        if edition is None:
            return Named(frozenset(works), False, number, _LABEL.sub("|", rest))
        chosen, first, last = edition
        rest = written[: min(start, first)] + "|" + written[max(end, last) :]
        return Named(frozenset(chosen), not chosen, number, _LABEL.sub("|", rest))

    def _of(self, title: str) -> set[int]:
        title = re.sub(r"\((?:试行|暂行)\)$", "", title)
        return self._names.get(title, set())

    def _found(self, written: str, quoted: list[str]) -> tuple[int, int, set[int]] | None:
        """The longest name in the question that stands there as a name."""
        best: tuple[int, int, set[int]] | None = None
        for start in range(len(written)):
            for end in range(min(len(written), start + self._longest), start + 1, -1):
                works = self._names.get(written[start:end])
                if not works or (best and end - start <= best[1] - best[0]):
                    continue
                if self._stands_alone(written, start, end, quoted):
                    best = (start, end, works)
                    break
        return best

    def _stands_alone(self, written: str, start: int, end: int, quoted: list[str]) -> bool:
        name = written[start:end]
        if any(name in title or title in name for title in quoted):
            return True
        before = written[:start]
        # 党内监督条例 is not 监督条例: what stands before must not belong to the name.
        free = (
            start == 0 or bool(_BEFORE.search(before)) or not re.search(r"[\u4e00-\u9fff]$", before)
        )
        after = end < len(written) and bool(_AFTER.match(written, end))
        titled = name.endswith(tuple(_ENDINGS.split("|"))) or len(name) >= 8
        if free and (after or (titled and len(name) >= 4)):
            return True
        return titled and len(name) >= 4 and after

    def _edition(
        self, written: str, start: int, end: int, works: set[int]
    ) -> tuple[set[int], int, int] | None:
        """The editions of a year that stands at the name; None where no year does."""
        for match in _YEAR.finditer(written):
            near = 0 <= start - match.end() <= 3 or 0 <= match.start() - end <= 3
            if not near:
                continue
            chosen = {work for work in works if match[1] in self._years[work]}
            if chosen or (match[2] and "版" in match[2]):
                return chosen, match.start(), match.end()
        return None

    def _names_foreign(self, written: str) -> bool:
        """Whether an article of a text is asked for that is not on the shelves."""
        match = _FOREIGN.search(written)
        return bool(match) and not _GENERIC_LAW.search(match[1] if match else "")


def _years(card: Card) -> frozenset[str]:
    """The years that tell an edition: that of its day, else those its head names."""
    if card.issued:
        return frozenset({card.issued[:4]})
    return frozenset(re.findall(r"(?:19|20)[0-9]{2}(?=年)", plain(card.edition)))
