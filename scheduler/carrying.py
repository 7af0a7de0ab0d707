"""Bringing one parcel or one edit to its chat service, and naming what became of it."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from domain.attachments import Supply, as_it_is
from domain.messages import Channel, Lasting, Passing, Urgency
from scheduler.copies import Copies
from scheduler.parcels import Edit, Edited, Outcome, Parcel

log = logging.getLogger(__name__)

SHORTEST_WAIT = 0.1
FAULT_WAIT = 30.0  # after a fault that the channel did not name
LOST = ("gone", "blocked", "cannot_start")


class Carrier:
    """The channels' side of the courier. Two edits of one message never cross each other."""

    def __init__(
        self,
        channels: Mapping[str, Channel],
        now: Callable[[], datetime],
        supply: Supply = as_it_is,
    ) -> None:
        self._channels = channels
        self._copies = Copies(supply)
        self._now = now
        self._messages: WeakValueDictionary[tuple[int, str], asyncio.Lock] = WeakValueDictionary()

    def _message(self, chat_id: int, message_id: str) -> asyncio.Lock:
        return self._messages.setdefault((chat_id, message_id), asyncio.Lock())

    def _later(self, seconds: float) -> datetime:
        return self._now() + timedelta(seconds=max(seconds, SHORTEST_WAIT))

    async def send(self, parcel: Parcel) -> Outcome:
        """Send a parcel, or replace the message that it edits. Raises nothing but a cancel."""
        try:
            message_id, ref = await self._bring(parcel)
            return Outcome(parcel, "sent", message_id=message_id, file_ref=ref)
        except Passing as fault:
            return Outcome(
                parcel, "queued", again_at=self._later(fault.seconds), error=fault.reason
            )
        except Lasting as fault:
            return self._lasting(parcel, fault)
        except Exception as error:
            # A channel names its faults; this is one of the program. It may pass all the same.
            log.exception("a message could not be sent over %s", parcel.channel)
            again = self._later(FAULT_WAIT)
            return Outcome(parcel, "queued", again_at=again, error=type(error).__name__)

    async def _bring(self, parcel: Parcel) -> tuple[str | None, str]:
        """The last message made, and the service's name of a file that was uploaded for it."""
        channel = self._channels[parcel.channel]
        if parcel.edits is not None:
            async with self._message(parcel.chat_id, parcel.edits):
                if await self._replaced(channel, parcel, parcel.edits):
                    return None, ""
        urgency = Urgency.REPLY if parcel.urgent else Urgency.MESSAGE
        ids, ref = await self._copies.send(channel, parcel.address, parcel.message, urgency)
        return ids[-1], ref

    async def _replaced(self, channel: Channel, parcel: Parcel, message_id: str) -> bool:
        try:
            await channel.edit(parcel.address, message_id, parcel.message)
        except Lasting as fault:
            if fault.reason == "message_gone":
                return False
            if fault.reason != "not_modified":
                raise
        return True

    def _lasting(self, parcel: Parcel, fault: Lasting) -> Outcome:
        if fault.reason == "moved":
            return Outcome(parcel, "queued", again_at=self._now(), moved_to=fault.moved_to)
        lost = fault.reason in LOST
        return Outcome(parcel, "failed", error=fault.reason, chat_lost=lost)

    async def edit(self, edit: Edit) -> Edited:
        """Show a message's newest counts. Raises nothing but a cancel."""
        try:
            async with self._message(edit.chat_id, edit.message_id):
                await self._channels[edit.channel].edit(edit.address, edit.message_id, edit.message)
        except Passing as fault:
            return Edited(edit, again_at=self._later(fault.seconds))
        except Lasting as fault:
            if fault.reason == "moved":
                return Edited(edit, again_at=self._now(), moved_to=fault.moved_to)
            return Edited(edit, given_up=fault.reason != "not_modified")
        except Exception:
            log.exception("a message could not be edited over %s", edit.channel)
            return Edited(edit, given_up=True)
        return Edited(edit)
