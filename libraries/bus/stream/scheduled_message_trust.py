"""The rule which of the messages that the broker stored by a schedule are trusted.

Whoever may publish anything in a stream with schedules may have the broker store any subject of that stream: the target
stands in a header, which permissions do not look at. The broker names the schedule in the message it stores, and
refuses publishers that write such a header themselves (error 10212). So a fact that a schedule stored counts only where
it is the retry of a post that one of its own schedules of retries held.
Protocol: https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-51.md (message scheduler).
"""

from typing import Final

SCHEDULER: Final = "Nats-Scheduler"
"""Header of a message stored by a schedule: the subject of the schedule."""
_RETRY, _RETRIES = "content.requested.", "sched.retry."


def is_trusted_message(subject: str, scheduler: str | None) -> bool:
    """Whether a message on ``subject`` is trusted; ``scheduler``: what its header says, None without one."""
    if scheduler is None:
        return True
    post = subject.removeprefix(_RETRY)
    return subject.startswith(_RETRY) and scheduler.startswith(_RETRIES) and scheduler.endswith(f".{post}")
