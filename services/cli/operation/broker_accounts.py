"""``wagglebot accounts``: the broker's users, one for each station."""

from pathlib import Path
from typing import Annotated

import typer

from libraries.bus.accounts import account_files, reload
from libraries.bus.accounts.permissions import STATIONS, permissions_of_station
from libraries.bus.embedded import accounts_dir
from schemas.adapters import AdapterKind, usable_names
from services.cli.shared.output import JsonOption, console, load_settings, print_json, print_table

accounts = typer.Typer(help="Users of the broker: one for each station, with what it may do.", no_args_is_help=True)


@accounts.command("show")
def show_permissions(json: JsonOption = False) -> None:
    """Say what each station's user may publish on and hear. The user 'wagglebot' may do everything."""
    lanes = dict.fromkeys((*usable_names(AdapterKind.PLATFORM), *load_settings().publish.all_platforms))
    every = {user: permissions_of_station(user, list(lanes))._asdict() for user in STATIONS}
    if json:
        print_json(every)
        return
    rows = [(user, "\n".join(may["publish"]), "\n".join(may["subscribe"])) for user, may in every.items()]
    print_table("Users of the broker", ["user", "may publish on", "may hear"], rows)


@accounts.command("create")
def create_passwords() -> None:
    """Make a password for every user that has none, and users.conf for the broker. Passwords are never printed."""
    folder = _accounts_folder()
    new = account_files.create_accounts(folder, lanes=load_settings().publish.all_platforms)
    console.print(f"{len(new)} new users in {folder}; the broker includes {folder / account_files.CONFIG}.")
    _reload_broker()


@accounts.command("rotate")
def rotate_passwords(
    users: Annotated[list[str] | None, typer.Argument(help="Users; all when none is named.")] = None,
) -> None:
    """Give users new passwords. Stations come back with them by themselves once the broker has read users.conf."""
    lanes = load_settings().publish.all_platforms
    changed = account_files.rotate_passwords(_accounts_folder(), users or (), lanes)
    console.print(f"New passwords: {', '.join(changed)}.")
    _reload_broker()


def _accounts_folder() -> Path:
    nats = load_settings().nats
    return nats.accounts or (accounts_dir(nats.store_dir) if nats.is_embedded else nats.store_dir.parent / "accounts")


def _reload_broker() -> None:
    nats = load_settings().nats
    if not nats.is_embedded:
        console.print("Have each broker read it: nats-server --signal reload, or docker compose kill -s HUP nats")
    elif reload.reload_embedded_broker_accounts(nats.store_dir):
        console.print("The broker has read it.")
