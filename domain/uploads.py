"""An admin's file on its way: received, previewed, confirmed, imported."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from domain.messages import IncomingFile
from domain.people import branch_named
from domain.refusals import Refused
from store.among import among
from store.tables import Account, Branch, Chat, Upload

LARGEST_BYTES = 20 * 1024 * 1024
KEPT = timedelta(days=14)
OPEN = ("ready", "asking", "refused")
"""States in which an admin may still decide; a `refused` file may be kept as a document."""
WORK_TO_DO = ("received", "confirmed")
KEEPABLE = frozenset(
    {
        *("file_scan", "file_scan_pages", "file_pdf_garbled", "file_too_many_pages"),
        *("file_kind_unknown", "file_old_word", "file_wps", "file_rich_text", "file_not_text"),
    }
)
"""Why a file cannot be read as text and is good all the same; never a secret or a broken one."""


def receive(
    session: Session,
    account: Account,
    chat: Chat,
    file: IncomingFile,
    caption: str,
    now: datetime,
) -> Upload:
    """Note a file down; it is fetched and read outside the transaction.

    Raises Refused("file_too_large").
    """
    if file.size > LARGEST_BYTES:
        raise Refused("file_too_large", name=file.name, limit_mb=LARGEST_BYTES // 1024 // 1024)
    upload = Upload(
        account_id=account.id or 0,
        chat_id=chat.id or 0,
        file_ref=file.ref,
        name=file.name,
        size=file.size,
        caption=caption.strip(),
        at=now,
    )
    session.add(upload)
    session.flush()
    return upload


def receive_link(
    session: Session,
    account: Account,
    chat: Chat,
    address: str,
    caption: str,
    now: datetime,
) -> Upload:
    """Note an address down; it is fetched and read outside the transaction."""
    upload = Upload(
        account_id=account.id or 0,
        chat_id=chat.id or 0,
        file_ref=address,
        name=address[:200],
        size=0,
        caption=caption.strip(),
        origin=address,
        at=now,
    )
    session.add(upload)
    session.flush()
    return upload


def next_upload(session: Session) -> Upload | None:
    """The oldest file that waits to be read or imported."""
    return session.exec(
        select(Upload).where(col(Upload.state).in_(WORK_TO_DO)).order_by(col(Upload.id)).limit(1)
    ).first()


def branch_for(session: Session, upload: Upload) -> Branch | list[Branch] | str:
    """The branch a roster belongs to: chosen, named by the caption, or the only one.

    A name that no branch has is returned as it is (the import founds it); several branches
    and no name return them all, to be asked about.
    """
    if upload.branch_id is not None:
        return session.get_one(Branch, upload.branch_id)
    if upload.caption:
        return branch_named(session, upload.caption) or upload.caption
    branches = list(session.exec(select(Branch).order_by(Branch.name)).all())
    return branches[0] if len(branches) == 1 else branches


def confirm(session: Session, upload_id: int, account: Account) -> None:
    """确认导入. Raises Refused("import_gone")."""
    upload = _own(session, upload_id, account, "ready")
    upload.state = "confirmed"
    session.add(upload)


def discard(session: Session, upload_id: int, account: Account) -> None:
    """Nothing is imported. Raises Refused("import_gone")."""
    upload = _own(session, upload_id, account, "ready", "asking")
    upload.state = "cancelled"
    session.add(upload)


def name_upload(session: Session, upload_id: int, caption: str, account: Account) -> None:
    """The title of a picture sent without one; it is previewed. Raises Refused("import_gone")."""
    upload = _own(session, upload_id, account, "asking")
    upload.caption = caption.strip()
    upload.state = "received"
    session.add(upload)


def let_go(session: Session, ids: Collection[int], now: datetime) -> set[int]:
    """Of the uploads of which a file lies here those that need it no more.

    What has waited for an answer for two weeks is cancelled; a file that was refused may be
    kept as a document as long.
    """
    rows = session.exec(select(Upload).where(among(session, col(Upload.id), ids))).all()
    needed = set()
    for row in rows:
        if row.state in OPEN and row.at <= now - KEPT:
            row.state = "cancelled" if row.state != "refused" else row.state
            session.add(row)
        elif row.state in (*OPEN, *WORK_TO_DO):
            needed.add(row.id or 0)
    session.flush()
    return set(ids) - needed


def refuse(upload: Upload, code: str) -> bool:
    """Note why a file was not taken; whether it may be kept as a document instead."""
    upload.state = "refused"
    upload.preview = {**upload.preview, "refused": code}
    return code in KEEPABLE and not keeps_as_document(upload)


def keep_as_document(session: Session, upload_id: int, account: Account) -> None:
    """按文件保存 of a file that cannot be read. Raises Refused("import_gone")."""
    upload = _own(session, upload_id, account, "refused")
    if upload.preview.get("refused") not in KEEPABLE or keeps_as_document(upload):
        raise Refused("import_gone")
    upload.preview = {"as": "document"}
    upload.state = "received"
    session.add(upload)


def keeps_as_document(upload: Upload) -> bool:
    """Whether the admin wants the file kept as it is."""
    return upload.preview.get("as") == "document"


def choose_branch(session: Session, upload_id: int, branch_id: int, account: Account) -> None:
    """The branch of a roster; the file is read again for its preview. Refused("import_gone")."""
    upload = _own(session, upload_id, account, "asking")
    if session.get(Branch, branch_id) is None:
        raise Refused("import_gone")
    upload.branch_id = branch_id
    upload.state = "received"
    session.add(upload)


def _own(session: Session, upload_id: int, account: Account, *states: str) -> Upload:
    upload = session.get(Upload, upload_id)
    if upload is None or upload.account_id != account.id or upload.state not in states:
        raise Refused("import_gone")
    return upload
