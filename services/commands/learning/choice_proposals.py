"""Propose the choices of a film by what the films before brought."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple
from weakref import WeakKeyDictionary

from libraries.bus import Bus
from libraries.learning.film_fold import KINDS, FilmFold
from libraries.learning.films import LearnerFilm, epoch_day_in_seoul
from libraries.learning.recipes import CHOSEN, canonical_value, choices_left_open, recipe_with_arms
from libraries.learning.settings import LearningSettings
from schemas.clock import utc_now
from schemas.errors import BadInput
from schemas.film_proposals import FilmProposal
from schemas.posts import PostKey
from schemas.recipe import Recipe

if TYPE_CHECKING:
    from libraries.learning.proposals import LearnedChances


class _Learned(NamedTuple):
    """What was learned at day ``day`` from the facts up to ``until``; no chances where too few films were measured."""

    day: float
    until: int
    news: int
    chances: "LearnedChances | None"

    def holds(self, fold: FilmFold, now: float) -> bool:
        """Whether it is less than a day old, and no other film was measured since."""
        return self.news == fold.news and 0 <= now - self.day < 1


class _Channel:
    """The films known to a connection, of which a process that approves often reads each fact once.

    ``lock`` is held while facts are added, and while a thread makes something of the films.
    """

    def __init__(self) -> None:
        self.fold = FilmFold()
        self.lock = asyncio.Lock()
        self.learned: dict[str, _Learned] = {}
        """By what it was learned for. Each film of months was gone through at each approval before it was kept."""

    async def read_facts(self, bus: Bus) -> None:
        async for batch in bus.facts(self.fold.until, kinds=KINDS):
            self.fold.add_facts(batch)


_CHANNELS: Final[WeakKeyDictionary[Bus, _Channel]] = WeakKeyDictionary()


async def channel_films(bus: Bus) -> list[LearnerFilm]:
    """The channel's films by all facts so far. Raises ProviderDown."""
    channel = _CHANNELS.setdefault(bus, _Channel())
    async with channel.lock:
        await channel.read_facts(bus)
        return await asyncio.to_thread(channel.fold.films)


async def propose_choices(bus: Bus, settings: LearningSettings, recipe: Recipe, post: PostKey) -> FilmProposal | None:
    """What is proposed for a film of the post where its recipe is open; None where nothing is allowed to be learned,
    nothing is open, or too few films were measured. Raises ProviderDown."""
    allowed = choices_left_open(recipe, settings.allow)
    if not allowed:
        return None
    channel = _CHANNELS.setdefault(bus, _Channel())
    asked = repr((sorted(allowed.items()), settings.films, settings.memory))
    async with channel.lock:
        await channel.read_facts(bus)
        now = epoch_day_in_seoul(utc_now())
        learned = channel.learned.get(asked)
        if learned is None or not learned.holds(channel.fold, now):
            learned = await asyncio.to_thread(_learn, channel.fold, allowed, now, settings)
            channel.learned[asked] = learned
    seed = int.from_bytes(hashlib.sha256(str(post).encode()).digest()[:4], "big")
    return learned.chances.propose(seed, learned.until) if learned.chances else None


def _learn(fold: FilmFold, allowed: Mapping[str, Sequence[str]], now: float, settings: LearningSettings) -> _Learned:
    films, chances = fold.films(), None
    if len({film.name for film in films if film.readings}) >= settings.films:
        from libraries.learning.proposals import learn_chances  # noqa: PLC0415 (numpy, where something is learned)

        chances = learn_chances(films, allowed, now, settings.memory)
    return _Learned(now, fold.until, fold.news, chances)


def recipe_with_choices(recipe: Recipe, choices: Mapping[str, str]) -> Recipe:
    """The recipe with a person's own choices. Raises BadInput for one that it cannot hold."""
    for factor, value in choices.items():
        try:
            known = canonical_value(factor, value) if factor in CHOSEN else ""
        except ValueError:
            known = ""
        if not known:
            raise BadInput("learning.no_such_choice", factor=factor, value=value, known=", ".join(CHOSEN))
        recipe = recipe_with_arms(recipe, {factor: known})
    return recipe
