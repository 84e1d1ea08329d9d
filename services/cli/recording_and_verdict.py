"""A person's own voice (``wagglebot record``), and the host's own opinion (``wagglebot verdict``)."""

from pathlib import Path
from typing import Annotated

import typer

from libraries.bus import Bus
from libraries.media.post_store import PostMediaStore
from libraries.media.store import MediaStore, open_media_store
from schemas.errors import BadInput
from schemas.script import Script, Speaker
from services.bootstrap import Runtime
from services.cli.shared.bus_work import run_on_bus, user_name
from services.cli.shared.output import console, load_settings, parse_post_key, print_json
from services.cli.stage import read_sheet
from services.commands.edit_script import EditScript, edit_script


def record(
    target: Annotated[str, typer.Argument(help="Key of a post, or the path of a sheet, whose new form is printed.")],
    recording: Annotated[Path, typer.Argument(help="Sound file: wav, mp3, m4a, flac, ogg …")],
    line: Annotated[int, typer.Option(min=0, help="The line it is of, from 1; 0: it is of all lines.")] = 0,
) -> None:
    """Narrate a script with a recording: of one line, or of all lines with a pause between them."""
    data = _sound(recording)

    def recorded(script: Script | None, store: MediaStore) -> Script:
        from services.studio.voice.own.recording import script_with_recording

        if script is None:
            raise BadInput("post.no_script")
        return script_with_recording(script, data, store, line - 1 if line else None)

    store = open_media_store(load_settings().media)
    if Path(target).is_file():
        sheet = read_sheet(target)
        print_json(sheet.model_copy(update={"script": recorded(sheet.script, store), "voice": None, "film": None}))
        return
    key = parse_post_key(target)

    async def work(_: Runtime, bus: Bus) -> None:
        state = await bus.post_state(key)
        script = recorded(state.script, PostMediaStore(store, key))
        await edit_script(bus, EditScript(post=key, script=script, sequence=state.sequence), user_name())

    run_on_bus("record", work)
    console.print("Recording taken over; the film is made with it.")


def verdict(
    post: Annotated[str, typer.Argument(help="Key of the post: sample.12.")],
    text: Annotated[str, typer.Argument(help="Your own opinion; an empty one takes it out.")],
    recording: Annotated[Path | None, typer.Option(help="Sound file in which you say it.")] = None,
) -> None:
    """Put your own opinion into a film where its story turns; the film is made again from its voice on."""
    key, data = parse_post_key(post), _sound(recording) if recording else b""

    async def work(place: Runtime, bus: Bus) -> None:
        from services.studio.script.host_verdict import script_with_verdict
        from services.studio.voice.own.recording import script_with_recording

        state = await bus.post_state(key)
        if state.script is None or state.post is None:
            raise BadInput("post.no_script")
        script = script_with_verdict(state.script, text.strip(), state.post)
        if data:
            script = script_with_recording(script, data, PostMediaStore(place.store, key), speaker=Speaker.HOST)
        await edit_script(bus, EditScript(post=key, script=script, sequence=state.sequence), user_name())

    run_on_bus("verdict", work)
    console.print("Your opinion is in the script; the film is made with it.")


def _sound(file: Path) -> bytes:
    """The bytes of a file that was named. Raises BadInput."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadInput("cli.no_file", file=file) from error
