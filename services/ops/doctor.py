"""What `wagglebot doctor` finds out about a machine: each finding with its remedy."""

import shutil
import socket
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Literal

from libraries.extras import missing_extra
from libraries.paths import PACKAGES
from schemas.base import Frozen
from schemas.errors import WaggleError


class Finding(Frozen):
    what: str
    state: Literal["ok", "warn", "fail"]
    found: str
    remedy: str = ""


Check = Callable[[], Finding]


def proven(what: str, proof: Callable[[], object]) -> Check:
    """A check that is ok when ``proof`` returns, and says what it raised when it does not."""
    return guarded(what, lambda: Finding(what=what, state="ok", found=str(proof())))


def guarded(what: str, check: Check) -> Check:
    """The check, with an error or a missing extra as its finding."""

    def examined() -> Finding:
        try:
            return check()
        except WaggleError as error:
            return Finding(what=what, state="fail", found=str(error))
        except ModuleNotFoundError as error:
            missing = missing_extra(error)
            if missing is None:
                raise
            return Finding(what=what, state="fail", found=str(missing.error))

    return examined


def python_version() -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    good = sys.version_info >= (3, 11)
    return Finding(
        what="python",
        state="ok" if good else "fail",
        found=version,
        remedy="" if good else "Install Python 3.11 or newer.",
    )


def packages() -> Finding:
    """No other distribution has installed files under the names of our packages."""
    owners = packages_distributions()
    shared = {name: others for name in PACKAGES if (others := set(owners.get(name, ())) - {"wagglebot"})}
    found = "; ".join(f"{name} also comes with {', '.join(sorted(others))}" for name, others in shared.items())
    return Finding(
        what="packages",
        state="fail" if shared else "ok",
        found=found or ", ".join(PACKAGES),
        remedy="Install wagglebot in an environment of its own, with pipx or uv tool install." if shared else "",
    )


def disk(folder: Path, *, least: int = 2_000_000_000) -> Check:
    """Enough room where the media and the streams lie; ``least`` in bytes."""

    def check() -> Finding:
        place = folder
        while not place.exists():
            place = place.parent
        free = shutil.disk_usage(place).free
        return Finding(
            what=f"disk {folder}",
            state="ok" if free >= least else "warn",
            found=f"{free / 1e9:.1f} GB free",
            remedy="" if free >= least else "Free some space: a film takes about 20 MB; work is parked on a full disk.",
        )

    return check


def port(host: str, number: int) -> Check:
    """Nobody else listens where the review app will."""

    def check() -> Finding:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, number))
            except OSError as error:
                return Finding(
                    what=f"port {number}",
                    state="warn",
                    found=error.strerror or str(error),
                    remedy="Somebody listens there (WaggleBot itself?). Set WAGGLEBOT_REVIEW__PORT to another.",
                )
        return Finding(what=f"port {number}", state="ok", found="free")

    return check


def examine(checks: Sequence[Check]) -> list[Finding]:
    """All findings, in the order of the checks."""
    return [check() for check in checks]
