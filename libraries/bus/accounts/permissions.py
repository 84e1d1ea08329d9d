"""The permissions of each station's user at the broker: to publish its own facts, use its own durables, and read.

Nobody but the operator deletes streams, durables or messages, or changes the topology. The review app may purge facts
by subject besides, since whoever works at it may withdraw a post.

A permission of NATS is about the subject that is published on. The subject of the answer is not looked at, and neither
is the target in the header of a schedule (both tried on server 2.15.1). So direct gets, whose answer is the bare
message, are permitted to nobody, and readers take a fact that a schedule stored only where it is a retry
(`libraries.bus.stream.scheduled_message_trust`).
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from libraries.bus.connection.topology import declared_durables
from schemas import subjects

_KV: Final = "$KV.UPLOADS"
_READ: Final = ("WAGGLEBOT", "STATS", "CRAWL", "DEAD", "ADVISORIES", "LEASES", "KV_UPLOADS")
_LOOK: Final = (
    "$JS.API.INFO",
    "$JS.API.STREAM.INFO.*",
    "$JS.API.CONSUMER.INFO.*.*",
    *(f"$JS.API.STREAM.MSG.GET.{stream}" for stream in _READ),
    *(
        f"$JS.API.CONSUMER.{verb}.{stream}.*"
        for verb in ("CREATE", "MSG.NEXT", "DELETE")
        for stream in ("WAGGLEBOT", "STATS", "DEAD", "KV_UPLOADS")
    ),
)


class StationRights(NamedTuple):
    """What one station may do. ``facts``: kinds it records; ``durables`` as stream and name; ``{platform}`` in a name
    stands for each platform; ``hears``: subjects it subscribes to besides its own answers.
    """

    facts: tuple[str, ...] = ()
    publishes: tuple[str, ...] = ()
    durables: tuple[str, ...] = ()
    hears: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    not_on: tuple[str, ...] = ()


_PRESENCE: Final = ("post.gone", "post.found")
_SEES_HOSTS: Final = ("lease.host.>", f"{_KV}.host.>")
STATIONS: Final[dict[str, StationRights]] = {
    "collect": StationRights(
        facts=("post.collected", *_PRESENCE),
        publishes=(
            "stats.seen.*.*",
            "stats.crawl.*",
            "sched.crawl.*",
            "crawl.due.*",
            "lease.crawl.*",
            "lease.look.*.*",
            "lease.pictures.*.*",
            *_SEES_HOSTS,
        ),
        durables=("CRAWL.collect",),
    ),
    "studio": StationRights(
        facts=(
            "content.started",
            "content.scripted",
            "content.voiced",
            "content.pictured",
            "content.rendered",
            "content.failed",
        ),
        publishes=(
            *(f"sched.retry.{stage}.*.*" for stage in ("script", "voice", "picture", "film")),
            "dead.studio.*",
            "live.tick.*.*",
            subjects.ALERT,
        ),
        durables=("WAGGLEBOT.studio",),
        hears=("post.retracted.*.*",),
    ),
    "publish": StationRights(
        facts=(
            "content.started",
            "content.uploading",
            "content.uploaded",
            "content.withdrawn",
            "content.failed",
            *_PRESENCE,
        ),
        publishes=(
            "sched.retry.publish.*.*",
            "sched.retry.publish-{platform}.*.*",
            "dead.publish-{platform}.*",
            "live.tick.*.*",
            subjects.ALERT,
            "lease.upload.>",
            "lease.publisher.>",
            *_SEES_HOSTS,
            f"{_KV}.>",
        ),
        durables=("WAGGLEBOT.publish-{platform}",),
        hears=("post.retracted.*.*",),
        not_on=(f"{_KV}.switches",),
    ),
    "insight": StationRights(
        facts=("content.measured",),
        publishes=(subjects.ALERT, "lease.insight", f"{_KV}.quota.>"),
    ),
    "projector": StationRights(
        facts=("content.failed",),
        publishes=("sched.retry.*.*.*", "dead.*.*", subjects.PROJECTED),
        durables=("ADVISORIES.backstop",),
    ),
    "review": StationRights(
        facts=(
            "post.collected",  # once more, for another channel's film
            "post.approved",
            "post.declined",
            "post.reopened",
            "post.retracted",
            "content.requested",
            "content.scripted",  # those that a reviewer waits for
            "content.script_approved",
            "content.released",
            "content.withdrawn",
        ),
        publishes=(
            "sched.crawl.*",
            "crawl.due.*",
            "sched.retry.*.*.*",
            "dead.*.*",
            "stats.seen.*.*",  # emptied by a withdrawal
            "lease.upload.>",
            subjects.ALERT,
            f"{_KV}.>",
        ),
        hears=("live.>",),
        calls=(
            "$JS.API.CONSUMER.NAMES.WAGGLEBOT",
            f"$JS.API.STREAM.PURGE.{subjects.FACTS}",
        ),
    ),
    "health": StationRights(
        publishes=(subjects.ALERT, f"{_KV}.brief.>", f"{_KV}.alert.>"),
        hears=("live.>",),
        calls=("$JS.API.CONSUMER.NAMES.WAGGLEBOT",),
    ),
}


class Permissions(NamedTuple):
    """Subjects that a user may publish on and subscribe to; ``deny`` goes before ``publish``.

    Answers come on subjects of the user's own, so that nobody hears another's.
    """

    publish: tuple[str, ...]
    deny: tuple[str, ...]
    subscribe: tuple[str, ...]


def permissions_of_station(user: str, platforms: Sequence[str]) -> Permissions:
    """The permissions of a station's user. Raises KeyError for a user that is no station's."""
    station = STATIONS[user]
    own = _each(station.durables, platforms)
    others = [name for name in _every_durable(platforms) if name not in own]
    publish = [
        *(subjects.fact_kind_filter(kind) for kind in station.facts),
        *_each(station.publishes, platforms),
        *_LOOK,
        *station.calls,
    ]
    for name in own:
        publish += [f"$JS.API.CONSUMER.DURABLE.CREATE.{name}", f"$JS.API.CONSUMER.MSG.NEXT.{name}", f"$JS.ACK.{name}.>"]
    deny = [*station.not_on]
    for name in (*others, *own):
        deny += [f"$JS.API.CONSUMER.CREATE.{name}", f"$JS.API.CONSUMER.CREATE.{name}.>"]
        deny += [f"$JS.API.CONSUMER.DELETE.{name}"]
    deny += [f"$JS.API.CONSUMER.MSG.NEXT.{name}" for name in others]
    return Permissions(tuple(publish), tuple(deny), (f"_INBOX_{user}.>", *station.hears))


def _every_durable(platforms: Sequence[str]) -> list[str]:
    named = [f"{stream}.{name}" for stream, name in declared_durables()]
    return list(dict.fromkeys([*named, *_each(("WAGGLEBOT.publish-{platform}",), platforms)]))


def _each(names: Sequence[str], platforms: Sequence[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        found += [name.format(platform=one) for one in platforms] if "{platform}" in name else [name]
    return found
