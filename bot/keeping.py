"""A part of the service goes on after an error of the program: silence would be worse."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)

PAUSE_SECONDS = 1.0


async def keep_running(
    part: Callable[[], Awaitable[None]], pause_seconds: float = PAUSE_SECONDS
) -> None:
    """Run a part until it ends by itself or is cancelled.

    An error that leaves it is logged, and after a pause the part begins again: what it works
    on stands in the database.
    """
    while True:
        try:
            await part()
        except Exception:
            log.exception("一个部分出错停下，稍后重新开始。")
        else:
            return
        await asyncio.sleep(pause_seconds)
