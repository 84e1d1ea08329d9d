"""A finding of a check, and checks that turn errors into findings."""

from collections.abc import Callable, Sequence
from typing import Literal

from libraries.extras import missing_extra
from schemas.base import Frozen
from schemas.errors import WaggleError


class Finding(Frozen):
    """What a check found: ``ok``, ``warn`` (it works, but not for long or not as asked) or ``fail``."""

    what: str
    state: Literal["ok", "warn", "fail"]
    found: str
    remedy: str = ""


Check = Callable[[], Finding]


def check_without_error(what: str, proof: Callable[[], object]) -> Check:
    """A check that is ok when ``proof`` returns, and says what it raised when it does not."""
    return errors_as_finding(what, lambda: Finding(what=what, state="ok", found=str(proof())))


def errors_as_finding(what: str, check: Check) -> Check:
    """The check, but an error or a missing extra that it raises becomes its finding."""

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
        except OSError as error:  # a folder that is closed to us, a name too long
            remedy = "Let this user read it (chown, chmod), or set another place."
            return Finding(what=what, state="fail", found=f"{error.filename}: {error.strerror}", remedy=remedy)

    return examined


def finding_of(what: str, *, ok: bool, found: str, remedy: str, bad: Literal["warn", "fail"] = "fail") -> Finding:
    """A finding that is ``bad`` with a remedy, or ok without one."""
    return Finding(what=what, state="ok" if ok else bad, found=found, remedy="" if ok else remedy)


def run_checks(checks: Sequence[Check]) -> list[Finding]:
    """Run the checks; gives all findings, in their order."""
    return [check() for check in checks]
