"""Prometheus metrics: facts by kind, seconds by stage, failures, the machine.

They are counted from the stream of facts, so they cover every process, not only this one.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server

from libraries.alerts.alert import AlertKind
from libraries.alerts.condition_checks import SystemFigures
from libraries.alerts.machine_status import MachineStatus
from schemas.errors import ConfigurationError
from schemas.events import ContentFailed, RecordedFact, StageDone
from services.config import HealthSettings

_SECONDS: Final = (0.5, 1, 2, 5, 10, 20, 40, 80, 160, 320, 640)


class Metrics:
    """All metrics of ``/metrics``, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        own = self.registry
        self._facts = Counter("wagglebot_facts", "Facts recorded since the start, by kind.", ["kind"], registry=own)
        self._failures = Counter(
            "wagglebot_failures", "Failed tries since the start, by stage.", ["stage", "failure"], registry=own
        )
        self._stages = Histogram(
            "wagglebot_stage_seconds",
            "Seconds of a stage that did work, by the fact it ended in and who served it.",
            ["fact", "served_by"],
            buckets=_SECONDS,
            registry=own,
        )
        self._cached = Counter(
            "wagglebot_stages_reused", "Stages whose result was found and not made again.", ["fact"], registry=own
        )
        self._work = Gauge(
            "wagglebot_work", "Messages of a durable consumer: waiting, in work.", ["durable", "state"], registry=own
        )
        self._takers = Gauge("wagglebot_takers", "Processes that take work, by durable.", ["durable"], registry=own)
        self._letters = Gauge("wagglebot_dead_letters", "Dead letters that wait for a person.", registry=own)
        self._waiting = Gauge("wagglebot_posts_waiting", "Posts that wait to be tried again.", registry=own)
        self._behind = Gauge("wagglebot_projection_behind", "Facts that the projection lacks.", registry=own)
        self._backup = Gauge("wagglebot_backup_age_seconds", "Age of the newest backup.", registry=own)
        self._alerts = Gauge("wagglebot_open_alerts", "Open alerts, by kind.", ["kind"], registry=own)
        self._cpu = Gauge("wagglebot_cpu_percent", "Processor in use.", registry=own)
        self._memory = Gauge("wagglebot_memory_percent", "Memory in use.", registry=own)
        self._disk = Gauge("wagglebot_disk_percent", "Disk in use, by folder.", ["folder"], registry=own)
        self._heat = Gauge("wagglebot_card_celsius", "Temperature of the graphics card.", registry=own)
        self._vram = Gauge("wagglebot_card_memory_mb", "Memory of the graphics card in use, in MiB.", registry=own)

    def count_facts(self, facts: Iterable[RecordedFact]) -> None:
        """Count a batch of facts."""
        for recorded in facts:
            event = recorded.event
            self._facts.labels(event.kind).inc()
            if isinstance(event, ContentFailed):
                self._failures.labels(event.stage.value, event.failure.value).inc()
            elif isinstance(event, StageDone) and event.cached:
                self._cached.labels(event.kind).inc()
            elif isinstance(event, StageDone):
                self._stages.labels(event.kind, event.served_by).observe(event.seconds)

    def set_machine_gauges(self, vitals: MachineStatus) -> None:
        """Set the gauges of the machine."""
        self._cpu.set(vitals.cpu)
        self._memory.set(vitals.memory)
        for folder, used in vitals.disks.items():
            self._disk.labels(folder).set(used)
        if vitals.card is not None:
            self._heat.set(vitals.card.celsius)
            self._vram.set(vitals.card.used_mb)

    def set_system_gauges(self, figures: SystemFigures) -> None:
        """Set the gauges of what the checks counted; what was not counted keeps no value."""
        for work in figures.durables:
            for state, count in (("waiting", work.pending), ("in_work", work.in_work)):
                self._work.labels(work.name, state).set(count)
            self._takers.labels(work.name).set(work.asking + bool(work.in_work))
        for kind in AlertKind:
            self._alerts.labels(kind.value).set(figures.open_alerts[kind])
        age = figures.backup_age.total_seconds() if figures.backup_age is not None else None
        for gauge, value in (
            (self._letters, figures.dead_letters),
            (self._waiting, figures.waiting),
            (self._behind, figures.behind),
            (self._backup, age),
        ):
            if value is not None:
                gauge.set(value)

    @contextmanager
    def serve(self, settings: HealthSettings) -> Iterator[str]:
        """Serve ``/metrics`` from a thread inside the block; gives its address. Raises ConfigurationError."""
        try:
            server, thread = start_http_server(settings.metrics_port, settings.metrics_host, registry=self.registry)
        except OSError as error:
            why = error.strerror or str(error)
            raise ConfigurationError("metrics.port_taken", port=settings.metrics_port, why=why) from error
        try:
            yield f"http://{settings.metrics_host}:{server.server_port}/metrics"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
