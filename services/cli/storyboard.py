"""``wagglebot storyboard``: what a film will show at each line, before it is made."""

from pathlib import Path
from typing import Annotated, Any

import typer

from schemas.beats import Beat, Place
from schemas.pictures import LinePicture, Pictures, Shows
from schemas.script import Script
from services.cli.beats import told_post
from services.cli.shared.output import JsonOption, emit, errors, settings
from services.cli.stage import pictures_of


def storyboard(
    source: Annotated[str, typer.Argument(help="Key of a post, or a file: a sheet, a post, or plain text.")],
    out: Annotated[Path, typer.Option(help="Where the contact sheet is written, as PNG.")] = Path("storyboard.png"),
    json: JsonOption = False,
) -> None:
    """Write a contact sheet: each line, what is seen in it, its picture, and where that comes from."""
    from libraries.story_beats import storyboard as beats_of
    from libraries.storyboard.contact_sheet import Cell, contact_sheet
    from services.media.store import open_store

    post, script, known = told_post(source)
    store = open_store(settings().media)
    pictures = known if known is not None and _are_files(known) else pictures_of(post, script, Shows.STILLS)
    rows = [(beat, pictures.at(beat.line)) for beat in beats_of(script, post).beats]
    files = {
        beat.line: store.path(picture.image.media) for beat, picture in rows if picture is not None and picture.image
    }
    if json:
        emit([_row(beat, picture, script, files.get(beat.line)) for beat, picture in rows])
        return
    cells = [
        Cell(beat.line + 1, script.lines[beat.line].display, _seen(beat), _origin(picture), files.get(beat.line))
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
