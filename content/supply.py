"""Where the bytes of what goes out come from: the media store, or a maker (cards, speech)."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace

from content.cards.study_card import Card, draw
from content.spoken.engine import engine
from content.spoken.speaking import speak
from domain.attachments import Attachment, Unmade
from store.media.keeping import MediaStore

Maker = Callable[[Attachment], Attachment]
"""Makes an attachment's bytes from its recipe, in a thread. Raises Unmade."""
AT_ONCE = 2
"""How many files are made at the same time."""
MIMES = {".ogg": "audio/ogg", ".wav": "audio/wav"}


class Supplies:
    """A `Supply` from one media store and some makers, by the first word of a recipe."""

    def __init__(self, store: MediaStore, makers: Mapping[str, Maker]) -> None:
        self._store = store
        self._makers = makers
        self._room = asyncio.Semaphore(AT_ONCE)

    async def __call__(self, attachment: Attachment) -> Attachment:
        """The attachment with its bytes. Raises Unmade, or OSError where it may work later."""
        if attachment.content is not None:
            return attachment
        if attachment.stored:
            try:
                content = await self._store.read(attachment.stored)
            except FileNotFoundError as error:
                raise Unmade(attachment.name) from error
            return replace(attachment, content=content)
        maker = self._makers.get(attachment.recipe[0]) if attachment.recipe else None
        if maker is None:
            raise Unmade(attachment.name)
        async with self._room:
            return await asyncio.to_thread(maker, attachment)


def makers(speech: str | None) -> dict[str, Maker]:
    """What this program makes; `speech` is the configured command of the speech engine."""
    return {"card": _draw_card, "speech": lambda attachment: _read_aloud(attachment, speech)}


def _draw_card(attachment: Attachment) -> Attachment:
    _, written, page = attachment.recipe
    return replace(attachment, content=draw(Card.read(written), int(page)))


def _read_aloud(attachment: Attachment, speech: str | None) -> Attachment:
    found = engine(speech)
    if found is None:
        raise Unmade("no speech engine")
    content, suffix = speak(found, attachment.recipe[1])
    name = attachment.name.rpartition(".")[0] + suffix
    return replace(attachment, content=content, name=name, mime=MIMES[suffix])
