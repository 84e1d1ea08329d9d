"""``wagglebot pictures``: whether the openly licensed pictures of films may still be shown."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import typer

from schemas.errors import BadInput, WaggleError
from schemas.pictures import Attribution
from schemas.states import PostState
from services.cli.shared.output import JsonOption, console, emit, explained, table
from services.cli.shared.output import settings as loaded_settings
from services.cli.shared.requests import all_states, with_bus

pictures = typer.Typer(help="Openly licensed pictures in films.", no_args_is_help=True)


class Objection(NamedTuple):
    """Why a picture may no longer be shown as before, and the posts in whose films it is."""

    posts: tuple[str, ...]
    picture: str
    licence: str
    now: str


@pictures.callback()
def _group() -> None:
    """Openly licensed pictures in films."""


@pictures.command()
def check(json: JsonOption = False) -> None:
    """List the films with a picture whose licence changed or that was taken away; exit code 1 when there are any."""
    shown = _shown(with_bus("pictures", lambda _, bus: all_states(bus)))
    found = [each for told, posts in shown.items() if (each := _objection(told, posts)) is not None]
    if json:
        emit([each._asdict() for each in found])
    elif found:
        table(
            "pictures", ["films", "picture", "licence", "now"], [(", ".join(each.posts), *each[1:]) for each in found]
        )
    else:
        console.print(f"{len(shown)} openly licensed pictures in films; all may be shown as before")
    if found:
        raise BadInput("picture.licences_changed", count=len(found))


def _shown(states: Iterable[PostState]) -> dict[Attribution, list[str]]:
    """The openly licensed pictures of all films, each with the posts whose film shows it."""
    shown: dict[Attribution, list[str]] = defaultdict(list)
    for state in states:
        if state.film is not None and state.post is not None and state.pictures is not None:
            for told in state.pictures.attributions:
                shown[told].append(str(state.post.key))
    return shown


def _objection(told: Attribution, posts: Iterable[str]) -> Objection | None:
    """What is wrong with a picture; a collection that does not answer is told too, for silence proves nothing."""
    from libraries.picture_makers.commons import CommonsSettings
    from libraries.picture_makers.commons.maker import objection

    try:
        what, licence = objection(told, loaded_settings().studio.of(CommonsSettings))
    except WaggleError as error:
        what, licence = "not known", explained(error)
    if not what:
        return None
    return Objection(tuple(posts), told.page, told.licence, f"{what}: {licence}" if licence else what)
