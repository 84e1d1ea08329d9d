"""What a system holds that a restore must give back, and how what it gave differs."""

import asyncio
import hashlib
from collections.abc import Iterable, Mapping, Set
from typing import NamedTuple

from libraries.backups.operator_state import OperatorFolders
from libraries.bus import Bus
from libraries.media.damage import stored_files
from libraries.media.store import LocalStore
from schemas.events import ContentWithdrawn, Event, PostRetracted
from schemas.posts import PostKey


class TakenContents(NamedTuple):
    """What a system held at least when a backup began, and at most when it ended, each thing by name."""

    before: dict[str, str]
    after: dict[str, str]


async def restorable_contents(bus: Bus, store: LocalStore, homes: OperatorFolders) -> dict[str, str]:
    """Everything of a system that a restore must give back, each thing as a text by its name; of retractions only the
    post.
    """
    found = {f"entry/{entry.key}": entry.value.decode() async for entry in bus.ledger().entries()}
    async for batch in bus.facts():
        for event in (fact.event for fact in batch):
            if isinstance(event, PostRetracted):
                found[f"retraction/{event.post_key}"] = event.reason
            elif isinstance(event, ContentWithdrawn):
                found[f"withdrawal/{event.event_id}"] = event.model_dump_json(by_alias=True)
            else:
                found[f"fact/{event.post_key}/{event.event_id}"] = event.model_dump_json(by_alias=True)
    return found | await asyncio.to_thread(_files, store, homes)


def _files(store: LocalStore, homes: OperatorFolders) -> dict[str, str]:
    own = ("author.salt", "accounts.json")
    files = {f"media/{path.relative_to(store.root)}": path for path in stored_files(store.root)}
    files |= {f"var/{name}": homes.var / name for name in own} | {"sites/mine.yaml": homes.sites / "mine.yaml"}
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items() if path.is_file()}


def restore_differences(found: Mapping[str, str], taken: TakenContents, withdrawn: Set[str]) -> list[str]:
    """A sentence for each thing that a restore lost, changed or made up; things of ``withdrawn`` posts may be lost."""
    lost = [name for name in taken.before.keys() - found.keys() - withdrawn if not name.startswith("retraction/")]
    other = [
        name
        for name, text in found.items()
        if text not in {taken.before.get(name), taken.after.get(name)} and not name.startswith("retraction/")
    ]
    return [*(f"lost {name}" for name in sorted(lost)), *(f"not as it was {name}" for name in sorted(other))]


def is_of_posts(name: str, posts: Iterable[PostKey]) -> bool:
    """Whether a thing is a fact of one of ``posts``."""
    return any(name.startswith(f"fact/{key}/") for key in posts)


def holds_withdrawable_text(fact: Event) -> bool:
    """Whether a fact holds what a withdrawal deletes: all facts but those of the withdrawal itself."""
    return not isinstance(fact, PostRetracted | ContentWithdrawn)
