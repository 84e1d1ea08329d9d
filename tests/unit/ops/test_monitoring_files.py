"""The dashboard and the alert rules ask for figures that the health station serves."""

import json
import re
from datetime import timedelta
from typing import Any

import yaml
from prometheus_client import generate_latest

from libraries.alerts.alert import AlertKind
from libraries.alerts.condition_checks import SystemFigures
from libraries.bus.consumer.durable_work import DurableWork
from services.config import ROOT
from services.ops.metrics import Metrics

RULES, DASHBOARD = ROOT / "monitoring" / "prometheus-rules.yml", ROOT / "monitoring" / "grafana-dashboard.json"


def expressions() -> list[str]:
    rules = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
    panels: list[dict[str, Any]] = json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]
    return [rule["expr"] for group in rules for rule in group["rules"]] + [
        target["expr"] for panel in panels for target in panel["targets"]
    ]


def served() -> str:
    metrics = Metrics()
    work = (DurableWork("studio", 3, 1, 0), DurableWork("publish-export", 2, 0, 0))
    figures = SystemFigures(work, dead_letters=4, waiting=5, behind=6, backup_age=timedelta(hours=1))
    figures.open_alerts[AlertKind.SITE] = 2
    metrics.set_system_gauges(figures)
    return generate_latest(metrics.registry).decode()


def test_every_figure_that_is_asked_for_is_served() -> None:
    declared = set(re.findall(r"(?m)^# TYPE (\S+) ", served()))
    asked = {re.sub(r"_bucket$", "", name) for each in expressions() for name in re.findall(r"wagglebot_\w+", each)}
    assert len(asked) > 15
    assert asked <= declared


def test_the_checks_figures_are_served_as_counted() -> None:
    lines = set(served().splitlines())
    for line in (
        'wagglebot_work{durable="studio",state="waiting"} 3.0',
        'wagglebot_work{durable="studio",state="in_work"} 1.0',
        'wagglebot_takers{durable="studio"} 1.0',
        'wagglebot_takers{durable="publish-export"} 0.0',
        "wagglebot_dead_letters 4.0",
        "wagglebot_posts_waiting 5.0",
        "wagglebot_projection_behind 6.0",
        "wagglebot_backup_age_seconds 3600.0",
        'wagglebot_open_alerts{kind="site"} 2.0',
        'wagglebot_open_alerts{kind="disk"} 0.0',
    ):
        assert line in lines
