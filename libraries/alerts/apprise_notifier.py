"""The descriptor of the notifier ``apprise``: messages by the services that Apprise knows, by their addresses.

https://appriseit.com/services/ lists them: Discord, Telegram, Slack, mail, webhooks and many more.
"""

from typing import Annotated

from pydantic import Field, SecretStr

from libraries.settings.sections import Section
from schemas.adapters import Adapter, AdapterKind, SettingsSection


class AppriseSettings(Section):
    urls: Annotated[
        tuple[SecretStr, ...],
        Field(description='Addresses of Apprise as a JSON list, such as ["discord://ID/TOKEN", "tgram://TOKEN/CHAT"].'),
    ] = ()


NOTIFIER = Adapter(
    kind=AdapterKind.NOTIFIER,
    name="apprise",
    version="1",
    make="libraries.alerts.apprise_delivery:AppriseNotifier",
    title_en="Discord, Telegram, Slack, mail and others (Apprise)",
    title_ko="디스코드·텔레그램·슬랙·메일 등",
    settings=SettingsSection("health", "apprise", AppriseSettings),
)
