"""Failures of the area "ops"."""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences

SENTENCES: Final[Mapping[str, Sentences]] = {
    "alert.no_webhook": Sentences(
        en="The notifier webhook has no address.",
        ko="webhook 알림을 보낼 주소가 없습니다.",
        cure="Set WAGGLEBOT_HEALTH__WEBHOOK__URL, or take webhook out of WAGGLEBOT_HEALTH__NOTIFIERS.",
        cure_ko="WAGGLEBOT_HEALTH__WEBHOOK__URL을 지정하거나 WAGGLEBOT_HEALTH__NOTIFIERS에서 webhook을 빼세요.",
    ),
}
