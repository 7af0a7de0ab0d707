"""One-time links into the built-in chat."""

from sqlalchemy import Engine

from bot.settings import Settings
from content.sentences import plain
from domain.invites import create_invite
from domain.people import branch_named
from domain.refusals import Refused
from scheduler.clock import Clock
from store.database import transaction


def invite_person(
    settings: Settings, engine: Engine, name: str, branch: str | None, *, admin: bool
) -> str:
    """The sentence with the link. Raises Refused("unknown_branch")."""
    with transaction(engine) as session:
        found = branch_named(session, branch) if branch else None
        if branch and found is None:
            raise Refused("unknown_branch", name=branch)
        code = create_invite(session, Clock().now(), name, found.id if found else None, admin)
    root = (settings.public_url or f"http://{settings.listen}").rstrip("/")
    return plain("cli_invited", {"name": name, "link": f"{root}/chat/enter?code={code}"})
