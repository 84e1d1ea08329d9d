"""Write docs/models-table.md from the catalogue of models, or (--check) say that it is out of date."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from libraries.model_store.catalogue import Model, read_catalogue
from libraries.model_store.sources.declared_sources import AddressSource, HubSource, PackageIndexSource, Source
from libraries.paths import ROOT

PAGE: Final = ROOT / "docs/models-table.md"
_HEAD: Final = """# The catalogue of models

This page is written by `python tools/model_tables.py` from the files in `libraries/model_store/models/` and kept true
by `make check`. `wagglebot models list` prints the same with what is on this machine; [models.md](models.md) says how
one is fetched, tried and used.

- **MB** on disk, **memory** without a graphics card and **card** with one, in MB. A figure that no public document
  gives is left out.
- **for**: the smallest graphics card it is proposed for; "CPU": it needs none; "trials": too weak for films.
- **fetched by us**: the authors fetched and ran it, from one of its sources. The other entries are pinned (revision,
  size, sha256) from public documents, on machines that reach no model hub.

| name | does | languages | licence | MB | memory | card | for | fetched by us |
|---|---|---|---|---|---|---|---|---|
"""


def page_text() -> str:
    """The whole page as Markdown."""
    models = read_catalogue().values()
    return _HEAD + "".join(map(_row, models)) + "".join(part for model in models for part in _section(model))


def _row(model: Model) -> str:
    card = "trials" if model.fits_gb is None else f"{model.fits_gb} GB" if model.fits_gb else "CPU"
    languages = " ".join(model.languages[:10]) + (
        f" and {len(model.languages) - 10} more" if model.languages[10:] else ""
    )
    size = f"{model.size / 1e6:.0f}" if all(file.size is not None for file in model.files) else ""
    cells = (
        f"`{model.name}`",
        model.purpose,
        languages,
        f"[{model.licence.name}]({model.licence.url})" + (" (asks)" if model.licence.ask else ""),
        size,
        model.memory_mb or "",
        model.card_mb or "",
        card,
        "yes" if model.fetched else "no",
    )
    return f"| {' | '.join(map(str, cells))} |\n"


def _section(model: Model) -> Iterator[str]:
    yield f"\n## {model.title}\n\n`wagglebot models get {model.name}`: {model.origin}. {model.note}".rstrip() + "\n"
    yield "\nSources, in their order:\n\n"
    for number, source in enumerate(model.sources, 1):
        another = ", another build" if source.files else ""
        yield f"{number}. {_place(source)}{another}\n"
    if model.start:
        yield f"\nServed by `{model.start}`.\n"


def _place(source: Source) -> str:
    match source:
        case HubSource():
            return f"model hub: `{source.repository}` at `{source.revision}`"
        case AddressSource():
            return "addresses: " + ", ".join(f"<{url}>" for url in source.urls.values())
        case PackageIndexSource():
            wheels = {wheel.project_name for members in source.wheels.values() for wheel in members}
            return "package index: " + ", ".join(f"`{each}`" for each in sorted(wheels))


def main() -> int:
    """Write the page, or with --check compare it; gives the exit status."""
    text = page_text()
    if "--check" not in sys.argv:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if Path(PAGE).is_file() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write("docs/models-table.md is out of date; run: python tools/model_tables.py\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
