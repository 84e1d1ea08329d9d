"""The words of alerts: a title in the language of the person, and the sentence of the station below it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from libraries.alerts.alert import AlertKind, OpenAlert
from schemas.failures import Language

_TITLES: Final[Mapping[AlertKind, tuple[str, str]]] = MappingProxyType(
    {
        AlertKind.NOTE: ("알림", "Note"),
        AlertKind.DISK: ("디스크가 거의 찼습니다", "A disk is nearly full"),
        AlertKind.DISK_FORECAST: ("디스크가 곧 찹니다", "A disk will soon be full"),
        AlertKind.STORAGE: ("파일을 저장하지 못해 작업이 기다립니다", "Files cannot be stored"),
        AlertKind.MEMORY: ("메모리가 부족합니다", "Memory is short"),
        AlertKind.CARD: ("그래픽 카드가 뜨겁습니다", "The graphics card is hot"),
        AlertKind.FAILED: ("만들지 못한 글이 있습니다", "Posts were given up"),
        AlertKind.DEAD_LETTER: ("읽을 수 없는 메시지가 있습니다", "A message cannot be read"),
        AlertKind.WAITING: ("기다리는 글이 많습니다", "Many posts wait"),
        AlertKind.STATION: ("일하는 프로세스가 없습니다", "A station is down"),
        AlertKind.DATABASE: ("데이터베이스가 응답하지 않습니다", "The database does not answer"),
        AlertKind.PROJECTION: ("화면에 보이는 기록이 뒤처져 있습니다", "The projection is behind"),
        AlertKind.BACKUP: ("최근 백업이 없습니다", "There is no recent backup"),
        AlertKind.SITE: ("사이트를 제대로 읽지 못합니다", "A site is not read well"),
        AlertKind.QUOTA: ("플랫폼 사용 한도를 다 썼습니다", "A platform's quota is used up"),
        AlertKind.SIGN_IN: ("플랫폼에 다시 로그인해야 합니다", "A sign-in has ended"),
        AlertKind.PUBLISHING: ("게시가 멈췄습니다", "Publishing is stopped"),
        AlertKind.CLOCK: ("시계가 맞지 않습니다", "Clocks differ"),
        AlertKind.DAMAGE: ("손상된 기록이 있습니다", "Something is damaged"),
    }
)
_OVER: Final[Mapping[Language, str]] = MappingProxyType({"ko": "해제", "en": "Over"})


class AlertMessage(NamedTuple):
    """An alert as a person reads it. ``over``: that it ended."""

    title: str
    text: str
    over: bool

    def __str__(self) -> str:
        return f"{self.title}\n{self.text}"


def alert_title(kind: AlertKind, language: Language) -> str:
    """The title of a kind of alerts."""
    return _TITLES[kind][0 if language == "ko" else 1]


def alert_message(one: OpenAlert, language: Language) -> AlertMessage:
    """The message that an alert began or is over."""
    title = alert_title(one.alert.kind, language)
    return AlertMessage(f"{_OVER[language]}: {title}" if one.over else title, one.alert.text_in(language), one.over)
