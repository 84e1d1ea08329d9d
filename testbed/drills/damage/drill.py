"""The drill of damage: many copies of a small system, each damaged once; what was noticed and put right is counted."""

import asyncio
import re
import shutil
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from schemas.base import Frozen
from schemas.errors import WaggleError
from schemas.posts import PostKey
from testbed.drills.damage.cures import follow_cures
from testbed.drills.damage.file_damage import PlannedDamage, planned_damages
from testbed.drills.damage.small_system import SmallSystem, build_system
from testbed.drills.damage.system_contents import SystemContents, read_system

_POSTS: Final = 13
_DATED: Final = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z")
"""Name of a backup: each part of it is named by it."""
_AT_ONCE: Final = 6
"""Damages examined at the same time: a reader that waits for a record costs seconds and no computing."""
_BOUND: Final = 300.0
"""Seconds after which reading everything, or a cure, counts as hung; it takes a few, on a busy machine more."""
Say = Callable[[str], None]


class DamageReport(Frozen):
    """Figures of the drill. Of the ``damages``, those that change nothing that is read are ``harmless``.

    ``noticed`` at the next use or within one scrub, ``named``: with its post, file or stream; ``repaired``: everything
    is as in the undamaged copy once the printed cures were followed; ``parked``: but for what the cures named as left
    out or set aside; ``lost_by_advice``: damages whose cures cost something that could be read before them.
    ``broken``: what does not hold, and what ended in a defect; ``unnamed``: noticed without its name; one line each.
    """

    seconds: float
    damages: int
    noticed: int
    named: int
    repaired: int
    parked: int
    harmless: int
    silent: int
    hung: int
    lost_by_advice: int
    by_part: dict[str, int]
    unnamed: tuple[str, ...]
    broken: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether the drill was passed."""
        return not self.broken and self.damages == self.harmless + self.repaired + self.parked


class DamageOutcome(NamedTuple):
    """The outcome of one damage. ``verdict``: a figure of the report that it counts for; ``first``: what was said."""

    damage: PlannedDamage
    file: str
    verdict: str
    detail: str = ""
    named: bool = False
    first: str = ""


async def drill_damage(folder: Path, say: Say, *, count: int = 200, seed: int = 0, posts: int = _POSTS) -> DamageReport:
    """Damage ``count`` copies of a system of ``posts`` posts below ``folder`` in the ways that ``seed`` decides."""
    began = time.monotonic()
    system = await build_system(folder / "whole", posts)
    keys = [PostKey.of("sample", str(number)) for number in range(1, posts + 1)]
    whole = await read_system(await asyncio.to_thread(system.copy_to, folder / "undamaged"), keys)
    gate = asyncio.Semaphore(_AT_ONCE)

    async def tried(number: int, damage: PlannedDamage) -> DamageOutcome:
        async with gate:
            copy = await asyncio.to_thread(system.copy_to, folder / str(number))
            outcome = await try_damage(copy, damage, whole, keys)
            await asyncio.to_thread(shutil.rmtree, copy.root)
            say(f"{number} {damage.part}: {damage.how} {outcome.file}: {outcome.verdict} {outcome.detail}")
            return outcome

    outcomes = await asyncio.gather(
        *(tried(number, damage) for number, damage in enumerate(planned_damages(seed, count)))
    )
    return _report(outcomes, time.monotonic() - began)


async def try_damage(
    system: SmallSystem, damage: PlannedDamage, whole: SystemContents, keys: list[PostKey]
) -> DamageOutcome:
    """Damage a system, use it, follow the cures that are printed, and compare it with the ``whole`` one."""
    file = await asyncio.to_thread(damage.inflict, system)
    try:
        async with asyncio.timeout(_BOUND):
            seen = (await read_system(system, keys)).without_trouble_also_in(whole)
    except TimeoutError:
        return DamageOutcome(damage, file, "hung")
    except Exception as error:  # noqa: BLE001 - the program would have ended with a traceback: that is its verdict
        return DamageOutcome(damage, file, "fault", repr(error))
    wrong = _different(whole.items, seen.items)
    if not seen.words:
        return DamageOutcome(damage, file, "silent" if wrong else "harmless", ", ".join(sorted(wrong)[:3]))
    named = _is_named(file, wrong, seen.words)
    try:
        async with asyncio.timeout(_BOUND):
            said = await follow_cures(system, seen.words)
            after = (await read_system(system, keys)).without_trouble_also_in(whole)
    except TimeoutError:
        return DamageOutcome(damage, file, "hung", "while the cures were followed", named)
    except WaggleError as error:
        return DamageOutcome(damage, file, "unrepaired", str(error), named)
    except Exception as error:  # noqa: BLE001
        return DamageOutcome(damage, file, "fault", repr(error), named)
    return DamageOutcome(damage, file, *_verdict(whole, seen, after, said), named, seen.words[0])


def _verdict(whole: SystemContents, seen: SystemContents, after: SystemContents, said: list[str]) -> tuple[str, str]:
    """The verdict after the cures, and its detail."""
    left = {name for name in _different(whole.items, after.items) if not name.startswith("backup/")}
    unsaid = {name for name in left if not any(_subject(name) in words for words in said)}
    lost = {name for name in unsaid if seen.items.get(name) == whole.items.get(name)}
    if lost:
        return "lost_by_advice", ", ".join(sorted(lost)[:3])
    if unsaid or (after.words and not said):
        return "unrepaired", " | ".join([*sorted(unsaid)[:3], *after.words[:2]])
    return "parked" if left else "repaired", ", ".join(said)


def _different(whole: Mapping[str, str], seen: Mapping[str, str]) -> set[str]:
    """Names of what is not as in the whole system. A file that no backup lists is never read."""
    added = {name for name in seen.keys() - whole.keys() if not name.startswith("backup/")}
    return added | {name for name, text in whole.items() if seen.get(name) != text}


def _subject(name: str) -> str:
    """What a person would call a thing by: a post, or the name of a file or entry."""
    room, _, rest = name.partition("/")
    if rest.startswith("upload."):  # a film's journal entry: its sha256
        return rest.rpartition(".")[2]
    return rest.split("/")[0] if room in {"fact", "sighting"} else rest.split("/")[1] if room == "row" else rest


def _is_named(file: str, wrong: set[str], words: list[str]) -> bool:
    text = "\n".join(words)
    parts = [part for place, part in enumerate(Path(file).parts) if place >= 5 or _DATED.fullmatch(part)]
    known = [
        Path(file).name,
        "WAGGLEBOT",
        "KV_UPLOADS",
        "wagglebot.db",
        "broker",
        "projection",
        *parts,
        *map(_subject, wrong),
    ]
    return any(name in text for name in known)


def _report(outcomes: list[DamageOutcome], seconds: float) -> DamageReport:
    counts = Counter(outcome.verdict for outcome in outcomes)
    bad = [one for one in outcomes if one.verdict not in {"harmless", "repaired", "parked"}]
    noticed = [one for one in outcomes if one.verdict not in {"harmless", "silent", "hung"}]
    return DamageReport(
        seconds=round(seconds, 1),
        damages=len(outcomes),
        noticed=len(noticed),
        named=sum(one.named for one in noticed),
        repaired=counts["repaired"],
        parked=counts["parked"],
        harmless=counts["harmless"],
        silent=counts["silent"],
        hung=counts["hung"],
        lost_by_advice=counts["lost_by_advice"],
        by_part=dict(Counter(one.damage.part for one in outcomes)),
        unnamed=tuple(
            f"{one.damage.how} {one.file} (dice {one.damage.seed}) {one.first}" for one in noticed if not one.named
        ),
        broken=tuple(
            f"{one.verdict}: {one.damage.how} {one.file} (dice {one.damage.seed}) {one.detail}" for one in bad
        ),
    )
