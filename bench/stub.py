"""The Bot API double as a process of its own, with the acts that the benchmarks need.

POST /control/<name> with JSON: stage, presses, started, answered, posted, figures, set, limits.
"""

import argparse
import asyncio
import logging
import random
import time
from collections.abc import Callable, Sequence
from typing import Any

from tests.doubles.bot_api import TOKEN, BotApiDouble
from tests.doubles.limiter import Limits
from tests.doubles.updates import UpdateQueue

JsonDict = dict[str, Any]
LOOK_SECONDS = 0.02
SEED = 20


class Acts:
    """The acts behind /control/…; each takes the JSON body and returns JSON."""

    def __init__(self, double: BotApiDouble) -> None:
        self._double = double
        self._service = double.service
        self._began = 0.0
        self._pressing: asyncio.Task[None] | None = None
        self._carriers: dict[tuple[int, str], int] = {}
        for act in (
            self.stage,
            self.presses,
            self.started,
            self.answered,
            self.posted,
            self.figures,
            self.set,
            self.limits,
        ):
            double.routes[act.__name__] = act  # type: ignore[assignment]

    async def stage(self, body: JsonDict) -> JsonDict:
        """Groups, and the bot's messages that stand in them already."""
        for chat in body["groups"]:
            self._double.people.group(int(chat))
        for notice in body["notices"]:
            place = self._service.chats[int(notice["chat"])]
            number = int(notice["message_id"])
            place.messages[number] = {
                "message_id": number,
                "from": self._service.me,
                "chat": place.shape,
                "date": int(self._service.wall()),
                "text": notice["text"],
                "reply_markup": {"inline_keyboard": notice["keyboard"]},
            }
            place.last_id = max(place.last_id, number)
            for row in notice["keyboard"]:
                for button in row:
                    self._carriers[int(notice["chat"]), button["callback_data"]] = number
        return {}

    async def presses(self, body: JsonDict) -> JsonDict:
        """Queues [chat, user, data] presses: all at once, or `rate` a second at random times."""
        self._service.answers.clear()
        self._service.delivered_at.clear()
        if body.get("rate"):
            self._pressing = asyncio.create_task(self._press_on(body["presses"], body["rate"]))
        else:
            for chat, user, data in body["presses"]:
                self._press(chat, user, data)
        self._began = time.monotonic()
        return {"queued": len(body["presses"])}

    def _press(self, chat: int, user: int, data: str) -> None:
        carrier = self._carriers.get((chat, data), 1)
        self._double.people.press(chat, user, carrier, data)

    async def _press_on(self, presses: Sequence[Sequence[Any]], rate: float) -> None:
        gaps, due = random.Random(SEED), time.monotonic()
        for chat, user, data in presses:
            due += gaps.expovariate(rate)
            await asyncio.sleep(max(due - time.monotonic(), 0.0))
            self._press(chat, user, data)

    async def started(self, body: JsonDict) -> JsonDict:
        """Waits until a program polls."""
        return await _wait(lambda: self._service.poll is not None, body["seconds"])

    async def answered(self, body: JsonDict) -> JsonDict:
        """Waits until so many presses have been answered."""
        return await _wait(lambda: len(self._service.answers) >= body["number"], body["seconds"])

    async def posted(self, body: JsonDict) -> JsonDict:
        """Waits until so many groups have a message."""
        return await _wait(lambda: len(self._reached()) >= body["number"], body["seconds"])

    async def figures(self, _: JsonDict) -> JsonDict:
        """Counts, times in seconds and the latencies from delivery to the first answer."""
        service = self._service
        first = {query: given[0] for query, given in service.answers.items()}
        reached = self._reached()
        return {
            "pending": len(service.updates),
            "answered": len(first),
            "alerts": sum(answer.alert for answer in first.values()),
            "answered_twice": sum(len(given) > 1 for given in service.answers.values()),
            "seconds": max((a.at for a in first.values()), default=self._began) - self._began,
            "latencies": sorted(
                answer.at - service.delivered_at[query]
                for query, answer in first.items()
                if query in service.delivered_at
            ),
            "calls": dict(service.calls),
            "refused": service.refusals,
            "reached": len(reached),
            "doubled": sum(number > 1 for number in reached.values()),
            "sent": len(service.sent_at),
            "sent_seconds": service.sent_at[-1] - service.sent_at[0] if service.sent_at else 0.0,
        }

    def _reached(self) -> dict[int, int]:
        chats = self._service.chats.items()
        return {chat: len(place.messages) for chat, place in chats if place.messages}

    async def set(self, body: JsonDict) -> JsonDict:
        """The round trip in milliseconds; with `first_id` where the updates' ids begin."""
        self._double.latency_ms = body.get("latency_ms", self._double.latency_ms)
        if "first_id" in body:
            self._service.updates = UpdateQueue(body["first_id"])
        return {}

    async def limits(self, body: JsonDict) -> JsonDict:
        """A strict sliding-window limiter over all chats and in each group."""
        self._service.limits = Limits(body["per_second"], body["per_group_minute"])
        return {}


async def _wait(ready: Callable[[], bool], seconds: float) -> JsonDict:
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            return {"ready": False}
        await asyncio.sleep(LOOK_SECONDS)
    return {"ready": True}


async def serve() -> None:
    """Serves until the process is ended; prints the root address when it listens."""
    parser = argparse.ArgumentParser(prog="python -m bench.stub")
    parser.add_argument("--latency-ms", type=float, default=0.0)
    options = parser.parse_args()
    # A program that ends breaks its open poll; that is no news.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    double = BotApiDouble(TOKEN, latency_ms=options.latency_ms)
    Acts(double)
    async with double:
        print(double.root, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve())
