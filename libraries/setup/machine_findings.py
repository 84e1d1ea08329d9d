"""Findings about a machine: what of it stands in the way of models, each with what helps."""

from libraries.checks.finding import Finding
from libraries.setup.machine import LEAST_DRIVER, Machine


def check_machine_for_models(machine: Machine) -> list[Finding]:
    """A finding for each part of the machine that models need, with what helps where it stands in their way."""
    found = [_card(machine)]
    memory = "Close other programs; WSL: memory= in .wslconfig, then wsl --shutdown."
    found.append(_limit("memory", machine.memory_mb, 4000, "MiB free", memory))
    found.append(_limit("disk", machine.disk_mb, 6000, "MiB free", "Free some space, or set WAGGLEBOT_HOME."))
    found.append(Finding(what="processor", state="ok", found=f"{machine.cores} cores"))
    if machine.wsl == 1:
        remedy = "In Windows: wsl --set-version DISTRIBUTION 2"
        found.append(Finding(what="WSL", state="fail", found="WSL 1 has no graphics card and no locks", remedy=remedy))
    elif machine.windows_disk:
        remedy = "Clone into the home folder of Linux: models load many times faster from there."
        found.append(Finding(what="WSL", state="warn", found="this folder lies on a Windows disk", remedy=remedy))
    elif machine.wsl:
        found.append(Finding(what="WSL", state="ok", found="WSL 2"))
    return found


def _card(machine: Machine) -> Finding:
    card = machine.card
    if card is None:
        state, remedy = "ok", ""
        if machine.runtimes_for_card:
            state, remedy = "warn", "Install NVIDIA's driver (WSL: in Windows only), or take make cpu."
        return Finding(what="graphics card", state=state, found="no NVIDIA card: the processor computes", remedy=remedy)
    found = f"{card.name}, {card.total_mb} MiB, driver {card.driver}"
    if not machine.driver_is_new_enough:
        remedy = f"Install driver {LEAST_DRIVER} or newer (WSL: in Windows only)."
        return Finding(what="graphics card", state="warn", found=f"{found}: too old for CUDA 13", remedy=remedy)
    if not machine.runtimes_for_card:
        return Finding(what="graphics card", state="warn", found=f"{found}: not used", remedy="Run: make gpu")
    if not machine.writer_on_card:
        told = f"{found}; llama.cpp computes on the processor"
        return Finding(what="graphics card", state="warn", found=told, remedy="Run again later: make gpu")
    return Finding(what="graphics card", state="ok", found=found)


def _limit(what: str, has: int, least: int, unit: str, remedy: str) -> Finding:
    enough = has >= least
    return Finding(what=what, state="ok" if enough else "warn", found=f"{has} {unit}", remedy="" if enough else remedy)
