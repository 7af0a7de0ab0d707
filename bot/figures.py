"""Figures for /metrics."""

from prometheus_client import CollectorRegistry, Counter


class Figures:
    """What the process counts; nothing about persons."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.events = Counter(
            "zhibu_events", "Events taken from chat services", registry=self.registry
        )
