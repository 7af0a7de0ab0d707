"""What the courier carries, and what became of it."""

from dataclasses import dataclass
from datetime import datetime

from domain.messages import Message


@dataclass(frozen=True, slots=True)
class Parcel:
    """A claimed row ready to go: where to, what, and which message it replaces.

    `version` is the one of the counts that the text shows.
    """

    id: int
    channel: str
    chat_id: int
    address: str
    urgent: bool
    message: Message
    edits: str | None
    version: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a parcel: `sent`, `queued` again (at `again_at`), or `failed`.

    `message_id` is the last message made, None where another was edited. `moved_to` is the
    chat's new address; `chat_lost` says that the bot may not write there any more. `file_ref` is
    the service's own name of a file that was uploaded.
    """

    parcel: Parcel
    state: str
    message_id: str | None = None
    again_at: datetime | None = None
    error: str | None = None
    moved_to: str = ""
    chat_lost: bool = False
    file_ref: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """A message to be shown anew, and the version of the counts that it will show."""

    id: int
    channel: str
    chat_id: int
    address: str
    message_id: str
    message: Message
    version: int


@dataclass(frozen=True, slots=True)
class Edited:
    """What became of an edit: shown, due again at `again_at`, or `given_up`.

    `moved_to` is the chat's new address.
    """

    edit: Edit
    again_at: datetime | None = None
    moved_to: str = ""
    given_up: bool = False
