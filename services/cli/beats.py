"""``wagglebot beats``: what is to be seen at each line of a script, and who is who."""

from pathlib import Path
from typing import Annotated, Final

import typer

from schemas.beats import Beat, BeatCertainty, CastMember, Place
from schemas.errors import BadInput
from schemas.pictures import Pictures
from schemas.posts import Post
from schemas.script import Script
from services.cli.shared.output import JsonOption, print_json, print_table

_GUESS: Final = {BeatCertainty.TOLD: "", BeatCertainty.HELD: "", BeatCertainty.GUESSED: "?"}
"""Behind a place or a person that is only guessed."""


def beats(
    source: Annotated[str, typer.Argument(help="Key of a post, or a file: a sheet, a post, or plain text.")],
    json: JsonOption = False,
) -> None:
    """Print for each line of a script what is to be seen, and why; a post without a script is written first."""
    from libraries.story_beats import make_storyboard

    post, script, _ = post_script_and_pictures(source)
    board = make_storyboard(script, post)
    if json:
        print_json(board)
        return
    print_table(
        script.title, ["", "place", "when", "who", "shot", "line"], [_row(beat, script) for beat in board.beats]
    )
    print_table("cast", ["who", "called", "sex", "age", "work", "relation"], [_member(one) for one in board.cast])


def post_script_and_pictures(source: str) -> tuple[Post, Script, Pictures | None]:
    """A post and its script, of its key or of a file, and the pictures that its facts name. Raises BadInput."""
    from services.cli.explain_script import post_state_and_script_report
    from services.cli.stage import read_sheet, write_script_into_sheet

    if source != "-" and not Path(source).is_file():
        state, _ = post_state_and_script_report(source)
        if state.post is None or state.script is None:
            raise BadInput("post.no_script")
        return state.post, state.script, state.pictures
    sheet = read_sheet(source)
    if sheet.post is None:
        raise BadInput("cli.explain_without_post", file=source)
    made = sheet if sheet.script is not None else write_script_into_sheet(sheet)
    assert made.script is not None
    return sheet.post, made.script, None


def _row(beat: Beat, script: Script) -> tuple[str, ...]:
    place = beat.place.value if beat.behind is Place.UNKNOWN else f"{beat.place.value} ({beat.behind.value})"
    place += _GUESS[beat.place_certainty]
    when = ", ".join(each.value for each in (beat.time, beat.weather, beat.season) if each.value != "unknown")
    who = ", ".join(f"{one.member}{_GUESS[one.certainty]}: {one.action.value}" for one in beat.cast)
    return str(beat.line + 1), place, when, who, beat.shot.value, script.lines[beat.line].display


def _member(one: CastMember) -> tuple[str, ...]:
    return one.id, ", ".join(one.names), one.sex.value, one.age.value, one.work.value, one.relation.value
