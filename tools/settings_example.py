"""Write .env.example from the settings, or (--check) say that it is out of date.

It holds the settings of our own adapters. With --all the settings of every installed adapter, other packages' too, are
printed instead.
"""

import json
import sys
from collections.abc import Iterator

from pydantic import BaseModel

from libraries.settings.sections import SectionWithAdapters
from schemas.adapters import AdapterKind, installed_adapters
from services.config import HOME, ROOT, Section, Settings

EXAMPLE = ROOT / ".env.example"
OURS = "wagglebot"


def adapter_sections(station: str, package: str) -> dict[str, type[BaseModel]]:
    """The settings sections that adapters declare for a station, by name; of ``package`` only, where it is named."""
    found = [each for kind in AdapterKind for each in installed_adapters(kind) if package in ("", each.package)]
    declared = [each.adapter.settings for each in found if each.adapter and each.adapter.settings]
    return {section.name: section.model for section in declared if section.station == station}


def example_lines(model: type[BaseModel], prefix: str, package: str = OURS) -> Iterator[str]:
    """The lines of .env.example for the settings of ``model``: a comment and an assignment for each."""
    for name, field in model.model_fields.items():
        if name == "adapters":
            continue
        default = field.get_default(call_default_factory=True)
        if isinstance(default, Section):
            yield ""
            yield from example_lines(type(default), f"{prefix}{name.upper()}__", package)
        elif not isinstance(default, BaseModel):
            yield f"# {field.description}"
            yield f"#{prefix}{name.upper()}={_shown(default)}"
    if issubclass(model, SectionWithAdapters):
        for name, section in adapter_sections(model.STATION, package).items():
            yield ""
            yield from example_lines(section, f"{prefix}{name.upper()}__")


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple | dict | bool):
        return json.dumps(value, ensure_ascii=False)
    if hasattr(value, "get_secret_value"):
        return str(value.get_secret_value())
    text = str(value)
    return text.replace(f"{HOME}/", "")


def main() -> int:
    """Write the file, or with --check compare it; gives the exit status."""
    head = [
        "# All settings with their defaults. Copy to .env and uncomment what you change.",
        "# make check keeps this true.",
    ]
    text = "\n".join([*head, *example_lines(Settings, "WAGGLEBOT_")]) + "\n"
    if "--all" in sys.argv:
        sys.stdout.write("\n".join(example_lines(Settings, "WAGGLEBOT_", "")) + "\n")
    elif "--check" not in sys.argv:
        EXAMPLE.write_text(text, encoding="utf-8")
    elif not EXAMPLE.exists() or EXAMPLE.read_text(encoding="utf-8") != text:
        sys.stderr.write(".env.example is out of date. Run: python tools/settings_example.py\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
