"""``wagglebot topology``: the broker's streams and durables, compared with the declared ones and changed to them."""

import asyncio

import typer

from libraries.bus import TopologyDrift, connect
from services import bootstrap
from services.cli.shared.output import JsonOption, console, load_settings, print_json

topology = typer.Typer(help="The broker's streams and durable consumers.", no_args_is_help=True)


@topology.command("show")
def show_topology_drift(json: JsonOption = False) -> None:
    """Say where streams and durables differ from what this release and the settings declare."""
    _print_drift(asyncio.run(_find_drift(change=False)), json=json)


@topology.command("apply")
def change_topology(json: JsonOption = False) -> None:
    """Change what differs; nothing else does. After an upgrade, or when nats.replicas was raised."""
    _print_drift(asyncio.run(_find_drift(change=True)), json=json)


async def _find_drift(*, change: bool) -> tuple[TopologyDrift, ...]:
    async with bootstrap.open_runtime(load_settings()) as place:
        bus = await connect(place.nats, "topology", change_topology=change)
        await bus.close()
        return bus.drift


def _print_drift(found: tuple[TopologyDrift, ...], *, json: bool) -> None:
    if json:
        print_json([one._asdict() for one in found])
    else:
        console.print("\n".join(map(str, found)) or "Streams and durables are as declared.")
