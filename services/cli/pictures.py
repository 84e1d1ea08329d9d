"""``wagglebot storyboard``: what a film will show; ``wagglebot pictures``: whether its pictures may still be shown."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from schemas.beats import Beat, Place
from schemas.errors import BadInput, WaggleError
from schemas.pictures import Attribution, LinePicture, Pictures, PicturesShown
from schemas.script import Script
from schemas.states import PostState
from services.cli.beats import post_script_and_pictures
from services.cli.shared.bus_work import all_post_states, run_on_bus
from services.cli.shared.output import JsonOption, console, error_text, errors, load_settings, print_json, print_table
from services.cli.stage import make_pictures

pictures = typer.Typer(help="Openly licensed pictures in films.", no_args_is_help=True)


class PictureObjection(NamedTuple):
    """Why a picture may no longer be shown as before, and the posts in whose films it is."""

    posts: tuple[str, ...]
    picture: str
    licence: str
    now: str


@pictures.callback()
def _group() -> None:
    """Openly licensed pictures in films."""


@pictures.command("check")
def check_pictures(json: JsonOption = False) -> None:
    """List the films with a picture whose licence changed or that was taken away; exit code 1 when there are any."""
    shown = _shown_pictures(run_on_bus("pictures", lambda _, bus: all_post_states(bus)))
    found = [each for told, posts in shown.items() if (each := _objection(told, posts)) is not None]
    if json:
        print_json([each._asdict() for each in found])
    elif found:
        print_table(
            "pictures", ["films", "picture", "licence", "now"], [(", ".join(each.posts), *each[1:]) for each in found]
        )
    else:
        console.print(f"{len(shown)} openly licensed pictures in films; all may be shown as before")
    if found:
        raise BadInput("picture.licences_changed", count=len(found))


def _shown_pictures(states: Iterable[PostState]) -> dict[Attribution, list[str]]:
    """The openly licensed pictures of all films, each with the posts whose film shows it."""
    shown: dict[Attribution, list[str]] = defaultdict(list)
    for state in states:
        if state.film is not None and state.post is not None and state.pictures is not None:
            for told in state.pictures.attributions:
                shown[told].append(str(state.post.key))
    return shown


def _objection(told: Attribution, posts: Iterable[str]) -> PictureObjection | None:
    """What is wrong with a picture; a collection that does not answer is told too, for silence proves nothing."""
    from libraries.picture_makers.commons import CommonsSettings
    from libraries.picture_makers.commons.maker import licence_objection

    try:
        what, licence = licence_objection(told, load_settings().studio.section_of(CommonsSettings))
    except WaggleError as error:
        what, licence = "not known", error_text(error)
    if not what:
        return None
    return PictureObjection(tuple(posts), told.page, told.licence, f"{what}: {licence}" if licence else what)


def storyboard(
    source: Annotated[str, typer.Argument(help="Key of a post, or a file: a sheet, a post, or plain text.")],
    out: Annotated[Path, typer.Option(help="Where the contact sheet is written, as PNG.")] = Path("storyboard.png"),
    json: JsonOption = False,
) -> None:
    """Write a contact sheet: each line, what is seen in it, its picture, and where that comes from."""
    from libraries.media.store import open_media_store
    from libraries.story_beats import make_storyboard as beats_of
    from libraries.storyboard.contact_sheet import SheetCell, contact_sheet

    post, script, known = post_script_and_pictures(source)
    store = open_media_store(load_settings().media)
    shown = known if known is not None and _are_files(known) else make_pictures(post, script, PicturesShown.STILLS)
    rows = [(beat, shown.at(beat.line)) for beat in beats_of(script, post).beats]
    files = {
        beat.line: store.path(picture.image.media) for beat, picture in rows if picture is not None and picture.image
    }
    if json:
        print_json([_row(beat, picture, script, files.get(beat.line)) for beat, picture in rows])
        return
    cells = [
        SheetCell(beat.line + 1, script.lines[beat.line].display, _seen(beat), _origin(picture), files.get(beat.line))
        for beat, picture in rows
    ]
    contact_sheet(cells).save(out)
    errors.print(f"storyboard: {out}")


def _are_files(pictures: Pictures) -> bool:
    return bool(pictures.pictures) and all(each.image is not None for each in pictures.pictures)


def _row(beat: Beat, picture: LinePicture | None, script: Script, file: Path | None) -> dict[str, Any]:
    return {
        "line": beat.line,
        "text": script.lines[beat.line].display,
        "beat": beat.model_dump(mode="json"),
        "picture": picture and picture.model_dump(mode="json", exclude={"shows"}),
        "file": file and str(file),
    }


def _seen(beat: Beat) -> str:
    place = beat.place if beat.behind is Place.UNKNOWN else beat.behind
    when = [each.value.replace("_", " ") for each in (beat.time, beat.weather) if each.value != "unknown"]
    return ", ".join((place.value.replace("_", " "), *when, *(each.member for each in beat.cast)))


def _origin(picture: LinePicture | None) -> str:
    if picture is None:
        return "words only"
    return " · ".join(each for each in (picture.maker, picture.attribution and picture.attribution.credit) if each)
