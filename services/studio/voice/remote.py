"""What the voices on servers share: nothing silent is asked for, any sound format is understood."""

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
        raise BadInput(
            what=f"The line {line.display[:40]!r}", why="there is nothing in it to say", remedy="Take it out."
        )
    return line.spoken


def spoken_by(server: ModelServer, path: str, body: Mapping[str, JsonValue]) -> SpokenPcm:
    """The sound a server answers, without word times. Raises as `ModelServer.post`; BadInput for what is no sound."""
    reply = server.post(path, body)
    if not reply.ok:
        raise BadInput(
            what=f"A line for {server.name}",
            why=f"the server refuses it: {reply.excerpt}",
            remedy="Check the names of model and voice in the settings.",
        )
    samples, rate = decode_mono(reply.body, server.name)
    if not len(samples):
        raise ProviderDown(provider=server.name, why="it answered a sound file without sound")
    return SpokenPcm(samples, rate, None, Timing.ESTIMATED)
