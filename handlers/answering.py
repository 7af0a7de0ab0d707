"""A batch of events becomes records and answers, in one transaction."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import insert, update
from sqlmodel import Session, col

from content.sentences import plain
from domain.messages import Channel, Incoming, Kind, Press, Say
from domain.outbox import counts_changed
from domain.refusals import Refused
from handlers.acting import act
from handlers.batch import Batch
from handlers.call import Answer, Call, House
from handlers.replying import letters_of, tell_admins
from store.incidents import note_incident, where
from store.statements import insert_new, table_of
from store.tables import Event, Outbox
from store.worker import DatabaseDown, Worker

log = logging.getLogger(__name__)


def answer_batch(
    session: Session, events: Sequence[Incoming], now: datetime, house: House
) -> list[Press | None]:
    """Handle a batch in the session's transaction; for each event the answer to its press.

    A refusal undoes only itself (it is raised before anything is written). A program error
    leaves the whole batch to the caller, who runs the events one by one.
    """
    batch = Batch(session, events, now, house)
    presses: list[Press | None] = []
    new: dict[str, Press | None] = {}
    rows = []
    for event in events:
        if event.key in batch.handled:
            presses.append(_repeat(session, batch.handled[event.key], now))
            continue
        if event.key in new:
            presses.append(new[event.key])
            continue
        call = batch.call(event)
        answer, press = _one(call)
        batch.learn(call)
        presses.append(press)
        if _silent(answer) and press is None and not event.addressed:
            continue  # talk that is not for the bot leaves no trace
        new[event.key] = press
        rows.append(_row(event, press, now))
    if rows:
        # A key that another process wrote down meanwhile undoes this batch; tried again, it is
        # a repeat.
        session.execute(insert(table_of(Event)), rows)
    counts_changed(session, batch.touched, now)
    return presses


def _one(call: Call) -> tuple[Answer, Press | None]:
    pressed = call.event.kind is Kind.PRESS
    try:
        answer = act(call)
    except Refused as refused:
        said = Say(f"refused_{refused.code}", refused.facts)
        answer = Answer(toast=said, alert=True) if pressed else Answer(here=[said])
    letters_of(call, answer)
    if not pressed:
        return answer, None
    text = plain(answer.toast.key, answer.toast.facts) if answer.toast else ""
    return answer, Press(text[:200], answer.alert)


def _silent(answer: Answer) -> bool:
    return not (answer.here or answer.private or answer.toast or answer.replaces)


def _row(event: Incoming, press: Press | None, now: datetime) -> dict[str, object]:
    return {
        "key": event.key,
        "at": now,
        "press_text": press.text if press else None,
        "press_alert": press.alert if press else False,
    }


def _repeat(session: Session, row: Event, now: datetime) -> Press | None:
    """A repeated event changes nothing; its answer is given again."""
    session.execute(
        update(Outbox)
        .where(col(Outbox.event_key) == row.key, col(Outbox.state) == "sent")
        .values(state="queued", due_at=now)
    )
    return None if row.press_text is None else Press(row.press_text, row.press_alert)


def note_broken(
    session: Session, event: Incoming, now: datetime, house: House, *, answered: bool
) -> Press | None:
    """Write a program error down: for admins a notice, for the person (`answered`) its number.

    Talk that was not for the bot leaves no trace here either.
    """
    number = note_incident(session, "event", now)
    tell_admins(session, number, now, house)
    said = Say("incident", {"number": number})
    pressed = event.kind is Kind.PRESS
    press = Press(plain(said.key, said.facts), alert=True) if pressed else None
    if event.addressed:
        if answered and not pressed:
            call = Batch(session, [event], now, house).call(event)
            letters_of(call, Answer(here=[said]))
        insert_new(session, Event, [_row(event, press, now)])
    return press


class Answering:
    """Takes batches from the channels; returns when they are committed and presses answered."""

    def __init__(
        self,
        worker: Worker,
        channels: Mapping[str, Channel],
        house: House,
        now: Callable[[], datetime],
        wake: Callable[[], None],
    ) -> None:
        self._worker = worker
        self._channels = channels
        self._house = house
        self._now = now
        self._wake = wake

    async def deliver(self, events: Sequence[Incoming]) -> None:
        """Handle a batch. Raises DatabaseDown, and then the batch must be held."""
        if not events:
            return
        presses = await self._handle(events)
        self._wake()
        await asyncio.gather(
            *(
                self._channels[event.channel].answer_press(
                    event.press_id, press.text, alert=press.alert
                )
                for event, press in zip(events, presses, strict=True)
                if press is not None
            )
        )

    async def _handle(self, events: Sequence[Incoming]) -> list[Press | None]:
        act_on = partial(answer_batch, events=events, now=self._now(), house=self._house)
        try:
            return await self._worker.run(act_on, urgent=True)
        except DatabaseDown:
            raise
        except Exception as error:
            if len(events) == 1:
                log.error(  # noqa: TRY400  the error's own words may hold what people wrote
                    "An event of kind %s could not be handled.\n%s",
                    events[0].kind.value,
                    where(error),
                )
                return [await self._broken(events[0])]
        # One event of many fails: each alone, so that only the broken one is undone.
        found: list[Press | None] = []
        for event in events:
            found += await self._handle([event])
        return found

    async def _broken(self, event: Incoming) -> Press | None:
        """A program error: an incident number for the person, one notice to the admins."""
        now, house = self._now(), self._house
        try:
            return await self._worker.run(
                lambda session: note_broken(session, event, now, house, answered=True)
            )
        except DatabaseDown:
            raise
        except Exception as error:
            log.error("Not even its answer could be given.\n%s", where(error))  # noqa: TRY400
        # What breaks the answer as well must not come again for ever.
        return await self._worker.run(
            lambda session: note_broken(session, event, now, house, answered=False)
        )
