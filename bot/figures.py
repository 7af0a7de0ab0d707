"""Figures for /metrics; nothing about persons."""

from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from sqlmodel import Session, col, func, select

from store.tables import Incident, Outbox

WAITING = ("queued", "claimed", "held")
COUNTED_STATES = (*WAITING, "sent", "failed", "skipped")


class Figures:
    """What the process counts, and what stands in the database when somebody looks."""

    def __init__(self) -> None:
        registry = self.registry = CollectorRegistry()
        self.events = Counter("zhibu_events", "Events taken from chat services", registry=registry)
        self.batches = Histogram(
            "zhibu_batch_seconds", "From a batch's delivery to its answers", registry=registry
        )
        self.beat = Gauge(
            "zhibu_last_beat_timestamp_seconds", "When the planner last beat", registry=registry
        )
        self.outbox = Gauge("zhibu_outbox", "Outbox rows by state", ["state"], registry=registry)
        self.oldest = Gauge(
            "zhibu_outbox_oldest_seconds",
            "How long the oldest due message waits",
            registry=registry,
        )
        self.incidents = Gauge("zhibu_incidents", "Program errors so far", registry=registry)

    def look(self, session: Session, now: datetime) -> None:
        """Read what the database knows."""
        states = dict(
            session.exec(select(Outbox.state, func.count()).group_by(col(Outbox.state))).all()
        )
        for state in COUNTED_STATES:
            self.outbox.labels(state).set(states.get(state, 0))
        oldest = session.exec(
            select(func.min(Outbox.due_at)).where(
                col(Outbox.state).in_(("queued", "claimed")), col(Outbox.due_at) <= now
            )
        ).one()
        self.oldest.set((now - oldest).total_seconds() if oldest else 0)
        self.incidents.set(session.exec(select(func.count()).select_from(Incident)).one())
