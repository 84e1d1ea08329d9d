"""Commands that carry the facts from one broker to another."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from services import bootstrap
from services.cli.output import JsonOption, console, emit, settings


def export_log(
    file: Annotated[Path, typer.Argument(help="Where to write: JSON lines, each sealed with a checksum.")],
    sightings: Annotated[bool, typer.Option(help="Also the newest figures of every post.")] = True,
    json: JsonOption = False,
) -> None:
    """Write every fact of the stream to a file that `import-log` rebuilds an empty system from."""
    from services.ops.transfer import Transferred, export_log

    async def work() -> Transferred:
        async with bootstrap.opened(settings()) as place:
            bus = await place.bus("export")
            try:
                return await export_log(bus, file, sightings=sightings)
            finally:
                await bus.close()

    _say(asyncio.run(work())._asdict(), f"exported to {file}", json=json)


def import_log(
    file: Annotated[Path, typer.Argument(help="A file of `export-log`.")],
    json: JsonOption = False,
) -> None:
    """Rebuild an empty system from an exported log; a damaged file or a system in use is refused."""
    from services.ops.transfer import Transferred, import_log

    async def work() -> Transferred:
        async with bootstrap.opened(settings()) as place:
            bus = await place.bus("import")
            try:
                return await import_log(bus, file)
            finally:
                await bus.close()

    done = asyncio.run(work())
    _say({"facts": done.facts, "sightings": done.sightings}, f"imported from {file}", json=json)


def backup(
    folder: Annotated[Path, typer.Argument(help="Where the backups lie; each gets a folder with its date.")],
    keep: Annotated[int, typer.Option(min=1, help="Days a backup is kept; the newest always is.")] = 7,
    json: JsonOption = False,
) -> None:
    """Back up the facts and the media; only files that are new since the last backup are copied."""
    from services.ops.backup import BackedUp, back_up

    async def work() -> BackedUp:
        async with bootstrap.opened(settings()) as place:
            bus = await place.bus("backup")
            try:
                return await back_up(bus, place.settings.media.root, folder, keep=keep)
            finally:
                await bus.close()

    done = asyncio.run(work())
    if json:
        emit({**done._asdict(), "folder": str(done.folder)})
    else:
        console.print(
            f"{done.facts} facts and {done.files} files ({done.copied} of them new) backed up to {done.folder}; "
            f"{done.dropped} backups older than {keep} days deleted.",
            highlight=False,
        )


def restore(
    backup: Annotated[Path, typer.Argument(help="A dated folder of `backup`.")],
    json: JsonOption = False,
) -> None:
    """Rebuild an empty system from a backup: the media first, then the facts that name them."""
    from services.ops.backup import log_of, restore_media
    from services.ops.transfer import Transferred, import_log

    async def work() -> tuple[int, Transferred]:
        async with bootstrap.opened(settings()) as place:
            bus = await place.bus("restore")
            try:
                files = await asyncio.to_thread(restore_media, backup, place.settings.media.root)
                return files, await import_log(bus, log_of(backup))
            finally:
                await bus.close()

    files, done = asyncio.run(work())
    if json:
        emit({"facts": done.facts, "sightings": done.sightings, "files": files})
    else:
        console.print(f"{done.facts} facts and {files} media files restored from {backup}.", highlight=False)


def _say(figures: dict[str, object], what: str, *, json: bool) -> None:
    if json:
        emit(figures)
    else:
        console.print(f"{figures['facts']} facts and {figures['sightings']} sightings {what}.", highlight=False)
