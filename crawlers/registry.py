"""Which engines and sites there are. Engines come by entry point, ours like anybody's; sites by their files."""

import difflib
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import Final

from crawlers.base import BaseCrawler
from crawlers.sitefile import read_site
from crawlers.spec import SiteSpec
from schemas.errors import BadInput

GROUP: Final = "wagglebot.crawlers"
SITES: Final = Path(__file__).parent / "sites"
_SUFFIXES = (".yaml", ".yml")


def engines() -> dict[str, type[BaseCrawler]]:
    """All engines by name. Raises BadInput when two share a name, or one is no BaseCrawler."""
    found: dict[str, type[BaseCrawler]] = {}
    for entry in entry_points(group=GROUP):
        engine = entry.load()
        if not (isinstance(engine, type) and issubclass(engine, BaseCrawler)):
            raise BadInput(
                what=f"engine {entry.name}", why=f"{entry.value} is no BaseCrawler", remedy="Correct the entry point."
            )
        if found.setdefault(entry.name, engine) is not engine:
            raise BadInput(
                what=f"engine {entry.name}",
                why=f"{entry.value} and {found[entry.name].__module__} both claim the name",
                remedy="Uninstall one of them.",
            )
    return found


def engine(spec: SiteSpec, now: Callable[[], datetime] | None = None) -> BaseCrawler:
    """The engine of a site, made for it. Raises BadInput when there is none of that name."""
    known = engines()
    if spec.engine not in known:
        raise BadInput(
            what=f"site {spec.code}",
            why=f"there is no engine {spec.engine!r}{_guess(spec.engine, known)}",
            remedy=f"Known engines: {', '.join(sorted(known)) or 'none; is wagglebot installed?'}.",
        )
    return known[spec.engine](spec, now) if now else known[spec.engine](spec)


def sites(folders: Sequence[Path] = ()) -> dict[str, SiteSpec]:
    """All declared sites by code: ours and those in ``folders``.

    Raises BadInput for an invalid file, a code that is used twice, or a host that two enabled sites would visit at
    once (each would keep its own pace, and the host would see twice the requests).
    """
    found: dict[str, tuple[Path, SiteSpec]] = {}
    hosts: dict[str, Path] = {}
    for path in _files((SITES, *folders)):
        spec = read_site(path)
        if spec.code in found:
            raise _twice(path, f"the code {spec.code}", found[spec.code][0])
        found[spec.code] = (path, spec)
        if spec.policy.enabled and not spec.policy.loopback:
            for host in sorted(spec.page_hosts):
                if host in hosts:
                    raise _twice(path, f"the host {host}", hosts[host])
                hosts[host] = path
    return {code: spec for code, (_, spec) in sorted(found.items())}


def site(code_or_file: str, folders: Sequence[Path] = ()) -> SiteSpec:
    """A site by its code, or by the path of a file that is not installed. Raises BadInput."""
    if code_or_file.endswith(_SUFFIXES):
        return read_site(Path(code_or_file))
    known = sites(folders)
    if code_or_file not in known:
        raise BadInput(
            what=f"site {code_or_file!r}",
            why=f"no site has this code{_guess(code_or_file, known)}",
            remedy=f"Known sites: {', '.join(known)}. A file of your own is named by its path, ending in .yaml.",
        )
    return known[code_or_file]


def _files(folders: Iterable[Path]) -> list[Path]:
    return [path for folder in folders for path in sorted(folder.iterdir()) if path.suffix in _SUFFIXES]


def _twice(path: Path, what: str, other: Path) -> BadInput:
    return BadInput(what=f"site file {path}", why=f"{what} is already used by {other}", remedy="Keep one of the two.")


def _guess(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"; the closest is {close[0]}" if close else ""
