"""The drill of the doctor: each fault is planted, must be found, and must be cured by what was printed."""

import asyncio
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from schemas.base import Frozen
from schemas.errors import ConfigurationError, Permanent
from testbed.drills.doctor import cures
from testbed.drills.doctor.faults import FAULTS, InstallationFault
from testbed.drills.doctor.installation import DoctorFinding, Installation

_ROUNDS: Final = 3
"""How often the doctor is asked again: a first cure may uncover what else is missing."""
Say = Callable[[str], None]


class PlantedFaultOutcome(Frozen):
    """What became of a fault. ``how``: ``typed``, ``edited`` or ``by hand``; ``text``: what the doctor printed."""

    fault: str
    found: bool
    cured: bool
    how: str
    text: str
    why: str = ""


class DoctorReport(Frozen):
    """Figures of the drill. ``not_here``: faults that this machine does not let anybody plant; ``not_tried``: faults
    that were found, and whose cures need what is not on any machine by itself. Neither is among ``planted``.
    """

    seconds: float
    planted: int
    found: int
    cured: int
    typed: int
    edited: int
    by_hand: int
    not_here: tuple[str, ...]
    not_tried: tuple[str, ...]
    wrong: tuple[PlantedFaultOutcome, ...]

    @property
    def passed(self) -> bool:
        """Whether the drill was passed."""
        return self.planted == self.found == self.cured > 0


async def drill_doctor(folder: Path, say: Say, faults: tuple[InstallationFault, ...] = FAULTS) -> DoctorReport:
    """Plant ``faults`` one after the other, each into a copy of one healthy installation."""
    began = time.monotonic()
    healthy = Installation(folder / "healthy")
    await asyncio.to_thread(healthy.set_up)
    if wrong := await asyncio.to_thread(healthy.doctor_findings):
        raise Permanent("drill.command_failed", command="wagglebot doctor", why=f"a healthy installation has {wrong}")
    seen: list[PlantedFaultOutcome] = []
    not_here: list[str] = []
    not_tried: list[str] = []
    for number, fault in enumerate(faults):
        there = healthy.copy_to(folder / str(number))
        try:
            one = await asyncio.to_thread(_tried, there, fault)
        except ConfigurationError as error:
            not_here.append(f"{fault.name}: {error}")
            continue
        if fault.elsewhere and one.found:
            not_tried.append(f"{fault.name}: {one.text} (needs {fault.elsewhere})")
        else:
            seen.append(one)
        say(f"{'cured' if one.cured else 'FOUND' if one.found else 'UNSEEN'} ({one.how}): {fault.name} {one.why}")
    return DoctorReport(
        seconds=round(time.monotonic() - began, 1),
        planted=len(seen),
        found=sum(one.found for one in seen),
        cured=sum(one.cured for one in seen),
        typed=sum(one.cured and one.how == "typed" for one in seen),
        edited=sum(one.cured and one.how == "edited" for one in seen),
        by_hand=sum(one.cured and one.how == "by hand" for one in seen),
        not_here=tuple(not_here),
        not_tried=tuple(not_tried),
        wrong=tuple(one for one in seen if not one.cured),
    )


def _tried(there: Installation, fault: InstallationFault) -> PlantedFaultOutcome:
    """Raises ConfigurationError where the fault cannot be planted on this machine."""
    how = "by hand" if fault.hands else "edited" if fault.edit else "typed"
    with ExitStack() as stack:
        fault.plant(there, stack)
        if not (said := _about(there.doctor_findings(), fault)):
            return PlantedFaultOutcome(fault=fault.name, found=False, cured=False, how=how, text="")
        text, why = said[0].text, ""
        if fault.elsewhere:
            return PlantedFaultOutcome(fault=fault.name, found=True, cured=False, how="not tried", text=text)
        for _ in range(_ROUNDS):
            why = _follow(there, fault, said[0].text, stack)
            said = _about(there.doctor_findings(), fault)
            if why or not said:
                break
        why = why or (f"still: {said[0].text}" if said else "")
        return PlantedFaultOutcome(fault=fault.name, found=True, cured=not why, how=how, text=text, why=why)


def _about(found: list[DoctorFinding], fault: InstallationFault) -> list[DoctorFinding]:
    """What was said of the fault: its finding, or the refusal of a command to begin."""
    return [one for one in found if one.what == fault.what or one.what.startswith(f"{fault.what} ") or not one.what]


def _follow(there: Installation, fault: InstallationFault, text: str, stack: ExitStack) -> str:
    """Do what the text says; gives why that is not possible, empty when it was done."""
    acted = fault.hands is not None and fault.hands[0] in text
    if acted and fault.hands:
        fault.hands[1](there, stack)
    elif fault.edit:
        return _edit(there, fault, text)
    elif fault.hands:
        return f"the cure does not say {fault.hands[0]!r}: {text}"
    if fault.edit:
        return ""  # what is left to do is said when the doctor is asked again
    typed = [command.replace("FOLDER", str(there.backups)) for command in _ending(cures.commands_in(text))]
    if not typed and not acted:
        return f"no command to type: {text}"
    for command in typed:
        try:
            _typed(there, command)
        except Permanent as error:
            return str(error)
    return ""


def _ending(commands: list[str]) -> list[str]:
    """Those that end: of stations that are to be started or a command that does it at once, the command."""
    return [command for command in commands if not command.startswith("wagglebot run")]


def _typed(there: Installation, command: str) -> None:
    """Type a command; what changes the shell itself is typed before all others from now on."""
    if command.startswith("ulimit"):
        there.first += f"\n{command}"
    elif command.startswith("LANG="):
        there.environment["LANG"] = command.split(maxsplit=1)[0].removeprefix("LANG=")
    else:
        there.type_command(command)


def _edit(there: Installation, fault: InstallationFault, text: str) -> str:
    named = {name.upper().replace(".", "__") for name in cures.settings_in(text)}
    sections = {name.removeprefix("WAGGLEBOT_") for name in named}
    sections |= {"RECIPE"} if "recipe" in text or any(name.startswith("FILM__") for name in sections) else set()
    missing = [name for name in fault.edit if name.removeprefix("WAGGLEBOT_") not in sections]
    if missing:
        return f"the cure does not name {missing[0]}: {text}"
    there.write_settings(
        {name: value and value.replace("{backups}", str(there.backups)) for name, value in fault.edit.items()}
    )
    return ""
