"""The documents of the trial data in a database, brought there as `zhibu load` brings them."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlmodel import select

from bot.loading import load_texts
from store.database import open_database, transaction
from store.migrate import migrate
from store.tables import Portion


def stock(url: str, paths: Sequence[Path], now: datetime) -> float:
    """Load files and folders into the empty database at `url`; how many MB of text it holds."""
    engine = open_database(url)
    migrate(engine)
    load_texts(engine, paths, None, dry_run=False, now=now)
    with transaction(engine) as session:
        size = sum(len(text.encode()) for text in session.exec(select(Portion.text)))
    engine.dispose()
    return size / 1e6
