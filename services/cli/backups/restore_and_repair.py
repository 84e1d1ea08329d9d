"""``wagglebot restore | verify | repair | export-log | import-log``: copies of a system, and its damage."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from libraries.bus import Bus
from libraries.media.damage import RepairedFiles
from libraries.media.store import LocalStore
from services.bootstrap import Runtime
from services.cli.shared.bus_work import run_on_bus
from services.cli.shared.output import JsonOption, console, print_json, print_outcome, print_table


def export_log(
    file: Annotated[Path, typer.Argument(help="Where to write: JSON lines, each sealed with a checksum.")],
    sightings: Annotated[bool, typer.Option(help="Also the newest figures of every post.")] = True,
    json: JsonOption = False,
) -> None:
    """Write every fact of the stream to a file that `import-log` rebuilds an empty system from."""
    from libraries.backups.transfer.log_export import export_log

    done = run_on_bus("export", lambda _, bus: export_log(bus, file, sightings=sightings))
    _print_figures(done._asdict(), f"exported to {file}", json=json)


def import_log(file: Annotated[Path, typer.Argument(help="A file of `export-log`.")], json: JsonOption = False) -> None:
    """Rebuild an empty system from an exported log; a damaged file or a system in use is refused."""
    from libraries.backups.transfer.log_import import import_log

    done = run_on_bus("import", lambda _, bus: import_log(bus, file))
    _print_figures({"facts": done.facts, "sightings": done.sightings}, f"imported from {file}", json=json)


def restore(
    backup: Annotated[str, typer.Argument(help="A dated folder of `backup`, or where they lie, for the newest.")],
    damaged: Annotated[
        Path | None,
        typer.Option("--with", help="The damaged broker's folder, moved away: what is newer there is taken over."),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Rebuild an empty system from a backup: the media first, then the facts that name them."""
    from libraries.backups.restore import RestoredBackup, find_backup, open_damaged_broker, restore_backup
    from services.publish import registry
    from services.publish.upload.journal import UploadJournal

    async def work(runtime: Runtime, bus: Bus) -> RestoredBackup:
        store = LocalStore(runtime.settings.media.root)
        place, name = await asyncio.to_thread(find_backup, backup, runtime.settings.backup_store)
        async with open_damaged_broker(damaged) as other:
            done = await restore_backup(bus, store, runtime.operator_folders, place, name, other)
        uploaders = registry.uploaders(bus, store, store.root / "export", runtime.settings.publish)
        channels = {each.platform: each.channel for each in uploaders}
        await UploadJournal(bus.ledger()).restore_missing_entries(bus.facts(kinds=("content.uploaded",)), channels)
        return done

    done = run_on_bus("restore", work)
    print_outcome(
        done._asdict(),
        f"{done.facts} facts, {done.files} media files and {done.state} switches, journal entries and files of the "
        f"operator restored from {backup}.",
        json=json,
    )
    if not json and done.withdrawn:
        console.print(f"Withdrawn since, and left out: {', '.join(done.withdrawn)}")
    if not json and done.missing:
        console.print(f"Not in it: {'; '.join(done.missing)}.")
    if not json and done.left_out:
        console.print(f"Without their newest facts, since one before them is lost: {', '.join(done.left_out)}")


def _print_figures(figures: dict[str, object], what: str, *, json: bool) -> None:
    print_outcome(figures, f"{figures['facts']} facts and {figures['sightings']} sightings {what}.", json=json)


BackupsOption = Annotated[
    str, typer.Option("--backups", "--from", help="Where the backups lie; as in the settings when left out.")
]


def verify(backups: BackupsOption = "", json: JsonOption = False) -> None:
    """Read every fact, entry, row, media file and backup and name what is damaged or missing; changes nothing."""
    from libraries.backups.damage import open_backups_even_without_key
    from libraries.maintenance.verification import CURES, VerificationReport
    from libraries.maintenance.verification import verify_system as read_all
    from services.projector.stream_comparison import compare_rows_with_stream

    async def work(runtime: Runtime, bus: Bus) -> VerificationReport:
        loaded = runtime.settings
        with console.status("The stream is read …") as status:
            return await read_all(
                bus,
                lambda: compare_rows_with_stream(bus, loaded.store.url),
                loaded.media.root,
                lambda done, every: status.update(f"Media files read: {done} of {every}"),
                backups=await asyncio.to_thread(open_backups_even_without_key, loaded.backup_store, backups),
                kept=loaded.media.keep_days,
            )

    done = run_on_bus("verify", work)
    cures = {one.where: CURES[one.where] for one in done.findings}
    if json:
        print_json(done._asdict() | {"findings": [finding._asdict() for finding in done.findings], "cures": cures})
    else:
        console.print(f"{done.facts} facts of {done.posts} posts and {done.files} media files were read.")
        if done.findings:
            print_table("Damaged", ["where", "what", "name", "why"], done.findings)
        for where in (where for where in CURES if where in cures):
            console.print(f"{where}: {cures[where]}")
        if not done.findings:
            console.print("Nothing is damaged.")
    if done.findings:
        raise typer.Exit(1)


def repair(
    backups: BackupsOption = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    json: JsonOption = False,
) -> None:
    """Replace damaged or missing media by copies of the backups, and the reverse; set aside what has no copy."""
    from libraries.maintenance.verification import repair_media_and_backups as repair_all

    async def work(runtime: Runtime, bus: Bus) -> RepairedFiles:
        loaded = runtime.settings
        place = await asyncio.to_thread(loaded.backup_store, backups)
        return await repair_all(bus, loaded.media.root, place, loaded.media.keep_days, dry_run=dry_run)

    done = run_on_bus("repair", work)
    if json:
        print_json(done._asdict() | {"damaged": len(done.restored) + len(done.aside), "dry_run": dry_run})
        return
    console.print(f"{len(done.restored) + len(done.aside)} files are damaged or missing.")
    for name in done.restored:
        console.print(f"taken from its copy: {name}")
    for name in done.aside:
        console.print(f"{'would be replaced or set aside' if dry_run else 'set aside, is made again'}: {name}")


def gc(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be deleted, and how much.")] = False,
    json: JsonOption = False,
) -> None:
    """Delete media that no film needs any more: old scenes, previews, films long uploaded, what declined posts left."""
    from libraries.maintenance.garbage import Garbage, collect_garbage, find_garbage

    async def work(runtime: Runtime, bus: Bus) -> list[Garbage]:
        store, loaded = LocalStore(runtime.settings.media.root), runtime.settings.media
        return await (find_garbage if dry_run else collect_garbage)(bus, store, loaded.keep_days)

    found = run_on_bus("gc", work)
    size = sum(one.size for one in found)
    if json:
        print_json(
            {"files": len(found), "bytes": size, "dry_run": dry_run, "garbage": [one._asdict() for one in found]}
        )
        return
    for why in sorted({one.why for one in found}):
        those = [one for one in found if one.why == why]
        console.print(f"{_REASONS[why]}: {len(those)} files, {sum(one.size for one in those) / 1e6:.1f} MB")
    console.print(f"{size / 1e6:.1f} MB {'can be deleted' if dry_run else 'deleted'}.")


_REASONS = {
    "pieces": "Scenes, previews and earlier films",
    "uploaded": "Films that were uploaded",
    "declined": "What was made of declined posts",
    "withdrawn": "What was left of withdrawn posts",
    "uncollected": "What was stored for posts that were not collected in the end",
}
