"""Alerts about failures: once for each kind an hour, a disk once, with the all-clear."""

from datetime import timedelta

from fixtures.facts import NOW
from fixtures.projection import event

from schemas.events import Event, RecordedFact
from schemas.posts import PostKey
from services.ops.failure_alerts import FailureAlerts

ONE, TWO = PostKey.of("sample", "1"), PostKey.of("sample", "2")


def given_up(key: PostKey, code: str = "film.broken") -> Event:
    return event(key, "failed", error="Permanent", code=code, message="It cannot be made.", retry_at=None)


def waiting(key: PostKey) -> Event:
    return event(key, "failed", error="NoSpace", code="disk.full", message="The disk is full.")


def told(*facts: tuple[float, Event]) -> list[str]:
    alerts = FailureAlerts()
    recorded = (RecordedFact(at, NOW + timedelta(minutes=minutes), one) for at, (minutes, one) in enumerate(facts, 1))
    return [sentence for fact in recorded for sentence in alerts.alert_sentences([fact])]


def test_a_post_that_is_given_up_is_told_with_the_command() -> None:
    (sentence,) = told((0, event(ONE, "collected")), (1, given_up(ONE)))
    assert sentence.startswith("sample.1 was given up at film: It cannot be made.")
    assert sentence.endswith("See: wagglebot dead")


def test_a_failure_that_is_tried_again_is_no_alert() -> None:
    assert told((0, event(ONE, "failed", error="ProviderDown", code="x"))) == []


def test_one_kind_is_told_once_an_hour_and_then_says_how_many_more() -> None:
    facts = [(float(minute), given_up(ONE)) for minute in range(0, 50, 10)]
    assert len(told(*facts)) == 1
    later = told(*facts, (61.0, given_up(TWO)))
    assert len(later) == 2
    assert "4 more failed so" in later[1]
    assert len(told(*facts, (50.0, given_up(TWO, code="voice.broken")))) == 2


def test_a_disk_is_told_once_with_its_all_clear() -> None:
    facts = (
        (0.0, waiting(ONE)),
        (1.0, waiting(TWO)),
        (2.0, event(ONE, "requested")),
        (3.0, waiting(ONE)),
        (9.0, event(ONE, "requested")),
        (9.0, event(ONE, "started")),
        (9.5, event(ONE, "rendered")),
        (9.9, event(TWO, "rendered")),
    )
    assert told(*facts) == ["Work waits for a disk. The disk is full.", "Work goes on: the disk takes files again."]


def test_a_post_that_fails_of_something_else_waits_for_the_disk_no_more() -> None:
    """Else the next full disk would be told to nobody."""
    facts = ((0.0, waiting(ONE)), (1.0, event(ONE, "requested")), (2.0, given_up(ONE)), (300.0, waiting(TWO)))
    said = told(*facts)
    assert [sentence.split(".")[0] for sentence in said][0::3] == ["Work waits for a disk", "Work waits for a disk"]
    assert said[1] == "Work goes on: the disk takes files again."
    assert said[2].startswith("sample.1 was given up")
