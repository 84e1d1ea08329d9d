"""The interchangeability of a channel's films: one figure for the channel, one for each film, and what to vary.

A film's figure is its mean likeness to the fifth of the other films that are nearest to it; the channel's figure is the
mean of its films'. So a channel that takes turns between two or three fixed forms does not look varied: every film of
it still has many twins.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from libraries.channel.distances import ComparableFilm, distances_by_part, film_likeness
from libraries.channel.film_description import FilmDescription

LAST: Final = 50
"""Films that a channel is judged by: the newest ones."""
_NEAREST: Final = 0.2
"""Share of the other films that are a film's nearest."""
_NAMED: Final = 3
"""Nearest films that are named."""
_LEAST_GAIN: Final = 0.005
"""A change that lowers the figure by less is not worth naming."""


class SimilarFilm(NamedTuple):
    """A film that another is like, how much (0..1), and its distance in each part."""

    film: str
    likeness: float
    parts: Mapping[str, float]


class FilmInterchangeability(NamedTuple):
    """How interchangeable a film is with the others of its channel, 0..1, and which films it is most like."""

    film: str
    figure: float
    nearest: tuple[SimilarFilm, ...]


class ChannelInterchangeability(NamedTuple):
    """How interchangeable a channel's films are, 0..1, and each film's figure, in the order the films were given."""

    figure: float
    films: tuple[FilmInterchangeability, ...]


class ChoiceChange(NamedTuple):
    """A change of one choice of a recipe, and the figure the film would then have."""

    choice: str
    """Name of the choice, as in the recipe: ``film.template``."""
    before: str
    after: str
    figure: float


def channel_interchangeability(films: Sequence[FilmDescription]) -> ChannelInterchangeability:
    """The figures of a channel's newest films; 0 for a channel of fewer than two."""
    measured = [ComparableFilm(film) for film in films[-LAST:]]
    count = len(measured)
    alike = [[0.0] * count for _ in range(count)]
    for row in range(count):
        for column in range(row):
            alike[row][column] = alike[column][row] = film_likeness(measured[row], measured[column])
    figures = tuple(_film_figure(each, measured, alike[at], at) for at, each in enumerate(measured))
    return ChannelInterchangeability(sum(each.figure for each in figures) / count if count else 0.0, figures)


def film_interchangeability(film: FilmDescription, others: Sequence[FilmDescription]) -> FilmInterchangeability:
    """The figure of a film against the newest films of its channel; an earlier version of itself does not count."""
    measured, new = _measured_others(film, others), ComparableFilm(film)
    return _film_figure(new, measured, [film_likeness(new, each) for each in measured], None)


def improving_choice_changes(
    film: FilmDescription, others: Sequence[FilmDescription], options: Mapping[str, Sequence[str]]
) -> tuple[ChoiceChange, ...]:
    """The changes of one choice each that lower a film's figure, the best first.

    ``options``: the values that each choice may have (`CHOICES`). Of a change only what it surely changes is reckoned:
    another template will also bring other cuts and another first frame.
    """
    measured = _measured_others(film, others)
    now = _mean_of_nearest([film_likeness(ComparableFilm(film), each) for each in measured])
    found = []
    for choice, values in options.items():
        before = value_of_choice(film, choice)
        for value in values:
            if value == before:
                continue
            changed = ComparableFilm(with_choice(film, choice, value))
            figure = _mean_of_nearest([film_likeness(changed, each) for each in measured])
            if figure < now - _LEAST_GAIN:
                found.append(ChoiceChange(choice, before, value, figure))
    return tuple(sorted(found, key=lambda one: (one.figure, one.choice, one.after)))


CHOICES: Final[Mapping[str, str]] = {
    "film.template": "template",
    "film.theme": "theme",
    "film.layout": "layout",
    "film.opening": "opening",
    "film.closing": "closing",
    "film.comments": "comments",
    "film.caption_style": "captions",
    "film.transition": "transition",
    "film.background": "background",
    "film.music": "music",
    "voice.narrator": "voices",
}
"""The choices of a recipe that can be varied, and the field of a description that each one is."""


def value_of_choice(film: FilmDescription, choice: str) -> str:
    """What a film has of a choice of `CHOICES`; empty where it is not known."""
    if choice == "voice.narrator":
        return film.voices[0].rpartition("/")[2] if film.voices else ""
    return str(getattr(film, CHOICES[choice]))


def with_choice(film: FilmDescription, choice: str, value: str) -> FilmDescription:
    """The film with another value of a choice of `CHOICES`."""
    if choice != "voice.narrator":
        changed: dict[str, Any] = {CHOICES[choice]: value}
        return film._replace(**changed)
    engine = film.voices[0].rpartition("/")[0] if film.voices else ""
    return film._replace(voices=(f"{engine}/{value}" if engine else value, *film.voices[1:]))


def _measured_others(film: FilmDescription, others: Sequence[FilmDescription]) -> list[ComparableFilm]:
    return [ComparableFilm(each) for each in others if each.film != film.film][-LAST:]


def _film_figure(
    film: ComparableFilm, others: Sequence[ComparableFilm], alike: Sequence[float], own: int | None
) -> FilmInterchangeability:
    """``own``: the film's own place among ``others``, where it is one of them."""
    places = [at for at in range(len(others)) if at != own]
    nearest = sorted(places, key=lambda at: (-alike[at], others[at].film.film))[:_NAMED]
    return FilmInterchangeability(
        film.film.film,
        _mean_of_nearest([alike[at] for at in places]),
        tuple(SimilarFilm(others[at].film.film, alike[at], distances_by_part(film, others[at])) for at in nearest),
    )


def _mean_of_nearest(alike: Sequence[float]) -> float:
    nearest = sorted(alike, reverse=True)[: max(1, math.ceil(_NEAREST * len(alike)))]
    return sum(nearest) / len(nearest) if nearest else 0.0
