"""`zhibu run`: from settings to a serving process."""

import asyncio
import logging

from bot.backing import release as release_held
from bot.locking import Lock, hold
from bot.serving import PARTS, Service
from bot.settings import Settings
from content.sentences import plain
from domain.refusals import Refused
from scheduler.clock import Clock
from store.database import is_sqlite, open_database
from store.migrate import migrate
from store.worker import Worker

log = logging.getLogger(__name__)

KEEP_SECONDS = 5.0


def parts_of(only: str | None, *, sqlite: bool) -> tuple[str, ...]:
    """The parts named by `--only`. Raises Refused("unknown_part" or "only_needs_postgres")."""
    if only is None:
        return PARTS
    parts = tuple(part.strip() for part in only.split(",") if part.strip())
    for part in parts:
        if part not in PARTS:
            raise Refused("unknown_part", name=part)
    if sqlite and set(parts) != set(PARTS):
        raise Refused("only_needs_postgres")
    return parts


async def run_service(settings: Settings, only: str | None, *, release: bool) -> None:
    """Serve until stopped. A second process on one SQLite file is refused with a sentence."""
    engine = open_database(settings.database_url())
    parts = parts_of(only, sqlite=is_sqlite(engine))
    with hold(engine) as lock:
        migrate(engine)
        if release:
            release_held(engine)
        service = Service(settings, Worker(engine), Clock(), parts)
        try:
            await service.start()
        except OSError as error:
            await service.stop()
            raise Refused("address_taken", listen=settings.listen) from error
        if not service.channels:
            log.warning(plain("no_channel"))
        log.info("zhibu is serving: %s", ", ".join(parts))
        keeping = asyncio.create_task(_keep(lock))
        await service.wait()
        keeping.cancel()


async def _keep(lock: Lock) -> None:
    """Take the serving lock again after a lost connection to the database."""
    while True:
        await asyncio.sleep(KEEP_SECONDS)
        await asyncio.to_thread(lock.keep)
