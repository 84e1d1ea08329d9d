"""Damage of the stream of facts: every record is read, and those that are damaged, foreign or missing are named."""

import base64
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Final, NamedTuple

from nats.js.errors import NotFoundError
from pydantic import ValidationError

from libraries.bus.connection.client import BrokerClient
from libraries.bus.stream.fact_messages import read_fact_messages
from libraries.bus.stream.scheduled_message_trust import SCHEDULER, is_trusted_message
from libraries.stored_messages.digest_chain import CHAIN, ChainEnd
from libraries.stored_messages.stored_message import StoredMessage
from schemas import subjects
from schemas.errors import StreamDamaged
from schemas.events import decode_fact

_CHAINED: Final = re.compile(rf"(?m)^{CHAIN}:[ ]?([0-9a-f]*)\r$".encode())


class StreamFault(NamedTuple):
    """A fault in the stream: something wrong with a record. ``post`` is empty where that does not say whose it is."""

    what: str
    """``missing``: a fact between two of a post, or before its first, is gone. ``changed``: the facts before it are not
    those that it was stored after. ``foreign``: a record that is no fact of ours. ``unreadable``: records that the
    broker counts and cannot read."""
    post: str
    sequence: int
    why: str


class StreamDamageReport(NamedTuple):
    """What was found by reading the whole stream. ``ends``: where the facts of each post end."""

    facts: int
    ends: dict[str, ChainEnd]
    faults: tuple[StreamFault, ...]


async def find_stream_damage(client: BrokerClient, *, batch: int = 500) -> StreamDamageReport:
    """Read the whole stream of facts. Raises ProviderDown, ConfigurationError (no stream)."""
    faults: list[StreamFault] = []
    ends: dict[str, ChainEnd] = {}
    facts = 0
    try:
        async for stored in read_fact_messages(client, batch=batch):
            facts += len(stored)
            for message in stored:
                faults += _faults(message, ends)
    except StreamDamaged as error:
        faults.append(StreamFault("unreadable", "", error.fields["sequence"], str(error)))
    return StreamDamageReport(facts, ends, tuple(faults))


def _faults(message: StoredMessage, ends: dict[str, ChainEnd]) -> list[StreamFault]:
    """What is wrong with one message; notes it as the last of its post."""
    post = message.subject.split(".", 2)[2]
    faults = []
    end = ends.get(post, ChainEnd())
    if (missing := end.missing_sequence_before(message)) is not None:
        why = f"The fact at sequence {missing} is missing before it."
        faults.append(StreamFault("missing", post, message.sequence, why))
    elif end.differs_before(message):
        why = f"Its facts up to sequence {end.sequence} are not those that this one was stored after."
        faults.append(StreamFault("changed", post, message.sequence, why))
    if not is_trusted_message(message.subject, message.headers.get(SCHEDULER)):
        why = "It was stored by a schedule that is none of its retries, and does not count."
        faults.append(StreamFault("foreign", post, message.sequence, why))
    try:
        if subjects.fact_subject(decode_fact(message.payload)) != message.subject:
            faults.append(StreamFault("foreign", post, message.sequence, "It says it belongs to another subject."))
    except ValidationError as error:
        why = str(error.errors(include_url=False)[0]["msg"])
        faults.append(StreamFault("foreign", post, message.sequence, why))
    ends[post] = end.with_stored(message)
    return faults


async def posts_changed_since(client: BrokerClient, ends: Mapping[str, ChainEnd]) -> list[str]:
    """Those of the posts whose last fact is not the one it was; a fact that is gone does not count.

    Raises ProviderDown.
    """
    changed = []
    for post, end in ends.items():
        with suppress(NotFoundError):
            found = (await client.call_api(f"STREAM.MSG.GET.{subjects.FACTS}", {"seq": end.sequence}))["message"]
            said = _CHAINED.search(base64.b64decode(found.get("hdrs", "")))
            now = end.with_fact(end.sequence, base64.b64decode(found["data"]), said[1].decode() if said else None)
            if not found["subject"].endswith(f".{post}") or (said and now != end):
                changed.append(post)
    return changed
