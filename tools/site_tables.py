"""Write the tables and counts of declared sites into docs and READMEs, or (--check) say that they are out of date."""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

from crawlers.sites_config import registry
from crawlers.sites_config.model import SiteSpec
from crawlers.sites_config.observed_pages import ObservedPages
from crawlers.sites_config.reading_methods import comment_and_paging_methods
from services.config import ROOT
from testbed.saved_page_checks.truth import read_truth

PAGE: Final = ROOT / "docs/sites-table.md"
FIXTURES: Final = ROOT / "tests/fixtures/crawl/observed"
_HEAD: Final = """# Declared sites

This page is written by `python tools/site_tables.py` from the files in `crawlers/sites/` and kept true by `make check`;
what the levels mean stands in [sites.md](sites.md). `wagglebot sites` prints the same with your own files, permissions
and crawls.

- **comments**: on the `page` of the post, on it and linked `pages`, from an `end point` of their own, the `part` that
  JSON-LD describes.
- **paging**: further pages of a list by a `link`, by a `number` in the address, from an `end point`; else `one page`.
- **boards**: `(not seen)` is one whose own list nobody has seen; it is read like another list of the site.
- **not shown**: fields that none of the pages seen shows, for list, post and comments.
"""
_ENGLISH: Final = """\
{sites} sites are declared: {declared} at level 1 (the file validates; of {software} the pages of their software, not
their own, are read in the tests), {observed} at level 2 (real pages were seen, our own board's among them, and every
field that a person reads on pages drawn after them is read exactly), none yet at level 3 (run live by an operator).
{enabled} are enabled; by default only the sample board is crawled.
"""
_KOREAN: Final = """\
사이트 {sites}곳이 선언되어 있습니다. {declared}곳은 1단계(파일만 확인. 그중 {software}곳은
같은 소프트웨어의 페이지를 시험에서 읽음), {observed}곳은 2단계(우리 게시판을 포함해 실제 페이지를 보고,
사람이 읽는 모든 항목을 시험에서 정확히 확인)이고, 3단계(운영자가 직접 수집)는 아직 없습니다.
켜져 있는 곳은 {enabled}곳이고, 기본으로는 샘플 게시판만 수집합니다.
"""
_LEVELS: Final = """\
{sites} sites are declared, {enabled} of them enabled ([table](sites-table.md)).

| Level | Sites | What it means |
|---|---|---|
| 1 — declared | {declared} | the file is valid, and nobody has seen the site's pages |
| 2 — observed | {observed} | real pages were seen, and every field that a person reads there is read exactly |
| 3 — crawled by you | — | `wagglebot crawl check SITE` read the live site and noted it on your machine |

Of those at level 1, {software} run a software whose pages are read in the tests, and {none} have no selectors yet. One
of level 2 is our own board.
"""
_PLACES: Final = {"README.md": _ENGLISH, "README.ko.md": _KOREAN, "docs/sites.md": _LEVELS}
_WORDS: Final = {
    "none": "cannot be read yet",
    "declared": "declared",
    "software": "declared; pages of its software are read in tests",
    "observed": "observed",
}


def sites_table(sites: dict[str, SiteSpec]) -> str:
    """The Markdown tables of sites: the observed ones first, with their source, then the others."""
    observed = [spec for spec in sites.values() if spec.observed is not None]
    others = [spec for spec in sites.values() if spec.observed is None]
    return "\n".join(
        [
            *_rows("## Observed", "boards | saved | source | real pages | not shown", observed),
            "",
            *_rows("## Not observed", "known by", others),
        ]
    )


def _rows(title: str, further: str, specs: list[SiteSpec]) -> Iterator[str]:
    columns = f"site | name | engine | comments | paging | {further}"
    yield from (title, "", f"| {columns} |", "|" + "---|" * (columns.count("|") + 1))
    for spec in specs:
        comments, paging = comment_and_paging_methods(spec)
        known = f"{_boards(spec)} | {_seen(spec.observed)}" if spec.observed else _WORDS[spec.evidence]
        yield f"| `{spec.code}` | {spec.name} | {spec.engine} | {comments} | {paging} | {known} |"


def _boards(spec: SiteSpec) -> str:
    """The declared boards, and which of their lists nobody has seen."""
    truth = read_truth(FIXTURES / spec.code)
    seen = {urljoin(f"{spec.base_url}/", each.url) for each in truth.lists}
    return ", ".join(
        f"{board.code}{'' if spec.base_url + board.path in seen else ' (not seen)'}" for board in spec.boards
    )


def _seen(observed: ObservedPages) -> str:
    pages = ", ".join(f"{name} {count}" for name, count in observed.pages.model_dump().items() if count)
    hidden = (f"{kind}: {', '.join(names)}" for kind, names in observed.not_shown.model_dump().items() if names)
    return f"{observed.saved} | {observed.source} | {pages} | {'; '.join(hidden)}"


def site_counts(sites: dict[str, SiteSpec]) -> dict[str, int]:
    """How many sites are declared, enabled, and known by each kind of evidence."""
    known = Counter(spec.evidence for spec in sites.values())
    return {
        "sites": len(sites),
        "enabled": sum(spec.policy.enabled for spec in sites.values()),
        "declared": len(sites) - known["observed"],
        **{name: known[name] for name in ("none", "software", "observed")},
    }


def updated_pages(sites: dict[str, SiteSpec]) -> dict[Path, str]:
    """Every page with the tables and counts as they must be now. Raises ValueError for a page without its mark."""
    written = {PAGE: f"{_HEAD}\n{sites_table(sites)}\n"}
    counts = site_counts(sites)
    for name, text in _PLACES.items():
        before, begin, rest = (ROOT / name).read_text("utf-8").partition("<!-- sites -->\n")
        _, end, after = rest.partition("<!-- /sites -->")
        if not begin or not end:
            raise ValueError(f"{name} has no <!-- sites --> … <!-- /sites -->")
        written[ROOT / name] = f"{before}{begin}{text.format(**counts)}{end}{after}"
    return written


def main() -> int:
    """Write the pages, or with --check compare them; gives the exit status."""
    late = []
    for path, text in updated_pages(registry.shipped_sites()).items():
        if path.exists() and path.read_text("utf-8") == text:
            continue
        late.append(path.relative_to(ROOT))
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
    if late and "--check" in sys.argv:
        sys.stderr.write(f"{', '.join(map(str, late))}: out of date. Run: python tools/site_tables.py\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
