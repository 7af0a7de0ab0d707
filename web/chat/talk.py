"""What people themselves say, as the page shows it. It is never stored and never logged."""

from datetime import datetime

from domain.messages import IncomingFile
from web.chat.posts import View, milliseconds

QUOTED = 60
"""Characters of a quoted message that its reply repeats."""

BOT_NAME = "支部助手"


def talk_view(
    message_id: str, at: datetime, author: tuple[str, str], text: str, quoted: View | None
) -> View:
    """A person's message; `author` is address and name."""
    address, name = author
    view: View = {
        "id": message_id,
        "kind": "talk",
        "at": milliseconds(at),
        "from": address,
        "name": name,
        "text": text,
    }
    if quoted is not None:
        view["quote"] = quote_of(quoted)
    return view


def with_file(view: View, file: IncomingFile) -> View:
    """The same message with a file's card."""
    return {**view, "file": {"name": file.name, "size": file.size}}


def quote_of(quoted: View) -> dict[str, str]:
    """Author and first words of the message that a reply answers."""
    words = " ".join(str(quoted["text"]).split()) or str(quoted.get("file", {}).get("name", ""))
    short = words if len(words) <= QUOTED else words[:QUOTED] + "…"
    return {"name": str(quoted.get("name", BOT_NAME)), "text": short}
