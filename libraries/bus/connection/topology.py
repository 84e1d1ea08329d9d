"""Streams and durable consumers as declared in nats/*.json: created when missing, changed only on request."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from nats.js.errors import APIError, NotFoundError

from libraries.bus.connection.client import BrokerClient
from libraries.bus.connection_settings import ConnectionSettings
from libraries.paths import DATA
from schemas import subjects
from schemas.errors import ConfigurationError

_FOLDER = DATA / "nats"

Config = dict[str, Any]

_PUBLISHER = "publish-"


CLUSTER_ACK_WAIT = 10.0
"""Seconds after the last heartbeat when a cluster delivers a fact again. A delivery by a broker that dies may reach
nobody, and a lane with one fact in flight stands still so long."""
_LATER = "changed only by wagglebot topology apply"


class TopologyDrift(NamedTuple):
    """A setting of a stream or durable that was not as declared. ``refused``: why it was not changed."""

    what: str
    setting: str
    wanted: object
    found: object
    refused: str = ""

    def __str__(self) -> str:
        end = f"stays: {self.refused}" if self.refused else "was changed"
        return f"{self.what}: {self.setting} was {self.found!r} instead of {self.wanted!r}; it {end}"


def stream_configs(folder: Path = _FOLDER) -> list[Config]:
    """Stream configurations in the form of the JetStream API. Raises ConfigurationError."""
    return _load(folder / "streams.json")


def consumer_configs(folder: Path = _FOLDER) -> list[Config]:
    """Consumer configurations: ``stream_name`` and ``config`` of each. Raises ConfigurationError."""
    return _load(folder / "consumers.json")


def durable_config(durable: str) -> Config:
    """``stream_name`` and ``config`` of one durable. Raises ConfigurationError when it is not declared.

    The durable of a platform without an entry, such as a plug-in's, is like that of the exports; it is created at first
    use.
    """
    named = {entry["config"]["durable_name"]: entry for entry in consumer_configs()}
    if durable in named:
        return named[durable]
    if durable.startswith(_PUBLISHER):
        model = named[durable_of_platform("export")]
        words = {"durable_name": durable, "description": f"Finished films to {durable.removeprefix(_PUBLISHER)}"}
        return model | {"config": model["config"] | words}
    raise ConfigurationError("topology.durable_unknown", durable=durable)


def durable_of_platform(platform: str) -> str:
    """The durable that publishes to a platform."""
    return f"{_PUBLISHER}{platform}"


def platform_of_durable(durable: str) -> str:
    """The platform that a durable publishes to; empty for the studio's."""
    return durable.removeprefix(_PUBLISHER) if durable.startswith(_PUBLISHER) else ""


async def ensure_topology(client: BrokerClient, *more: str, change: bool = False) -> list[TopologyDrift]:
    """Create missing streams and durables; gives where others differ, and with ``change`` puts that right.

    Without, a process with other settings or of another release leaves alone what all share. ``more``: names of
    durables beside those in nats/consumers.json. Raises ConfigurationError when the broker cannot create one, as over
    damaged files, and for a difference by which messages would be left out.
    """
    drifts: list[TopologyDrift] = []
    for declared in stream_configs():
        wanted = declared | {"num_replicas": client.settings.replicas}
        name = wanted["name"]
        found = await _found(client, f"STREAM.INFO.{name}")
        if found is None:
            await _create(client, f"stream {name}", f"STREAM.CREATE.{name}", wanted)
        else:
            settling = _Settling(client, f"stream {name}", f"STREAM.UPDATE.{name}", change=change)
            drifts += await settling.settle(wanted, found)
        if name == subjects.FACTS:
            client.replicated = (found or wanted)["num_replicas"] > 1
    always = consumer_configs()
    names = {entry["config"]["durable_name"] for entry in always}
    for entry in (*always, *(durable_config(name) for name in more if name not in names)):
        stream, wanted = entry["stream_name"], entry["config"]
        if stream == subjects.FACTS and client.replicated:
            wanted = wanted | {"ack_wait": int(CLUSTER_ACK_WAIT * 1e9)}
        name = wanted["durable_name"]
        create = f"CONSUMER.DURABLE.CREATE.{stream}.{name}"
        found = await _found(client, f"CONSUMER.INFO.{stream}.{name}")
        if found is None:
            await _create(client, f"durable {name}", create, entry | {"config": wanted})
        else:
            drifts += await _Settling(client, f"durable {name}", create, stream, change=change).settle(wanted, found)
    return drifts


