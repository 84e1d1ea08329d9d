"""The report on a channel's newest films: how alike they are, and the rules that one of them breaks."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Final

from libraries.channel.channel_film import ChannelFilm
from libraries.channel.film_description import FilmDescription, describe_film
from libraries.channel.host_verdict import host_speech_share
from libraries.channel.interchangeability import (
    LAST,
    FilmInterchangeability,
    channel_interchangeability,
    improving_choice_changes,
)
from libraries.channel.rules import ChannelRules, broken_rules
from libraries.channel.words_shared_with_post import words_shared_with_post
from schemas.base import Frozen
from schemas.errors import IllegalTransition, WaggleError
from schemas.failures import FieldValue, fields_as_json

_ADVICE: Final = 5


class ReportedSimilarFilm(Frozen):
    """A film that another is like, 0..1."""

    film: str
    likeness: float


class ReportedBrokenRule(Frozen):
    """A rule that is broken, as a failure code with its fields. ``refuses``: it does not only warn."""

    code: str
    fields: dict[str, FieldValue]
    refuses: bool


class ChannelFilmReport(Frozen):
    """One film: how interchangeable it is, its nearest films, and the shares that rules are about, each 0..1."""

    film: str
    revision: int
    interchangeability: float
    nearest: tuple[ReportedSimilarFilm, ...]
    verdict: float
    shared_words: float
    labelled: bool
    broken: tuple[ReportedBrokenRule, ...]


class AdvisedChange(Frozen):
    """A change of one choice that would lower the newest film's figure the most."""

    choice: str
    before: str
    after: str
    interchangeability: float


class ChannelReport(Frozen):
    """The newest films of a channel, the oldest first; ``broken``: rules that the channel as a whole breaks."""

    platform: str
    interchangeability: float
    limit: float
    films: tuple[ChannelFilmReport, ...]
    advice: tuple[AdvisedChange, ...]
    broken: tuple[ReportedBrokenRule, ...]

    @property
    def keeps_rules(self) -> bool:
        """Whether no rule is broken that does not only warn."""
        every = [*self.broken, *(fault for film in self.films for fault in film.broken)]
        return not any(fault.refuses for fault in every)


class UploadCap(Frozen):
    """How many films a platform is to get on one day of a time zone."""

    platform: str
    a_day: int


def report_channel(
    films: Sequence[ChannelFilm],
    rules: ChannelRules,
    zone: tzinfo,
    *,
    platform: str = "",
    cap: UploadCap | None = None,
    labelled: frozenset[str] = frozenset(),
    options: Mapping[str, Sequence[str]] | None = None,
) -> ChannelReport:
    """The report on the newest of ``films``. ``options``: the values that choices of the newest film may have.

    Days are those of ``zone``; ``labelled``: films that carry the AI label. Raises IllegalTransition without films.
    """
    newest = sorted(films, key=lambda film: film.first_shown_at(platform))[-LAST:]
    told = [each for film in newest if (each := describe_film(film.film, film.state)) is not None]
    if not told:
        raise IllegalTransition("channel.no_films")
    found = channel_interchangeability(told)
    reports = tuple(
        _film_report(film, figure, rules, labelled) for film, figure in zip(newest, found.films, strict=True)
    )
    faults = [_fault(error) for error in _days_over_cap(newest, zone, cap)]
    if found.figure > rules.interchangeability:
        figure, limit = f"{found.figure:.2f}", f"{rules.interchangeability:.2f}"
        faults.insert(0, _fault(IllegalTransition("channel.too_alike", figure=figure, limit=limit)))
    return ChannelReport(
        platform=platform,
        interchangeability=round(found.figure, 3),
        limit=rules.interchangeability,
        films=reports,
        advice=_advice(told[-1], told[:-1], options or {}),
        broken=tuple(faults),
    )


def _film_report(
    film: ChannelFilm, figure: FilmInterchangeability, rules: ChannelRules, labelled: frozenset[str]
) -> ChannelFilmReport:
    script, post = film.state.script, film.state.post
    assert script is not None
    assert post is not None
    return ChannelFilmReport(
        film=film.film,
        revision=film.state.revision,
        interchangeability=round(figure.figure, 3),
        nearest=tuple(ReportedSimilarFilm(film=one.film, likeness=round(one.likeness, 3)) for one in figure.nearest),
        verdict=round(host_speech_share(script).share, 3),
        shared_words=round(words_shared_with_post(script, post).share, 3),
        labelled=film.film in labelled,
        broken=tuple(_fault(one.error, refuses=one.refuses) for one in broken_rules(script, post, rules)),
    )


def _days_over_cap(films: Sequence[ChannelFilm], zone: tzinfo, cap: UploadCap | None) -> list[WaggleError]:
    """An error for each day with more uploads to the platform than its cap."""
    if cap is None:
        return []
    days = Counter(
        each.at.astimezone(zone).date() for film in films for each in film.uploads if each.platform == cap.platform
    )
    return [
        IllegalTransition("channel.cap_exceeded", films=count, platform=cap.platform, day=str(day), cap=cap.a_day)
        for day, count in sorted(days.items())
        if count > cap.a_day
    ]


def _advice(
    newest: FilmDescription, others: Sequence[FilmDescription], options: Mapping[str, Sequence[str]]
) -> tuple[AdvisedChange, ...]:
    return tuple(
        AdvisedChange(choice=one.choice, before=one.before, after=one.after, interchangeability=round(one.figure, 3))
        for one in improving_choice_changes(newest, others, options)[:_ADVICE]
    )


def _fault(error: WaggleError, *, refuses: bool = True) -> ReportedBrokenRule:
    return ReportedBrokenRule(code=error.code, fields=fields_as_json(error.fields), refuses=refuses)
