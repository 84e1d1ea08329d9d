"""Write docs/adapters.md from the descriptors of our adapters, or (--check) say that it is out of date."""

import sys
from collections.abc import Iterator
from typing import Final

from schemas.adapters import (
    Account,
    Adapter,
    AdapterKind,
    Extra,
    InstalledAdapter,
    ModelFiles,
    Need,
    Server,
    installed_adapters,
)
from services.config import ROOT

PAGE: Final = ROOT / "docs/adapters.md"
_HEAD: Final = """# Adapters

Everything that can be chosen by name, from its descriptor (`schemas/adapters.py`). This page is written by
`python tools/adapter_tables.py` and kept true by `make check`. `wagglebot adapters` prints the same for what is
installed on a machine, plug-ins among it, and says what each still lacks there. How to write one stands in
[CONTRIBUTING.md](../CONTRIBUTING.md).
"""
_COLUMNS: Final = ("name", "title", "Korean", "version", "languages", "graphics card", "needs", "settings")
_TITLES: Final = {
    AdapterKind.WRITER: "Writers (`recipe.script.chain`)",
    AdapterKind.VOICE: "Voices (`recipe.voice.chain`)",
    AdapterKind.PICTURE_MAKER: "Makers of pictures (`recipe.picture.chain`)",
    AdapterKind.TEMPLATE: "Templates (`recipe.film.template`)",
    AdapterKind.PLATFORM: "Platforms (`publish.platforms`)",
    AdapterKind.ENGINE: "Site engines (`engine` of a site file)",
    AdapterKind.NOTIFIER: "Notifiers (`health.notifiers`)",
    AdapterKind.MEDIA_STORE: "Media stores (`media.store`)",
}


def need_text(of: Need) -> str:
    """What an adapter needs, in a few words."""
    match of:
        case Extra(name=name):
            return f"extra `{name}`"
        case ModelFiles(setting=setting):
            return f"files at `{setting}`"
        case Server(setting=setting):
            return f"server at `{setting}`" if setting else "internet"
        case Account(cure=cure):
            return f"`{cure}`"


def adapter_row(adapter: Adapter) -> str:
    """The Markdown row of an adapter."""
    section = adapter.settings
    prefix = f"`WAGGLEBOT_{section.station}__{section.name}__`".upper() if section else ""
    needs = ", ".join(need_text(each) for each in adapter.needs)
    languages = ", ".join(adapter.languages)
    cells = (f"`{adapter.name}`", adapter.title_en, adapter.title_ko, adapter.version, languages)
    return "| " + " | ".join((*cells, "yes" if adapter.gpu else "", needs, prefix)) + " |"


def adapter_tables(wanted: Iterator[InstalledAdapter]) -> str:
    """The Markdown tables of the ``wanted`` adapters, one for each kind that has any."""
    found = list(wanted)
    parts = []
    for kind, title in _TITLES.items():
        rows = [adapter_row(each.adapter) for each in found if each.kind is kind and each.adapter is not None]
        if rows:
            head = (
                "| name | title | Korean | version | languages | graphics card | needs | settings |\n"
                + "|---" * 8
                + "|"
            )
            parts.append("\n".join((f"## {title}", "", head, *rows)))
    return "\n\n".join(parts) + "\n"


def every_installed_adapter() -> Iterator[InstalledAdapter]:
    """Every installed adapter."""
    for kind in AdapterKind:
        yield from installed_adapters(kind)


def main() -> int:
    """Write the page, or with --check compare it; gives the exit status."""
    ours = (each for each in every_installed_adapter() if each.package == "wagglebot")
    text = f"{_HEAD}\n{adapter_tables(ours)}"
    if "--check" not in sys.argv:
        PAGE.write_text(text, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
        sys.stderr.write("docs/adapters.md is out of date. Run: python tools/adapter_tables.py\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
