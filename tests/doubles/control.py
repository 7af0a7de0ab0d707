"""The double as a process of its own, steered over HTTP: POST /control/<name> with JSON.

burst      {chat, users, presses, data, message}  queues presses at once
group      {chat, title, status} / knows {user}    makes chats
text       {chat, user, text} / press {…}          one act of a person
set        {latency_ms, jitter_ms, fault}          faults
limits     {per_second, per_group_minute}          a new limiter
stats      {}                                      counts, times and latencies
reset      {}                                      forgets counts, answers and messages
"""

import argparse
import asyncio
import time
from collections.abc import Sequence
from typing import Any

from tests.doubles.bot_api import TOKEN, BotApiDouble
from tests.doubles.limiter import Limits

JsonDict = dict[str, Any]


class Control:
    """The acts behind /control/…; each takes the JSON body as a dict."""

    def __init__(self, double: BotApiDouble) -> None:
        self.double = double
        self.began = 0.0
        for name in ("burst", "group", "knows", "text", "press", "set", "limits", "stats", "reset"):
            double.routes[name] = getattr(self, f"_{name}")

    async def _burst(self, body: JsonDict) -> JsonDict:
        people = self.double.people
        chat, users = int(body["chat"]), int(body.get("users", 1000))
        presses, message = int(body.get("presses", 2000)), int(body.get("message", 1))
        data = body.get("data", "a:1:yes")
        data = [data] if isinstance(data, str) else data
        self.began = time.monotonic()
        for number in range(presses):
            user = 10_000 + number % users
            people.press(chat, user, message, data[number % len(data)])
        return {"queued": presses}

    async def _group(self, body: JsonDict) -> JsonDict:
        return {"chat": self.double.people.group(**body)}

    async def _knows(self, body: JsonDict) -> JsonDict:
        return {"user": self.double.people.knows(**body)}

    async def _text(self, body: JsonDict) -> JsonDict:
        return {"message_id": self.double.people.text(**body)}

    async def _press(self, body: JsonDict) -> JsonDict:
        return {"query": self.double.people.press(**body)}

    async def _set(self, body: JsonDict) -> JsonDict:
        for name in ("latency_ms", "jitter_ms", "fault"):
            if name in body:
                setattr(self.double, name, body[name])
        return {}

    async def _limits(self, body: JsonDict) -> JsonDict:
        limits = Limits(body.get("per_second"), body.get("per_group_minute"))
        self.double.service.limits = limits
        return {}

    async def _stats(self, body: JsonDict) -> JsonDict:
        service = self.double.service
        first = {query: given[0].at for query, given in service.answers.items()}
        latencies = [
            at - service.delivered_at[q] for q, at in first.items() if q in service.delivered_at
        ]
        return {
            "pending": len(service.updates),
            "answered": len(first),
            "answered_twice": sum(len(given) > 1 for given in service.answers.values()),
            "seconds": max(first.values()) - self.began if first else 0.0,
            "latencies": sorted(latencies) if body.get("latencies") else [],
            "calls": dict(service.calls),
            "refused": service.refusals,
            "sent": len(service.sent_at),
            "sent_seconds": service.sent_at[-1] - service.sent_at[0] if service.sent_at else 0.0,
        }

    async def _reset(self, body: JsonDict) -> JsonDict:
        service = self.double.service
        service.answers.clear()
        service.delivered_at.clear()
        service.calls.clear()
        service.sent_at.clear()
        service.refusals = 0
        for chat in service.chats.values():
            chat.messages.clear()
        return {}


async def serve(arguments: Sequence[str] | None = None) -> None:
    """Serves until the process is ended; prints the root address when it listens."""
    parser = argparse.ArgumentParser(prog="python -m tests.doubles.bot_api")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--latency-ms", type=float, default=0.0)
    parser.add_argument("--jitter-ms", type=float, default=0.0)
    parser.add_argument("--per-second", type=float)
    parser.add_argument("--per-group-minute", type=float)
    parser.add_argument("--open-groups", action="store_true")
    options = vars(parser.parse_args(arguments))
    double = BotApiDouble(options.pop("token"), **options)
    Control(double)
    async with double:
        print(double.root, flush=True)
        await asyncio.Event().wait()