async def reset_topology(settings: ConnectionSettings) -> None:
    """Delete every declared stream WITH ITS MESSAGES and create all again: for tests and benchmarks."""
    client = await BrokerClient.open(settings, "reset", patience=10)
    try:
        for stream in stream_configs():
            with suppress(NotFoundError):
                await client.call_api(f"STREAM.DELETE.{stream['name']}")
        for stream in stream_configs():
            await _create(client, f"stream {stream['name']}", f"STREAM.CREATE.{stream['name']}", stream)
        for entry in consumer_configs():
            stream_name, name = entry["stream_name"], entry["config"]["durable_name"]
            await _create(client, f"durable {name}", f"CONSUMER.DURABLE.CREATE.{stream_name}.{name}", entry)
    finally:
        await client.close()


async def _found(client: BrokerClient, call: str) -> Config | None:
    try:
        info = await client.call_api(call)
    except NotFoundError:
        return None
    except APIError as error:
        raise ConfigurationError("topology.refused", what=call, why=error.description or error.err_code) from error
    config: Config = info["config"]
    return config


async def _create(client: BrokerClient, what: str, call: str, wanted: Config) -> None:
    try:
        await client.call_api(call, wanted)
    except APIError as error:
        why = error.description or f"code {error.err_code}"
        raise ConfigurationError("topology.not_created", what=what, why=why) from error


class _Settling(NamedTuple):
    """What is done about the differences of a stream or of a durable of ``stream``; ``call`` would change it."""

    client: BrokerClient
    what: str
    call: str
    stream: str = ""
    change: bool = False

    async def settle(self, wanted: Config, found: Config) -> list[TopologyDrift]:
        """The differences, each changed where that is wanted: the broker may refuse one and take the others.

        Fewer replicas are never made in passing: who lowers them keeps fewer copies of every fact.
        """
        drifts = []
        current = dict(found)
        for key, value in wanted.items():
            if _same(value, found.get(key)):
                continue
            refused = _LATER
            if key == "num_replicas" and value < found[key]:
                refused = "a stream keeps the copies it has; fewer are set by hand"
            elif self.change:
                changed = current | {key: value}
                refused = await self._refused(changed)
                current = current if refused else changed
            else:
                self._require_all(key, value, found.get(key))
            drifts.append(TopologyDrift(self.what, key, value, found.get(key), refused))
        return drifts

    async def _refused(self, changed: Config) -> str:
        try:
            await self.client.call_api(
                self.call, {"stream_name": self.stream, "config": changed} if self.stream else changed
            )
        except APIError as error:
            return error.description or f"code {error.err_code}"
        return ""

    def _require_all(self, key: str, wanted: object, found: object) -> None:
        """Raises ConfigurationError when subjects are not taken up: what comes on them would wait for ever."""
        missing = set(wanted) - set(found if isinstance(found, list) else ()) if isinstance(wanted, list) else ()
        if missing:
            raise ConfigurationError(
                "topology.outdated", what=self.what, setting=key, missing=", ".join(sorted(missing))
            )


def _same(wanted: object, found: object) -> bool:
    """Whether two settings mean the same: the broker omits empty ones and does not keep the order of subjects."""
    if isinstance(wanted, list) and isinstance(found, list):
        return sorted(wanted) == sorted(found)
    return wanted == found or (not wanted and not found)


def _load(file: Path) -> list[Config]:
    try:
        entries: list[Config] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigurationError("topology.unreadable", file=str(file), why=str(error)) from error
    return entries


async def publisher_durables(client: BrokerClient) -> list[tuple[str, str]]:
    """Stream and name of the durables of platforms that were laid out at first use, beside those of the topology."""
    model = durable_config(durable_of_platform("export"))
    stream, known = model["stream_name"], {name for _, name in declared_durables()}
    answer = await client.call_api(f"CONSUMER.NAMES.{stream}", {})
    names = sorted(name for name in answer["consumers"] or () if name.startswith(_PUBLISHER))
    return [(stream, name) for name in names if name not in known]


def declared_durables() -> list[tuple[str, str]]:
    """Stream and name of every durable, in the order of the topology. Raises ConfigurationError."""
    return [(entry["stream_name"], entry["config"]["durable_name"]) for entry in consumer_configs()]
