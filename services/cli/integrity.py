"""``wagglebot verify | repair``: damage of the store found, and media files put right."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from services.bootstrap import Runtime
from services.cli.shared.output import JsonOption, console, emit, settings, table
from services.cli.shared.requests import with_bus


def verify(json: JsonOption = False) -> None:
    """Read every fact, row and media file and name what is damaged, foreign or missing; changes nothing."""
    from libraries.bus import Bus
    from services.ops.verify import Verified
    from services.ops.verify import verify as read_all
    from services.projector.views import SqlProjection

    async def work(runtime: Runtime, bus: Bus) -> Verified:
        loaded = runtime.settings
        rows = await asyncio.to_thread(lambda: SqlProjection.open(loaded.store.url).sequences())
        with console.status("The stream is read …") as status:
            return await read_all(
                bus,
                rows,
                loaded.media.root,
                lambda done, every: status.update(f"Media files read: {done} of {every}"),
            )

    done = with_bus("verify", work)
    if json:
        emit(done._asdict() | {"findings": [finding._asdict() for finding in done.findings]})
    else:
        console.print(f"{done.facts} facts of {done.posts} posts and {done.files} media files were read.")
        if done.findings:
            table("Damaged", ["where", "what", "name", "why"], done.findings)
            console.print("Media files: wagglebot repair. Facts: wagglebot restore into an empty system.")
        else:
            console.print("Nothing is damaged.")
    if done.findings:
        raise typer.Exit(1)


def repair(
    backups: Annotated[
        Path | None, typer.Option("--from", help="Folder of the backups; as in the settings when left out.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    json: JsonOption = False,
) -> None:
    """Replace damaged media files by the copies of the backups; set the others aside, to be made again."""
    from services.media.damage import Repaired, damaged_files, repair_files

    loaded = settings()
    root, folder = loaded.media.root, backups or loaded.health.backup_folder
    damaged = list(damaged_files(root))
    if dry_run:
        done = Repaired((), tuple(str(path.relative_to(root)) for path in damaged))
    else:
        done = repair_files(root, damaged, folder / "media" if folder is not None else None)
    if json:
        emit(done._asdict() | {"damaged": len(damaged), "dry_run": dry_run})
        return
    console.print(f"{len(damaged)} media files are damaged.")
    for name in done.restored:
        console.print(f"taken from the backup: {name}")
    for name in done.aside:
        console.print(f"{'would be replaced or set aside' if dry_run else 'set aside, is made again'}: {name}")
