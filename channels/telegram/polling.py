"""Long polling: fetch a batch, have it committed, and only then acknowledge it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from channels.telegram.link import ApiError, Link, Unreachable
from channels.telegram.reading import ALLOWED_UPDATES, Reader
from domain.messages import Deliver

log = logging.getLogger(__name__)

BATCH = 100  # the service's limit
HOLD_SECONDS = 25  # how long the service keeps an empty poll open
BACK_OFF = (0.5, 30.0)
CONFLICT_SECONDS = 15.0
YIELD_SECONDS = 2.0
CONFLICT = "另有程序在用同一个机器人令牌收消息（409），请只保留一个；本程序会继续尝试。"
BAD_TOKEN = "机器人令牌被拒绝（401），已停止收消息；请核对 ZHIBU_TELEGRAM_TOKEN 后重新启动。"
NO_ANSWER = "连不上聊天服务，正在重试。"
NOT_TAKEN = "一批消息没有存下来，稍后再取同一批。"


def back_off() -> Iterator[float]:
    """Waits in seconds, doubling up to the longest."""
    wait, longest = BACK_OFF
    while True:
        yield wait
        wait = min(wait * 2, longest)


class Polling:
    """Delivers updates from getUpdates.

    `tell` is given "" when the service is heard, else a sentence. `may_poll` is asked before
    each poll where several processes share one token. The offset is sent only until it has
    taken effect, because the service may begin to count anew after a quiet week.
    """

    def __init__(
        self,
        link: Link,
        reader: Reader,
        deliver: Deliver,
        tell: Callable[[str], None],
        *,
        may_poll: Callable[[], Awaitable[bool]] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._link, self._reader, self._deliver = link, reader, deliver
        self._tell, self._may_poll, self._sleep = tell, may_poll, sleep
        self._offset: int | None = None
        self._stopping = asyncio.Event()
        self._waits = back_off()  # between polls that failed
        self._holds = back_off()  # between deliveries that failed
        self._said = ""

    def stop(self) -> None:
        """Ends `run` once the batch in hand is finished."""
        self._stopping.set()

    async def run(self) -> None:
        """Polls until `stop`, or until the service refuses the token."""
        while not self._stopping.is_set():
            try:
                await self._round()
            except Unreachable:
                await self._wait(NO_ANSWER)
            except ApiError as error:
                if error.code in (401, 404):
                    self._say(BAD_TOKEN)
                    return
                await self._refused(error)
            except Exception as error:  # whatever it is, serving goes on; its words may be private
                log.warning("收消息时出错，正在重试（%s）。", type(error).__name__)
                await self._wait(NO_ANSWER)
        await self._acknowledge()

    async def _round(self) -> None:
        if self._may_poll is not None and not await self._may_poll():
            self._offset = None  # by the next time the other process has moved on
            await self._idle(YIELD_SECONDS)
            return
        updates = await self._until_stopped(self._fetch())
        if updates is None:
            return
        self._waits, self._said = back_off(), ""
        self._tell("")
        await self._take(updates)

    async def _fetch(self) -> list[dict[str, Any]]:
        params: dict[str, object] = {
            "limit": BATCH,
            "timeout": HOLD_SECONDS,
            "allowed_updates": ALLOWED_UPDATES,
        }
        if self._offset is not None:
            params["offset"] = self._offset
        updates = await self._link.call("getUpdates", params, read_seconds=HOLD_SECONDS + 10)
        return list(updates)

    async def _take(self, updates: list[dict[str, Any]]) -> None:
        """Delivers a batch; the offset moves on only when it was taken."""
        if not updates:
            self._offset = None
            return
        try:
            if events := self._reader.read_batch(updates):
                await self._deliver(events)
        except Exception as error:
            # The error's own words may hold what people wrote.
            log.warning("%s（%s）", NOT_TAKEN, type(error).__name__)
            await self._idle(next(self._holds))
            return
        self._holds = back_off()
        numbers = [update["update_id"] for update in updates if "update_id" in update]
        self._offset = max(numbers) + 1 if numbers else None

    async def _refused(self, error: ApiError) -> None:
        if error.code == 409:
            self._say(CONFLICT)
            await self._idle(CONFLICT_SECONDS)
        elif error.code == 429:
            await self._idle(error.retry_after or 1.0)
        else:
            await self._wait(NO_ANSWER)

    async def _wait(self, sentence: str) -> None:
        self._say(sentence)
        await self._idle(next(self._waits))

    def _say(self, sentence: str) -> None:
        if sentence != self._said:
            log.warning(sentence)
        self._said = sentence
        self._tell(sentence)

    async def _idle(self, seconds: float) -> None:
        await self._until_stopped(self._sleep(seconds))

    async def _until_stopped(self, work: Awaitable[Any]) -> Any:
        """The work's result, or None when `stop` came first (the work is then cancelled)."""
        task = asyncio.ensure_future(work)
        stopping = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                return task.result()
            return None
        finally:
            for each in (task, stopping):
                each.cancel()
            await asyncio.gather(task, stopping, return_exceptions=True)

    async def _acknowledge(self) -> None:
        """One last short poll, so that the finished batch is not delivered again."""
        if self._offset is None:
            return
        params = {"offset": self._offset, "limit": 1, "timeout": 0}
        try:
            await self._link.call("getUpdates", params, read_seconds=1.0)
        except (Unreachable, ApiError):
            return  # it comes again and is recognised by its key
