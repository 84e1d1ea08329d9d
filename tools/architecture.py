"""Draw docs/pictures/architecture.svg: the rooms of the program in their layers, and which room imports which.

Everything comes from the import graph and the layers in pyproject.toml. An arrow that others imply is left out
(transitive reduction). With --check it says whether the picture is out of date. Needs the extra 'dev'.
"""

import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import grimp
from figures import PACKAGES, Edge, import_edges

ROOT: Final = Path(__file__).resolve().parents[1]
PICTURE: Final = ROOT / "docs/pictures/architecture.svg"
WIDTH: Final = 1280
BOX_WIDTH, BOX_HEIGHT, ROW_HEIGHT = 200, 34, 84
LETTER_WIDTH: Final = 7.9
"""Of the monospaced letters at 13 px."""
_STYLE: Final = """
  text { font: 13px ui-monospace, Menlo, Consolas, monospace; fill: #1b1f24; text-anchor: middle; }
  rect { fill: #f4f6f8; stroke: #57606a; rx: 6px; }
  path { fill: none; stroke: #57606a; stroke-width: 1.2px; marker-end: url(#head); }
"""

Rows = list[list[str]]
"""The rooms of each layer, the highest layer first."""


def rooms_by_layer() -> Rows:
    """The rooms of each layer, highest first, from the first contract of import-linter."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared: list[str] = config["tool"]["importlinter"]["contracts"][0]["layers"]
    return [[room.strip() for room in layer.replace("|", ":").split(":")] for layer in declared]


def room_edges(arrows: Iterable[Edge], rooms: set[str]) -> set[Edge]:
    """Imports between modules as imports between the rooms they lie in."""

    def room(module: str) -> str:
        while module and module not in rooms:
            module = module.rpartition(".")[0]
        return module

    between = {(room(importer), room(imported)) for importer, imported in arrows}
    return {(importer, imported) for importer, imported in between if importer and imported and importer != imported}


def without_implied_arrows(arrows: set[Edge]) -> list[Edge]:
    """The arrows that are not implied by a path of other arrows (transitive reduction)."""

    def implied(arrow: Edge) -> bool:
        reached: set[str] = set()
        waiting = [arrow[0]]
        while waiting:
            here = waiting.pop()
            nexts = {end for start, end in arrows if start == here and (start, end) != arrow} - reached
            reached |= nexts
            waiting.extend(nexts)
        return arrow[1] in reached

    return sorted(arrow for arrow in arrows if not implied(arrow))


def svg_text(rows: Rows, arrows: list[Edge]) -> str:
    """The picture of rows and arrows as SVG text. Sizes in pixels."""
    places = {
        room: (WIDTH * (2 * column + 1) // (2 * len(row)), 24 + number * ROW_HEIGHT)
        for number, row in enumerate(rows)
        for column, room in enumerate(row)
    }
    height = ROW_HEIGHT * (len(rows) - 1) + BOX_HEIGHT + 48
    lines = []
    for importer, imported in arrows:
        (x1, y1), (x2, y2) = places[importer], places[imported]
        y1 += BOX_HEIGHT
        bend = (y2 - y1) // 2
        lines.append(f'<path d="M{x1},{y1} C{x1},{y1 + bend} {x2},{y2 - bend} {x2},{y2 - 2}"/>')
    boxes = [
        f'<rect x="{x - BOX_WIDTH // 2}" y="{y}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}"/>'
        f'<text x="{x}" y="{y + 22}">{room.replace(".", "/")}</text>'
        for room, (x, y) in places.items()
    ]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}">\n'
        f"<title>Which room of WaggleBot imports which</title>\n<style>{_STYLE}</style>\n"
        '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0,0 L8,4 L0,8 z" style="fill:#57606a;stroke:none;marker-end:none"/></marker></defs>\n'
        f'<rect width="{WIDTH}" height="{height}" style="fill:#ffffff;stroke:none;rx:0"/>\n'
    )
    return head + "\n".join([*lines, *boxes]) + "\n</svg>\n"


def current_svg_text() -> str:
    """The picture of the code as it is now, as SVG text."""
    rows = rooms_by_layer()
    rooms = {room for row in rows for room in row}
    found = room_edges(import_edges(grimp.build_graph(*PACKAGES, cache_dir=None)), rooms)
    return svg_text(rows, without_implied_arrows(found))


def main() -> int:
    """Write the picture, or with --check compare it; gives the exit status."""
    text = current_svg_text()
    if "--check" not in sys.argv:
        PICTURE.write_text(text, encoding="utf-8")
    elif not PICTURE.exists() or PICTURE.read_text(encoding="utf-8") != text:
        sys.stderr.write(f"{PICTURE.relative_to(ROOT)} is out of date. Run: make architecture\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
