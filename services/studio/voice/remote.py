"""What voices on servers share: lines without words are refused, and any sound format is decoded."""

import re
from collections.abc import Mapping
from typing import Final

from pydantic import JsonValue

from schemas.errors import BadInput, ProviderDown
from schemas.script import Line
from schemas.voice import Timing
from services.studio.audio.decode import decode_mono
from services.studio.http import ModelServer
from services.studio.voice.engine import SpokenPcm

_WORD: Final = re.compile(r"[^\W_]")


def utterance(line: Line) -> str:
    """What is sent of ``line``. Raises BadInput when there is nothing in it to say: servers answer that with noise,
    with an error or not at all.
    """
    if not _WORD.search(line.spoken):
        raise BadInput("voice.nothing_to_say", line=repr(line.display[:40]))
    return line.spoken


def spoken_by(server: ModelServer, path: str, body: Mapping[str, JsonValue]) -> SpokenPcm:
    """The sound a server answers, without word times.

    Raises as `ModelServer.post` and `ModelServer.failure`; BadInput for a line that is refused and what is no sound.
    """
    reply = server.post(path, body)
    if not reply.ok:
        refused = BadInput("voice.line_refused", server=server.name, why=reply.excerpt)
        raise server.failure(reply, path) or refused
    samples, rate = decode_mono(reply.body, server.name)
    if not len(samples):
        raise ProviderDown("voice.empty_sound", engine=server.name)
    return SpokenPcm(samples, rate, None, Timing.ESTIMATED)
