"""A picture, sound, film or document of an admin: its preview, its title, its import."""

import re
from datetime import datetime
from pathlib import PurePath

from sqlmodel import Session

from content.reading.media_file import MediaFile
from content.sentences import plain
from domain import uploads
from domain.attachments import MediaKind
from domain.chats import ask, forget_question, open_question
from domain.media import shelve_item
from domain.media_titles import named
from domain.messages import Button, Say
from domain.refusals import Refused
from handlers.call import Answer, Call
from store.media.keeping import key_of
from store.tables import Account, Chat, MediaItem, Question, Upload

ASKED = "media_title"
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
LONGEST_NAME = 60


def preview_medium(session: Session, upload: Upload, read: MediaFile, now: datetime) -> Say:
    """What the file is, with its title and source; without a title it is asked for."""
    beside = named(upload.caption)
    facts = _facts(upload, read)
    if not beside.title:
        upload.state = "asking"
        _ask_title(session, upload, now)
        return Say("ask_media_title", facts, [[Button(label="", action=f"discard:{upload.id}")]])
    upload.state = "ready"
    choice = [
        Button(label="", action=f"import:{upload.id}"),
        Button(label="", action=f"discard:{upload.id}"),
    ]
    facts |= {"title": beside.title, "source": beside.source, "origin": upload.origin}
    return Say("preview_medium", facts, [choice])


def import_medium(
    session: Session, upload: Upload, read: MediaFile, now: datetime, *, waits: bool
) -> tuple[MediaItem, bool]:
    """Put the file on the shelf; whether it was new. Its bytes lie in the store already."""
    beside = named(upload.caption)
    return shelve_item(
        session,
        MediaItem(
            kind=read.kind,
            title=beside.title,
            name=_file_name(beside.title, read),
            mime=read.mime,
            size=len(read.content),
            sha256=read.sha256,
            key=key_of(read.content, read.suffix),
            source=beside.source,
            origin=upload.origin,
            state="waiting" if waits else "active",
            loaded_by=upload.account_id,
            loaded_at=now,
        ),
    )


def told_of(item: MediaItem) -> dict[str, object]:
    """What another admin is told of an item before the second 确认; the item itself goes along."""
    facts = {"kind": item.kind, "size": item.size, "source": item.source}
    return {"edition": "", "summary": plain("medium_summary", facts), "media": item.id}


def answer_title(call: Call, question: Question) -> Answer:
    """The words after a picture without a title: they are its title, and the preview follows."""
    beside = named(call.event.text)
    if not beside.title:
        raise Refused("media_title_empty")
    first, *rest = question.payload["uploads"]
    uploads.name_upload(call.session, first, call.event.text, call.account)
    forget_question(call.session, call.account, call.chat, ASKED)
    if rest:
        ask(call.session, call.account, call.chat, ASKED, {"uploads": rest}, call.now)
        return Answer(here=[Say("media_named", {"title": beside.title, "rest": len(rest)})])
    return Answer(here=[Say("media_named", {"title": beside.title, "rest": 0})])


def press_keep_file(call: Call, upload_id: str) -> Answer:
    """按文件保存: a file that cannot be read as text is kept as a document."""
    uploads.keep_as_document(call.session, int(upload_id), call.account)
    return Answer(toast=Say("reading_on"), replaces=Say("reading_on"))


def _ask_title(session: Session, upload: Upload, now: datetime) -> None:
    """One question for several pictures sent at once: their titles are asked one by one."""
    account = session.get_one(Account, upload.account_id)
    chat = session.get_one(Chat, upload.chat_id)
    question = open_question(session, account, chat, now)
    before = question.payload["uploads"] if question and question.kind == ASKED else []
    waiting = [number for number in before if number != upload.id]
    ask(session, account, chat, ASKED, {"uploads": [*waiting, upload.id]}, now)


def _facts(upload: Upload, read: MediaFile) -> dict[str, object]:
    return {
        "name": upload.name,
        "kind": read.kind,
        "large": read.large,
        "size": len(read.content),
        "width": read.width,
        "height": read.height,
    }


def _file_name(title: str, read: MediaFile) -> str:
    """A document keeps its name; a picture from a phone is called by its title."""
    if read.kind is MediaKind.DOCUMENT and not read.large:
        return read.name
    return _UNSAFE.sub("_", title)[:LONGEST_NAME].strip(" .") + PurePath(read.name).suffix.lower()
