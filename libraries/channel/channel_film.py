"""A finished film of a channel, folded from the facts of its post."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from schemas.events import ContentRendered, ContentUploaded, RecordedFact
from schemas.states import PostState, fold_facts


class FilmUpload(NamedTuple):
    """When a film came to a platform."""

    platform: str
    at: datetime


class ChannelFilm(NamedTuple):
    """A finished film: the key of its post, the post's state, when the film was made and where it was uploaded."""

    film: str
    state: PostState
    made: datetime
    uploads: tuple[FilmUpload, ...]

    def first_shown_at(self, platform: str) -> datetime:
        """When it came to ``platform`` first; when it was made, where that is none or it is not there."""
        return next((each.at for each in self.uploads if each.platform == platform), self.made)


def channel_film(facts: Sequence[RecordedFact]) -> ChannelFilm | None:
    """The film of one post's facts; None where it has none, or was withdrawn."""
    state = fold_facts(facts)
    if state.post is None or state.script is None or state.film is None:
        return None
    made = [one.time for one in facts if isinstance(one.event, ContentRendered)]
    uploads: dict[str, datetime] = {}
    for one in facts:
        if isinstance(one.event, ContentUploaded):
            uploads.setdefault(one.event.platform, one.time)
    return ChannelFilm(str(state.post.key), state, made[-1], tuple(FilmUpload(*each) for each in uploads.items()))
