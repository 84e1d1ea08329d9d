"""Checks of the broker: it answers, takes our login, has JetStream and the declared streams, and agrees on the time."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from nats.js.errors import APIError, NotFoundError

from libraries.bus.connection.client import BrokerClient
from libraries.bus.connection.topology import stream_configs
from libraries.bus.connection_settings import ConnectionSettings
from libraries.checks.finding import Finding, finding_of
from schemas import subjects
from schemas.errors import WaggleError

_PATIENCE: Final = 3.0
"""Seconds the broker has to answer."""
_SKEW: Final = 10.0
"""Seconds between its clock and ours: schedules and releases go by the broker's."""


def check_broker(address: ConnectionSettings, place: str, projected: int) -> list[Finding]:
    """The findings of a running broker at ``address``, called ``place``.

    ``projected``: the fact that the projection stands at; a stream that ends before it lost its end.
    """
    return asyncio.run(_check(address, place, projected))


async def _check(address: ConnectionSettings, place: str, projected: int) -> list[Finding]:
    try:
        client = await BrokerClient.open(address, "doctor", patience=_PATIENCE)
    except WaggleError as error:
        return [Finding(what="broker", state="fail", found=str(error))]
    client.patience = _PATIENCE
    try:
        async with asyncio.timeout(4 * _PATIENCE):
            running = Finding(what="broker", state="ok", found=place)
            return [running, *_users(client), *await _streams(client, projected)]
    except (WaggleError, TimeoutError) as error:
        found = str(error) or "it answers, but not what it is asked"
        return [Finding(what="broker", state="fail", found=found, remedy="See its log; restart it.")]
    finally:
        await client.close()


def _users(client: BrokerClient) -> list[Finding]:
    """A finding where all stations are one user, who may do everything."""
    if client.settings.accounts or client.settings.creds or client.settings.nkey:
        return []
    remedy = "Give each station its own: docs/scale.md, Accounts (wagglebot accounts create)."
    return [Finding(what="broker's users", state="warn", found="one for all stations", remedy=remedy)]


async def _streams(client: BrokerClient, projected: int) -> list[Finding]:
    try:
        account = await client.call_api("INFO")
    except APIError as error:
        remedy = "Start it with JetStream: nats-server -c nats/nats-server.conf"
        return [Finding(what="streams", state="fail", found=str(error.description), remedy=remedy)]
    limit, used = account.get("limits", {}).get("max_storage", -1), account.get("storage", 0)
    full = 0 < limit <= used * 1.1
    found: list[Finding] = [
        finding_of(
            "broker's storage", ok=not full, found=f"{used / 1e6:.0f} MB", remedy="Raise max_file_store.", bad="warn"
        )
    ]
    missing: list[str] = []
    for wanted in stream_configs():
        try:
            info = await client.call_api(f"STREAM.INFO.{wanted['name']}")
        except NotFoundError:
            missing.append(wanted["name"])
            continue
        if wanted["name"] == subjects.FACTS:
            found += _facts(info["state"], projected)
            found.append(_clock(info["ts"]))
    found.append(_missing(missing, projected))
    return found


def _missing(names: Sequence[str], projected: int) -> Finding:
    if subjects.FACTS in names and projected:
        return vanished_stream_finding(projected)
    found = f"not there yet: {', '.join(names)}" if names else "all that are declared"
    return Finding(what="streams", state="ok", found=found)


def vanished_stream_finding(projected: int) -> Finding:
    """The finding of a broker without the stream of facts, where the projection stands at fact ``projected``."""
    lost = f"the stream {subjects.FACTS} is gone, and the projection stands at fact {projected}"
    remedy = "Look whether this is the right broker. Its facts are in the backups: wagglebot restore FOLDER"
    return Finding(what="streams", state="fail", found=lost, remedy=remedy)


def _facts(state: dict[str, int], projected: int) -> list[Finding]:
    last = state["last_seq"]
    remedy = "Read what is missing: wagglebot verify. Backups have it: wagglebot restore FOLDER"
    found = f"{state['messages']} stored, the last is {last}"
    if last < projected:
        found = f"the stream ends at {last}, the projection stands at {projected}: another stream, or its end is lost"
    return [finding_of("facts", ok=last >= projected, found=found, remedy=remedy)]


def _clock(theirs: str) -> Finding:
    skew = abs((datetime.now(UTC) - datetime.fromisoformat(theirs)).total_seconds())
    remedy = "Set both clocks by the network: timedatectl set-ntp true"
    return finding_of("clock", ok=skew <= _SKEW, found=f"{skew:.0f} s from the broker's", remedy=remedy)
