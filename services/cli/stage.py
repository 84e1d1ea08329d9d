"""Commands that run one stage alone, on files: no broker, no database.

They pass on a sheet: JSON with ``post``, ``script``, ``voice``, ``pictures`` and ``film``, to which each adds its own.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from libraries.media.store import open_media_store
from schemas.base import Frozen
from schemas.errors import BadInput
from schemas.events import Film
from schemas.pictures import Pictures, PicturesShown
from schemas.posts import Post, PostKey
from schemas.script import Role, Script, Speaker
from schemas.voice import VoiceTrack
from services.cli.shared.output import JsonOption, errors, load_settings, print_json, print_table, read_input


class PostSheet(Frozen):
    """A sheet: what the stages have made of one post so far."""

    post: Post | None = None
    script: Script | None = None
    voice: VoiceTrack | None = None
    pictures: Pictures | None = None
    film: Film | None = None


def script(
    file: Annotated[
        str, typer.Argument(help="A post (JSON of crawl --dry-run, or text: title, then body); - is stdin.")
    ],
    *,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="FILE is a sheet, script or draft, or a post's key: print what the checks say."),
    ] = False,
    post: Annotated[str, typer.Option(help="File or key of the post of an explained script.")] = "",
    quotes: Annotated[
        bool, typer.Option("--quotes", help="The writer of an explained script uses the sentences of the post.")
    ] = False,
    json_: JsonOption = False,
) -> None:
    """Write the script of a post and print the sheet; with --explain examine one, exit code 1 when it has faults."""
    if explain:
        from services.cli.explain_script import explain_script

        explain_script(file, post, quotes=quotes, as_json=json_)
        return
    print_json(write_script_into_sheet(read_sheet(file)))


def speak(
    text: Annotated[str, typer.Argument(help="Text to say, or the path of a sheet or text file; - is stdin.")],
) -> None:
    """Speak a text or a script; print the sheet with word times. The sound lies in the media store."""
    print_json(
        _with_voice(read_sheet(text) if text == "-" or Path(text).is_file() else PostSheet(script=_plain_script(text)))
    )


def film(file: Annotated[str, typer.Argument(help="A sheet, a post or a text file; - is stdin.")]) -> None:
    """Make the film of a sheet (and before it what is missing); print the sheet."""
    from services.studio.film.render import make_film
    from services.studio.film.templates.auto_select import pictures_shown

    loaded = load_settings()
    sheet = read_sheet(file)
    if sheet.script is None or sheet.voice is None:
        sheet = _with_voice(sheet)
    assert sheet.script is not None
    assert sheet.voice is not None
    post, recipe = sheet.post or _plain_post(sheet.script.title, ""), loaded.recipe.film
    pictures = sheet.pictures or make_pictures(post, sheet.script, pictures_shown(post, sheet.script, recipe))
    parts = (post, sheet.script, sheet.voice, recipe, open_media_store(loaded.media), loaded.studio)
    made = make_film(*parts, pictures=pictures, progress=_print_progress)
    errors.print(f"film: {loaded.media.root / made.video.key}")
    print_json(sheet.model_copy(update={"pictures": pictures, "film": made}))


def make_pictures(post: Post, script: Script, shows: PicturesShown) -> Pictures:
    """The pictures of a script by the recipe of the settings; who did not serve is told."""
    from libraries.media.post_store import PostMediaStore
    from services.studio.picture.stage import make_line_pictures

    loaded = load_settings()
    store = PostMediaStore(open_media_store(loaded.media), post.key)
    recipe = loaded.recipe.with_seed_of(str(post.key))
    served = make_line_pictures(post, script, recipe, store, loaded.studio, shows=shows, progress=_print_progress)
    for passed in served.passed_over:
        errors.print(f"passed over {passed.sentence('en')}")
    return served.made


def write_script_into_sheet(sheet: PostSheet) -> PostSheet:
    """The sheet with a script written for its post. Raises BadInput for a sheet without a post."""
    from services.studio.script.stage import write_script

    if sheet.post is None:
        raise BadInput("cli.sheet_without_post")
    loaded = load_settings()
    written = write_script(sheet.post, loaded.recipe.script, loaded.studio).made
    return sheet.model_copy(update={"script": written})


def _with_voice(sheet: PostSheet) -> PostSheet:
    from services.studio.voice.stage import narrate

    if sheet.script is None:
        sheet = write_script_into_sheet(sheet)
    assert sheet.script is not None
    loaded = load_settings()
    voice = narrate(sheet.script, loaded.recipe.voice, open_media_store(loaded.media), loaded.studio).made
    errors.print(f"voice: {loaded.media.root / voice.audio.key}")
    return sheet.model_copy(update={"voice": voice})


def read_sheet(source: str) -> PostSheet:
    """A sheet, a post, or plain text: whatever the file holds. Raises BadInput."""
    text = read_input(source).strip()
    if not text.startswith(("{", "[")):
        title, _, body = text.partition("\n")
        return PostSheet(post=_plain_post(title, body))
    try:
        document = json.loads(text)
        if isinstance(document, list):
            raise BadInput("cli.sheet_is_a_list", file=source)
        return (
            PostSheet(post=Post.model_validate(document))
            if "origin_id" in document
            else PostSheet.model_validate(document)
        )
    except json.JSONDecodeError as error:
        raise BadInput("cli.bad_sheet", file=source, why=str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the document"
        raise BadInput("cli.bad_sheet", file=source, why=f"{where}: {first['msg']}") from error


def _plain_post(title: str, body: str) -> Post:
    if not (title + body).strip():
        raise BadInput("cli.empty_text")
    identity = hashlib.sha256((title + body).encode()).hexdigest()[:12]
    return Post(
        key=PostKey(site="text", id=identity),
        origin_id=identity,
        site_name="직접 쓴 글",
        url=f"https://example.invalid/{identity}",
        title=title.strip()[:512],
        content=body.strip(),
    )


def _plain_script(text: str) -> Script:
    from libraries.film_scripts.lines import script_lines

    lines = [part.strip() for part in text.splitlines() if part.strip()]
    spoken = [made for part in lines for made in script_lines(part, Role.BODY, Speaker.NARRATOR)]
    if not spoken:
        raise BadInput("cli.empty_text")
    return Script(title=lines[0][:100], lines=tuple(spoken))


def _print_progress(percent: float, note: str) -> None:
    errors.print(f"{percent:3.0f} % {note}")


def inspect(file: Annotated[str, typer.Argument(help="Any MP4.")], json_: JsonOption = False) -> None:
    """Measure a finished film: format, time stamps, pictures, loudness, silences. Non-zero exit when it is not fit."""
    from libraries.ffmpeg import locate_ffmpeg
    from services.studio.film.qc.checks import failed_checks, measure_video_file

    path = Path(file).absolute()  # of a relative one, what stands before a colon would be taken for a protocol
    if not path.is_file():
        raise BadInput("cli.no_file", file=file)
    values = measure_video_file(locate_ffmpeg(load_settings().studio.ffmpeg), path)
    wrong = failed_checks(values)
    if json_:
        print_json(values | {"failures": wrong})
    else:
        print_table(file, ["figure", "value"], list(values.items()))
    if wrong:
        raise BadInput("cli.film_unfit", file=path.name, why="; ".join(wrong))


def normalize(
    text: Annotated[str, typer.Argument(help="Text to read out; - reads standard input, line by line.")],
    silent: Annotated[bool, typer.Option("--unspoken", help="Print what is not said instead of what is.")] = False,
) -> None:
    """Print the spoken form of a text, one line out for each line in; empty where there is nothing to say."""
    from libraries.korean.text_normalisation import spoken_form
    from libraries.korean.unspoken import unspoken_pieces

    lines = read_input("-").split("\n") if text == "-" else text.split("\n")
    if len(lines) > 1 and not lines[-1]:
        lines.pop()  # the last line ended like the others
    said = ((" ".join(unspoken_pieces(line)) if silent else spoken_form(line)) for line in lines)
    sys.stdout.write("".join(f"{line}\n" for line in said))
