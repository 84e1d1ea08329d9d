"""``wagglebot backup FOLDER | list | try | key``: copies of a system, in a folder or a bucket of S3."""

import asyncio
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

from libraries.bus import Bus
from schemas.errors import BadInput
from services.bootstrap import Runtime
from services.cli.shared.bus_work import run_on_bus
from services.cli.shared.output import JsonOption, console, load_settings, print_json, print_outcome, print_table

_MAKE: Final = "make"


class _Backup(TyperGroup):
    """A group in which a word that is no command is the place of a new backup."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in {*self.commands, "--help"}:
            args = [_MAKE, *args]
        return super().parse_args(ctx, args)


backup = typer.Typer(cls=_Backup, no_args_is_help=True, help="Back up the facts, the operator's state and the media.")

PlaceArgument = Annotated[str, typer.Argument(help="A folder or s3://bucket/folder; as in the settings if left out.")]


@backup.command(_MAKE)
def make_backup(
    place: Annotated[
        str, typer.Argument(help="A folder or s3://bucket/folder; each backup gets a dated folder there.")
    ],
    keep: Annotated[int | None, typer.Option(min=1, help="Days a backup is kept; the newest always is.")] = None,
    json: JsonOption = False,
) -> None:
    """Back up (the word make may be left out); only files that are new since the last backup are copied."""
    from libraries.backups.backup import FinishedBackup, back_up

    async def work(runtime: Runtime, bus: Bus) -> FinishedBackup:
        health = runtime.settings.health
        store = await asyncio.to_thread(runtime.settings.backup_store, place)
        assert store is not None
        keeping = health.backup_retention if keep is None else health.backup_retention._replace(days=keep)
        media, signs = runtime.settings.media.root, health.backup_sign_ins
        return await back_up(bus, media, store, runtime.operator_folders, keeping=keeping, sign_ins=signs)

    done = run_on_bus("backup", work)
    print_outcome(
        done._asdict() | {"folder": f"{done.place}/{done.name}"},
        f"{done.facts} facts and {done.files} files ({done.copied} of them new) backed up to {done.place}/{done.name}; "
        f"{done.dropped} old backups deleted.",
        json=json,
    )


@backup.command("list")
def list_backups(place: PlaceArgument = "", json: JsonOption = False) -> None:
    """List the whole backups, and when one was last restored on trial."""
    from libraries.backups.drill.results import read_last_drills
    from libraries.backups.layout import list_complete_backups

    loaded = load_settings()
    store = loaded.backup_store(place)
    if store is None:
        raise BadInput("backup.no_place")
    names = [name for _, name in list_complete_backups(store)]
    drills = read_last_drills(loaded.nats.store_dir.parent)
    if json:
        drilled = drills.model_dump(mode="json")
        print_json({"place": store.location, "encrypted": store.encrypted, "backups": names, "drills": drilled})
        return
    print_table(f"{store.location}{', encrypted' if store.encrypted else ''}", ["backup"], [[name] for name in names])
    last = drills.exact
    console.print(f"Last exact restore on trial: {f'{last.begun:%F %R} of {last.backup}' if last else 'never'}.")


@backup.command("try")
def rehearse_restore(place: PlaceArgument = "", json: JsonOption = False) -> None:
    """Restore the newest backup into an empty temporary place and compare; nothing of this system is changed."""
    from libraries.backups.drill.restore_drill import run_restore_drill
    from libraries.backups.drill.results import DrillResult, save_drill_result

    async def work(runtime: Runtime, bus: Bus) -> DrillResult:
        store = await asyncio.to_thread(runtime.settings.backup_store, place)
        if store is None:
            raise BadInput("backup.no_place")
        done = await run_restore_drill(store, bus)
        await asyncio.to_thread(save_drill_result, runtime.operator_folders.var, done)
        return done

    done = run_on_bus("restore drill", work)
    came = f"{done.facts} facts, {done.entries} entries, {done.files} files of the operator, {done.media} media files"
    verdict = "everything is as it was" if done.is_exact else "; ".join(done.wrong)
    figures = done.model_dump(mode="json") | {"exact": done.is_exact}
    print_outcome(figures, f"{done.backup}: {came}; {verdict}.", json=json)
    if not done.is_exact:
        raise typer.Exit(1)


@backup.command("key")
def make_backup_key(file: Annotated[Path, typer.Argument(help="File of the new key, for its owner alone.")]) -> None:
    """Make a key that backups are encrypted with. Keep a copy away from this machine and from the backups."""
    from libraries.object_store.keys import make_key_file

    public = make_key_file(file)
    console.print(f"{file}: the key with the public part {public}.", soft_wrap=True)
    console.print(f"Set WAGGLEBOT_HEALTH__BACKUP_KEY_FILE={file} and keep a copy elsewhere: without the key nobody can")
    console.print("read the backups, we neither. age -d -i FILE reads every object of them too.")
