"""An open alert as a page shows it."""

from libraries.alerts.alert import AlertKind, OpenAlert
from libraries.alerts.messages import alert_title
from schemas.base import Frozen, Moment


class ShownAlert(Frozen):
    """The title and the text of an open alert in both languages, and when it began."""

    title_ko: str
    title_en: str
    text_ko: str
    text_en: str
    since: Moment


def shown_alert(one: OpenAlert) -> ShownAlert:
    """What a page shows of an open alert."""
    kind, alert = one.alert.kind, one.alert
    return ShownAlert(
        title_ko=alert_title(kind, "ko"),
        title_en=alert_title(kind, "en"),
        text_ko=alert.text_in("ko"),
        text_en=alert.text,
        since=one.since,
    )


def is_shown(one: OpenAlert) -> bool:
    """Whether a page that lists failed posts and dead letters by themselves shows this alert beside them."""
    return not one.over and one.alert.kind not in {AlertKind.FAILED, AlertKind.DEAD_LETTER}
