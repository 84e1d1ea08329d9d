"""Which template suits a post, where the recipe leaves it open: by what there is to show and who speaks."""

from typing import Final

from schemas.posts import Post
from schemas.script import Mood, Role, Script
from services.studio.film.templates.planner import is_quote, usable
from services.studio.film.typography.text import syllables

_PICTURES: Final = 2
_VOICES: Final = 3
_SPEECH: Final = 3
_SHORT: Final = 70.0
"""Syllables of a story that is little more than one line."""
_LONG: Final = 500
"""Characters of a post that is read rather than told."""
_QUOTES: Final = ('"', "“", "”", "「")


def suited(post: Post, script: Script) -> str:
    """The name of the template for a post. Equal inputs give the same."""
    told = [line for line in script.lines if line.role is Role.BODY and not is_quote(line)]
    voices = {line.credit for line in script.lines if is_quote(line)}
    asked = script.lines[-1].role is Role.CLOSER and script.lines[-1].display.rstrip().endswith("?")
    if sum(usable(image) for image in post.images) >= _PICTURES:
        return "card"
    if script.mood in (Mood.CONTROVERSY, Mood.ANGER) and len(voices) >= 2:
        return "battle"
    if sum(any(mark in line.display for mark in _QUOTES) for line in told) >= _SPEECH:
        return "chat"
    if told and sum(syllables(line.display) for line in told) <= _SHORT:
        return "big"
    if script.mood is Mood.INFO and asked and voices:
        return "quiz"
    if len(voices) > _VOICES:
        return "battle"
    return "post" if len(post.content) >= _LONG and not post.images else "card"
