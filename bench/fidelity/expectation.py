"""What must become of an untidy file, read out of the words that say it."""

import re
from dataclasses import dataclass

_HEAD = re.compile(r"(?:page header|running head) ([\u4e00-\u9fff]+(?: +[\u4e00-\u9fff]+)*)")
_BANNED = (
    re.compile(r"text (\S+) (?:must|should) not appear"),
    re.compile(r"none of (.+?) in the text"),
)
_SAID = (("password", "密码"), ("scan", "扫描"), ("no text", "文字"), (".docx", ".docx"))
PAGE_NUMBER = re.compile(r"[-—－ ]*第? *\d{1,4} *页?[-—－ ]*")
"""A line that is nothing but a page's number."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """How a file may end.

    `same`: an import must equal its base; `parts`: it must have its 一、 lines; `articles`: it must
    have its number of articles; `warned`: it must come with a warning. `words` must stand in a
    refusal, `absent` may not stand in the text. `swift`: within the bars of hostile files.
    """

    imported: bool
    refused: bool
    same: bool = False
    parts: bool = False
    articles: bool = False
    warned: bool = False
    swift: bool = False
    no_page_numbers: bool = False
    words: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether the words said anything at all."""
        return self.imported or self.refused


def read_expectation(expect: str, how: str) -> Expectation:
    """What `expect` asks for; `how` names the running head that must not enter the text."""
    # What stands in brackets explains; only there an import may be the exception.
    spoken = re.sub(r"（[^）]*）", "", expect)
    same, parts = spoken.startswith("same headings"), "一、" in spoken and "as base" in spoken
    articles = "article count as base" in spoken
    either = re.search(r"\bimported\b|recognised by content", spoken) is not None
    heads = _HEAD.findall(how) if "head" in spoken.replace("same headings", "") else []
    return Expectation(
        imported=same or parts or articles or either,
        refused="refused" in spoken,
        same=same or (either and "entity" not in spoken and "warning" not in spoken),
        parts=parts,
        articles=articles,
        warned="imported with a warning" in spoken,
        swift="within seconds" in spoken,
        no_page_numbers="page number" in spoken,
        words=_words(spoken),
        absent=_absent(expect, heads),
    )


def _words(spoken: str) -> tuple[str, ...]:
    said = re.search(r"message (?:that )?says(.*?)(?: - |$)", spoken)
    return tuple(word for name, word in _SAID if said and name in said[1])


def _absent(expect: str, heads: list[str]) -> tuple[str, ...]:
    found = [
        word
        for pattern in _BANNED
        for words in pattern.findall(expect)
        for word in re.split(r"[,，、] ?", words)
    ]
    if "\\r" in expect:
        found += ["\r", "\ufeff"]
    if "/etc/passwd" in expect:
        found.append("root:")
    return tuple(found) + tuple(re.sub(r"\s+", "", head) for head in heads)
