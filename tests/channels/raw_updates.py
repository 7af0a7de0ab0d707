"""Raw updates as the service sends them, and how the channel reads them."""

from datetime import UTC, datetime

from channels.telegram.reading import Me, Reader
from domain.messages import Incoming

ME = Me(700, "zhibu_bot")
RECEIVED = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SENT = datetime(2026, 3, 2, 9, 29, 58, tzinfo=UTC)
GROUP = {"id": -1005, "type": "supergroup", "title": "第三党支部"}
PRIVATE = {"id": 42, "type": "private", "first_name": "李"}
LI = {"id": 42, "is_bot": False, "first_name": "李", "last_name": "大海"}
BOT = {"id": 700, "is_bot": True, "first_name": "支部", "username": "zhibu_bot"}
OTHER_BOT = {"id": 701, "is_bot": True, "first_name": "别的", "username": "other_bot"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
DOCUMENT = {"file_id": "F1", "file_unique_id": "u", "file_name": "名册.xlsx", "file_size": 99}


def message(chat=GROUP, user=LI, **more):
    return {
        "message_id": 8,
        "from": user,
        "chat": chat,
        "date": int(SENT.timestamp()),
        **more,
    }


def read(**update) -> Incoming | None:
    return Reader(ME, lambda: RECEIVED).read({"update_id": 31, **update})


def said(text, **more) -> Incoming | None:
    return read(message=message(text=text, **more))
