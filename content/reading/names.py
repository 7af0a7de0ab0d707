"""Names and phone numbers as they stand in cells."""

import re
import unicodedata

from content.reading.table import Formula, Value

LONGEST_NAME = 20
_HAN = "\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U0002fa1f〇"
_NAME = re.compile(rf"[{_HAN}]{{1,}}(?:·[{_HAN}]{{1,}})*")
_DOTS = re.compile(r"[·•・‧∙●⋅･]")
_REMARK = re.compile(
    r"[（(]\s*([男女]|[^（）()]{0,6}(?:预备|流动|正式)[^（）()]{0,6}|[^（）()]{1,4}族)\s*[)）]$"
)
_SEVERAL = re.compile(r"[\n\r、，,;；/\\|&+]")
_LONG_SURNAMES = (
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 司徒 令狐 夏侯 长孙 宇文 端木 南宫 独孤 闻人"
)
_SURNAMES = frozenset(_LONG_SURNAMES.split())
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{2,3}-?[2-9]\d{6,7}(?:-\d{1,5})?")


class OddCellError(ValueError):
    """A cell that cannot be taken as it stands; `code` and `facts` say why."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def clean_name(value: Value | Formula) -> tuple[str, str]:
    """The name in a cell and a remark in brackets behind it (女, 预备); raises `OddCellError`.

    An empty cell gives an empty name.
    """
    if value is None:
        return "", ""
    if isinstance(value, Formula):
        raise OddCellError("name_formula", shown=shown(value))
    if not isinstance(value, str):
        raise OddCellError("name_odd", shown=shown(value))
    if any(
        unicodedata.category(sign) in {"Cf", "Co", "Cc"}
        for sign in value.strip("\n\r\t")
        if sign not in "\n\r\t"
    ):
        raise OddCellError("name_invisible", shown=shown(value))
    text = value.strip()
    remark = _REMARK.search(text)
    text = text[: remark.start()].strip() if remark else text
    return _one_name(text), str(remark[1]) if remark else ""


def _one_name(text: str) -> str:
    if len(text) > 4 * LONGEST_NAME:
        raise OddCellError("name_long", shown=shown(text))
    if _names_in_a_row(text) or _spaced_pair(text):
        raise OddCellError("name_several", shown=shown(text))
    name = _DOTS.sub("·", re.sub(r"\s+", "", text))
    name = re.sub(rf"(?<=[{_HAN}])[.．](?=[{_HAN}])", "·", name)
    if len(name) > LONGEST_NAME:
        raise OddCellError("name_long", shown=shown(text))
    if name and (len(name) < 2 or not _NAME.fullmatch(name)):
        raise OddCellError("name_odd", shown=shown(text))
    return name


def _names_in_a_row(text: str) -> bool:
    parts = [re.sub(r"\s", "", part) for part in _SEVERAL.split(text) if part.strip()]
    return len(parts) > 1 and all(re.fullmatch(rf"[{_HAN}·]{{2,}}", part) for part in parts)


def _spaced_pair(text: str) -> bool:
    """Two whole names with white space between; 欧阳 某某 is one."""
    parts = text.split()
    if len(parts) < 2 or parts[0] in _SURNAMES:
        return False
    return all(re.fullmatch(rf"[{_HAN}·]{{2,}}", part) for part in parts)


def clean_phone(value: Value | Formula) -> str | None:
    """A mobile (digits only) or landline number; None if empty; raises `OddCellError`."""
    if value is None or isinstance(value, Formula):
        return None
    text = str(int(value)) if isinstance(value, int | float) else str(value)
    text = unicodedata.normalize("NFKC", text).strip().removesuffix(".0")
    text = re.sub(r"^\+?0{0,2}86[\s-]*(?=1[\d\s-]{10,}$)", "", text)
    several = [part for part in re.split(r"[\n、,;/ ]+(?=\+?\d{7,})", text) if part.strip()]
    found = [number for number in map(_number, several) if number]
    if len(several) > 1 and found:
        raise OddCellError("phone_several", kept=found[0])
    if found or not text.strip("-—无 "):
        return found[0] if found else None
    digits = re.sub(r"\D", "", text)
    if re.fullmatch(r"[\d\s\-+()]+", text) and len(digits) != 11:
        raise OddCellError("phone_length", digits=len(digits))
    raise OddCellError("phone_odd", shown=shown(text))


def _number(text: str) -> str | None:
    compact = re.sub(r"[\s()]", "", text)
    digits = compact.replace("-", "")
    if _MOBILE.fullmatch(digits):
        return digits
    return compact if _LANDLINE.fullmatch(compact) else None


def shown(value: object, longest: int = 20) -> str:
    """What a cell holds, fit to be repeated in a message: visible characters, shortened."""
    text = value.text if isinstance(value, Formula) else str(value)
    text = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in text)
    text = re.sub(r"\s+", " ", text).strip()
    return text if len(text) <= longest else text[:longest] + "…"
