"""A passage as a picture or as a sound: what stands on the card, what is read aloud."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from content.cards.study_card import Card
from content.sentences import plain
from domain.attachments import Attachment, MediaKind

DRAWN = "1"
"""Changes when cards are drawn in another way: pictures remembered by services are drawn anew."""
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\s]+')


def card_of_portion(facts: Mapping[str, Any]) -> Card:
    """The card of a portion, from `domain.pushes.portion_facts`."""
    return Card(facts["title"], facts["label"], facts["text"], plain("card_source", facts))


def card_of_article(facts: Mapping[str, Any]) -> Card:
    """The card of an article, from `domain.library.article_facts`."""
    heading = "　".join([*facts["path"], facts["label"]])
    return Card(facts["title"], heading, facts["text"], plain("card_article_source", facts))


def card_picture(card: Card, page: int) -> Attachment:
    """A page of a card, drawn when it is sent for the first time."""
    recipe = ("card", card.written(), str(page))
    name = _UNSAFE.sub("", f"{card.title}{card.heading}")[:60] + (f"-{page + 1}" if page else "")
    return Attachment(
        MediaKind.PICTURE,
        f"{name}.png",
        "image/png",
        recipe=recipe,
        reuse=_digest(DRAWN, *recipe),
        instead=card.text,
    )


def reading_aloud(facts: Mapping[str, Any], voice: str) -> Attachment:
    """A portion read aloud by the engine with the digest `voice`."""
    text = "\n".join([facts["title"] + "。", facts["label"] + "。", facts["text"]])
    name = _UNSAFE.sub("", f"{facts['title']}{facts['label']}")[:60]
    return Attachment(
        MediaKind.AUDIO,
        f"{name}.ogg",
        "audio/ogg",
        recipe=("speech", text),
        reuse=_digest("speech", voice, text),
        instead=plain("listen_failed"),
    )


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
