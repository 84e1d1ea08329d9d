"""``wagglebot backup | restore | verify | repair | export-log | import-log``: copies of a system, and its damage."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from libraries.bus import Bus
from services.bootstrap import Runtime
from services.cli.shared.output import JsonOption, console, emit, settings, table, tell
from services.cli.shared.requests import with_bus

if TYPE_CHECKING:
    from services.ops.backup import BackedUp
    from services.ops.transfer import Transferred


def export_log(
    file: Annotated[Path, typer.Argument(help="Where to write: JSON lines, each sealed with a checksum.")],
    sightings: Annotated[bool, typer.Option(help="Also the newest figures of every post.")] = True,
    json: JsonOption = False,
) -> None:
    """Write every fact of the stream to a file that `import-log` rebuilds an empty system from."""
    from services.ops.transfer import export_log

    done = with_bus("export", lambda _, bus: export_log(bus, file, sightings=sightings))
    _say(done._asdict(), f"exported to {file}", json=json)


def import_log(
    file: Annotated[Path, typer.Argument(help="A file of `export-log`.")],
    json: JsonOption = False,
) -> None:
    """Rebuild an empty system from an exported log; a damaged file or a system in use is refused."""
    from services.ops.transfer import import_log

    done = with_bus("import", lambda _, bus: import_log(bus, file))
    _say({"facts": done.facts, "sightings": done.sightings}, f"imported from {file}", json=json)


def backup(
    folder: Annotated[Path, typer.Argument(help="Where the backups lie; each gets a folder with its date.")],
    keep: Annotated[int, typer.Option(min=1, help="Days a backup is kept; the newest always is.")] = 7,
    json: JsonOption = False,
) -> None:
    """Back up the facts and the media; only files that are new since the last backup are copied."""
    from services.ops.backup import back_up

    async def work(runtime: Runtime, bus: Bus) -> "BackedUp":
        return await back_up(bus, runtime.settings.media.root, folder, runtime.homes, keep=keep)

    done = with_bus("backup", work)
    if json:
        emit({**done._asdict(), "folder": str(done.folder)})
    else:
        console.print(
            f"{done.facts} facts and {done.files} files ({done.copied} of them new) backed up to {done.folder}; "
            f"{done.dropped} backups older than {keep} days deleted.",
        )


def restore(
    backup: Annotated[Path, typer.Argument(help="A dated folder of `backup`.")],
    json: JsonOption = False,
) -> None:
    """Rebuild an empty system from a backup: the media first, then the facts that name them."""
    from services.ops.backup import STATE, log_of, restore_media
    from services.ops.operator_state import restore_state, verify_state
    from services.ops.transfer import import_log, require_importable

    async def work(runtime: Runtime, bus: Bus) -> "tuple[int, int, Transferred]":
        await require_importable(bus, log_of(backup))
        await asyncio.to_thread(verify_state, backup / STATE)
        files = await asyncio.to_thread(restore_media, backup, runtime.settings.media.root)
        done = await import_log(bus, log_of(backup))
        return files, await restore_state(bus, runtime.homes, backup / STATE), done

    files, state, done = with_bus("restore", work)
    tell(
        {"facts": done.facts, "sightings": done.sightings, "files": files, "state": state},
        f"{done.facts} facts, {files} media files and {state} switches, journal entries and files of the operator "
        f"restored from {backup}. Sign-ins at platforms and settings (.env) are in no backup.",
        json=json,
    )


def _say(figures: dict[str, object], what: str, *, json: bool) -> None:
    tell(figures, f"{figures['facts']} facts and {figures['sightings']} sightings {what}.", json=json)


def verify(json: JsonOption = False) -> None:
    """Read every fact, row and media file and name what is damaged, foreign or missing; changes nothing."""
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
    from libraries.media.damage import Repaired, damaged_files, repair_files

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


def gc(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be deleted, and how much.")] = False,
    json: JsonOption = False,
) -> None:
    """Delete media that no film needs any more: old scenes, previews, films long uploaded, what declined posts left."""
    from libraries.media.store import LocalStore
    from services.ops.garbage import Garbage, Kept, collect_garbage, find_garbage

    async def work(runtime: Runtime, bus: Bus) -> list[Garbage]:
        store, loaded = LocalStore(runtime.settings.media.root), runtime.settings.media
        found = await find_garbage(bus, store, Kept.of(loaded))
        if not dry_run:
            await asyncio.to_thread(collect_garbage, store, found)
        return found

    found = with_bus("gc", work)
    size = sum(one.size for one in found)
    if json:
        emit({"files": len(found), "bytes": size, "dry_run": dry_run, "garbage": [one._asdict() for one in found]})
        return
    for why in sorted({one.why for one in found}):
        those = [one for one in found if one.why == why]
        console.print(f"{_REASONS[why]}: {len(those)} files, {sum(one.size for one in those) / 1e6:.1f} MB")
    console.print(f"{size / 1e6:.1f} MB {'can be deleted' if dry_run else 'deleted'}.")


_REASONS = {
    "pieces": "Scenes, previews and earlier films",
    "uploaded": "Films that were uploaded",
    "declined": "What was made of declined posts",
}
