"""What the Bot API refuses in a message: each check returns the words of the refusal or ''."""

from typing import Any

JsonDict = dict[str, Any]
MAX_TEXT, MAX_CAPTION = 4096, 1024
MAX_UPLOAD = {"photo": 10 << 20, **dict.fromkeys(("audio", "voice", "video", "document"), 50 << 20)}
KNOWN_ENTITIES = {"bold", "italic", "blockquote", "expandable_blockquote", "code", "text_link"}


def units(text: str) -> int:
    """Length in UTF-16 code units, in which the service counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def check_text(text: str, entities: list[JsonDict], limit: int) -> str:
    """A text with its entities: length, and entities on whole characters."""
    if limit == MAX_TEXT and not text.strip():
        return "message text is empty"
    if units(text) > limit:
        return "message is too long" if limit == MAX_TEXT else "message caption is too long"
    borders = _borders(text) if entities else set()
    for entity in entities:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if entity["type"] not in KNOWN_ENTITIES:
            return "can't parse entities: unknown type"
        if start not in borders or end not in borders or end <= start:
            return "can't parse entities: offset outside the text or inside a character"
    return ""


def _borders(text: str) -> set[int]:
    """The UTF-16 offsets at which a character begins or the text ends."""
    offset, borders = 0, {0}
    for character in text:
        offset += 1 if ord(character) < 0x10000 else 2
        borders.add(offset)
    return borders


def check_keyboard(markup: JsonDict | None) -> str:
    """An inline keyboard: labels, callback data of 1 to 64 bytes, links with a known scheme."""
    for row in (markup or {}).get("inline_keyboard", []):
        for button in row:
            data, url = button.get("callback_data"), button.get("url")
            if not str(button.get("text", "")).strip():
                return "text buttons are unallowed in the inline keyboard"
            if (data is None) == (url is None):
                return "can't parse inline keyboard button"
            if data is not None and not 1 <= len(data.encode()) <= 64:
                return "BUTTON_DATA_INVALID"
            if url is not None and not url.startswith(("https://", "http://", "tg://")):
                return "BUTTON_URL_INVALID"
    return ""


def check_poll(params: JsonDict, options: list[str], right: list[int] | None) -> str:
    """A poll: lengths, the number of options, and what a quiz needs."""
    if not 0 < units(str(params["question"]).strip()) <= 300:
        return "poll question length must not exceed 300"
    if not 2 <= len(options) <= 12:
        return "poll must have at least 2 option" if len(options) < 2 else "too many options"
    if any(not 0 < units(option.strip()) <= 100 for option in options):
        return "poll options length must not exceed 100"
    explanation = str(params.get("explanation", ""))
    if units(explanation) > 200 or explanation.count("\n") > 2:
        return "explanation is too long"
    quiz = params.get("type") == "quiz"
    if quiz and (not right or any(not 0 <= at < len(options) for at in right)):
        return "wrong correct option ID specified"
    return ""


def trimmed(text: str, entities: list[JsonDict]) -> tuple[str, list[JsonDict]]:
    """The text as the service keeps it: blanks at both ends gone, entities moved and clipped."""
    cut = units(text) - units(text.lstrip())
    kept = text.strip()
    end = units(kept)
    moved = []
    for entity in entities:
        start = min(max(entity["offset"] - cut, 0), end)
        stop = min(max(entity["offset"] + entity["length"] - cut, 0), end)
        if stop > start:
            moved.append({**entity, "offset": start, "length": stop - start})
    return kept, moved
