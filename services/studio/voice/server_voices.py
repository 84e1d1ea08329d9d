"""What voices on servers share: lines without words are refused, and any sound format is decoded."""

import re
from collections.abc import Iterator, Mapping
from typing import Final, TypeVar

from pydantic import JsonValue

from libraries.http_client.client import ModelServerClient
from libraries.sound.decode import decode_mono
from schemas.errors import BadInput, ProviderDown, WaggleError
from schemas.recipe import Recipe
from schemas.script import Line, Role, Speaker
from schemas.voice import Timing
from services.studio.voice.checks.line import check_line, line_sound
from services.studio.voice.voice_protocol import SpokenPcm, Voice

T = TypeVar("T")

_HELLO: Final = "안녕하세요"
_PERSON: Final = re.compile(r"person-(\d+)")
_WORD: Final = re.compile(r"[^\W_]")


def speakable_text(line: Line) -> str:
    """The text of ``line`` for a server. Raises BadInput when it has no word, which servers answer with noise."""
    if not _WORD.search(line.spoken):
        raise BadInput("voice.nothing_to_say", line=repr(line.display[:40]))
    return line.spoken


def voice_entry(voices: Mapping[str, T], name: str) -> T | None:
    """The entry of ``voices`` for the recipe's voice ``name``; None where there is none.

    Settings of release 0.1.0 name no persons: these speak as the commenters in turn, else as the first narrator.
    """
    person = _PERSON.fullmatch(name)
    if name in voices or person is None:
        return voices.get(name)
    for kind in ("commenter-", "narrator-"):
        if others := [entry for key, entry in voices.items() if key.startswith(kind)]:
            return others[(int(person.group(1)) - 1) % len(others) if kind == "commenter-" else 0]
    return None


def is_person_voice(name: str) -> bool:
    """Whether ``name`` is the recipe's voice of a person, which no server knows."""
    return _PERSON.fullmatch(name) is not None


def try_recipe_voices(voice: Voice, recipe: Recipe) -> Iterator[WaggleError]:
    """Errors of speaking a word in each voice of ``recipe``, also that it is no speech; each kind of error once."""
    hello = Line(role=Role.HOOK, speaker=Speaker.NARRATOR, display=_HELLO, spoken=_HELLO)
    told: set[str] = set()
    for name in dict.fromkeys((recipe.voice.narrator, *recipe.voice.commenters)):
        try:
            spoken = voice.speak(hello, name, recipe.voice.speed)
            check_line(line_sound(_HELLO, spoken), recipe.voice.speed, name)
        except WaggleError as error:
            if str(error) not in told:
                yield error
            told.add(str(error))
            if isinstance(error, ProviderDown):
                return


def speak_on_server(server: ModelServerClient, path: str, body: Mapping[str, JsonValue]) -> SpokenPcm:
    """The sound of a line that a server answers to ``body``, without word times.

    Raises as `ModelServerClient.post` and ``server_fault``; BadInput for a refused line and what is no sound.
    """
    reply = server.post(path, body)
    if not reply.ok:
        refused = BadInput("voice.line_refused", server=server.name, why=reply.excerpt)
        raise server.server_fault(reply, path) or refused
    samples, rate = decode_mono(reply.body, server.name)
    if not len(samples):
        raise ProviderDown("voice.empty_sound", engine=server.name)
    return SpokenPcm(samples, rate, None, Timing.ESTIMATED)
