"""Open licences by which a film may be shown and changed: CC0, public domain, CC BY and CC BY-SA."""

import re
from typing import Final

_CC: Final = re.compile(r"^(?:cc[- ])?(by(?:-sa)?)[- ](\d\.\d)(?:[- ]([a-z]{2}))?$")
_ZERO: Final = re.compile(r"^cc[- ]?(?:0|zero)(?:[- ]1\.0)?$")
_PUBLIC: Final = re.compile(r"^(?:pd|pdm|public domain)\b(?!.*\b(?:except|only in)\b)")


def licence_if_open(name: str) -> str:
    """The licence as it is written in credits; empty for every other licence (NC, ND, GFDL alone, unknown)."""
    told = " ".join(name.lower().split())
    if _ZERO.match(told):
        return "CC0 1.0"
    if _PUBLIC.match(told):
        return "Public Domain"
    found = _CC.match(told)
    if found is None:
        return ""
    kind, version, country = found.groups()
    return f"CC {kind.upper()} {version}" + (f" {country.upper()}" if country else "")
