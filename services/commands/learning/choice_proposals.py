"""Propose the choices of a film by what the films before brought."""

import asyncio
import hashlib
from collections.abc import Mapping
from typing import Final
from weakref import WeakKeyDictionary

from libraries.bus import Bus
from libraries.learning.film_fold import KINDS, FilmFold
from libraries.learning.films import epoch_day_in_seoul
from libraries.learning.recipes import CHOSEN, canonical_value, choices_left_open, recipe_with_arms
from libraries.learning.settings import LearningSettings
from schemas.clock import utc_now
from schemas.errors import BadInput
from schemas.film_proposals import FilmProposal
from schemas.posts import PostKey
from schemas.recipe import Recipe

_FOLDS: Final[WeakKeyDictionary[Bus, FilmFold]] = WeakKeyDictionary()
"""The films known to each connection: a process that approves often reads each fact once."""


async def fold_channel_films(bus: Bus) -> FilmFold:
    """The channel's films by all facts so far. Raises ProviderDown."""
    fold = _FOLDS.setdefault(bus, FilmFold())
    async for batch in bus.facts(fold.until, kinds=KINDS):
        fold.add_facts(batch)
    return fold


async def propose_choices(bus: Bus, settings: LearningSettings, recipe: Recipe, post: PostKey) -> FilmProposal | None:
    """What is proposed for a film of the post where its recipe is open; None where nothing is allowed to be learned,
    nothing is open, or too few films were measured. Raises ProviderDown."""
    allowed = choices_left_open(recipe, settings.allow)
    if not allowed:
        return None
    fold = await fold_channel_films(bus)
    films = fold.films()
    if len({film.name for film in films if film.readings}) < settings.films:
        return None
    from libraries.learning.proposals import learn_chances  # noqa: PLC0415 (numpy, where something is learned)

    seed = int.from_bytes(hashlib.sha256(str(post).encode()).digest()[:4], "big")
    learned = await asyncio.to_thread(learn_chances, films, allowed, epoch_day_in_seoul(utc_now()), settings.memory)
    return learned.propose(seed, fold.until)


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
