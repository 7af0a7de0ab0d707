"""Files on their way out: each is uploaded to a service once and sent on by the service's name.

A push goes to many groups at once. The first of them uploads the file, the others wait for its
name; a name that the service has forgotten is replaced by one upload more.
"""

import asyncio
import logging
from collections import OrderedDict
from dataclasses import replace
from weakref import WeakValueDictionary

from domain.attachments import Attachment, Supply, Unmade
from domain.messages import Channel, Lasting, Message, Passing, Urgency

log = logging.getLogger(__name__)

REMEMBERED = 500
STORE_WAIT = 30.0  # seconds until a store that is out of reach is asked again

Key = tuple[str, str]
Sent = tuple[list[str], str]
"""The ids of the messages made, and the service's name of a file that was uploaded just now."""


class Copies:
    """Brings messages with files to a channel. `supply` gives a file's bytes."""

    def __init__(self, supply: Supply) -> None:
        self._supply = supply
        self._refs: OrderedDict[Key, str] = OrderedDict()
        self._locks: WeakValueDictionary[Key, asyncio.Lock] = WeakValueDictionary()

    async def send(self, channel: Channel, chat: str, message: Message, urgency: Urgency) -> Sent:
        """As `Channel.send`, with the service's name of what was uploaded, if anything was.

        What the channel cannot take, and what is not to be had, goes as a line of text.
        """
        file = message.attachment
        if file is None:
            return await channel.send(chat, message, urgency), ""
        if file.kind not in channel.limits.media:
            return await channel.send(chat, without_file(message), urgency), ""
        if not file.reuse:
            return await self._upload(channel, chat, message, file, urgency)
        return await self._once(channel, chat, message, file, urgency)

    async def _once(
        self, channel: Channel, chat: str, message: Message, file: Attachment, urgency: Urgency
    ) -> Sent:
        key = channel.name, file.reuse
        lock = self._locks.setdefault(key, asyncio.Lock())
        forgotten: set[str] = set()
        while True:
            async with lock:
                ref = self._known(key, file, forgotten)
                if not ref:
                    sent = await self._upload(channel, chat, message, file, urgency)
                    self._remember(key, sent[1])
                    return sent
            known = replace(message, attachment=replace(file, ref=ref, content=None))
            try:
                return await channel.send(chat, known, urgency), ""
            except Lasting as fault:
                if fault.reason != "copy_gone":
                    raise
                forgotten.add(ref)

    def _known(self, key: Key, file: Attachment, forgotten: set[str]) -> str:
        for ref in (self._refs.get(key, ""), file.ref):
            if ref and ref not in forgotten:
                return ref
        return ""

    def _remember(self, key: Key, ref: str) -> None:
        if ref:
            self._refs[key] = ref
            while len(self._refs) > REMEMBERED:
                self._refs.popitem(last=False)

    async def _upload(
        self, channel: Channel, chat: str, message: Message, file: Attachment, urgency: Urgency
    ) -> Sent:
        try:
            whole = await self._supply(replace(file, ref=""))
        except Unmade:
            log.warning("a file could not be had; a line goes out in its place")
            return await channel.send(chat, without_file(message), urgency), ""
        except OSError as error:
            raise Passing(STORE_WAIT, f"store: {type(error).__name__}") from error
        refs: list[str] = []
        ready = replace(message, attachment=replace(whole, kept=refs.append))
        ids = await channel.send(chat, ready, urgency)
        return ids, refs[-1] if refs else ""


def without_file(message: Message) -> Message:
    """The message with a line in place of its file."""
    file = message.attachment
    line = "" if file is None else file.instead or file.name
    text = "\n\n".join(part for part in (message.text, line) if part)
    return replace(message, text=text, attachment=None)
