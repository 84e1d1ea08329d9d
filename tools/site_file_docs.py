"""Write docs/site-files.md from the model of a site file and the examples, or (--check) say that it is out of date."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Final, Literal, NamedTuple, Union, get_args, get_origin

import yaml
from pydantic import AwareDatetime, BaseModel
from pydantic.fields import FieldInfo

from crawlers.sites_config.loader import read_site
from crawlers.sites_config.model import SiteSpec
from crawlers.sites_config.selectors import Pick
from schemas.errors import BadInput
from schemas.failures.collect import SENTENCES
from services.config import ROOT

EXAMPLES: Final = ROOT / "examples/site"
PAGE: Final = ROOT / "docs/site-files.md"
_WORDS: Final = {AwareDatetime: "date and time", str: "text", int: "number", float: "number", bool: "true or false"}
_HEAD: Final = """# Site files

Every field of a site file, from the model (`crawlers/sites_config/`) and
[every-field.yaml](../examples/site/every-field.yaml). This page is written by `python tools/site_file_docs.py` and kept
true by `make check`. What levels, permissions and your own files are stands in [sites.md](sites.md).

Try a file with `wagglebot crawl my-site.yaml --dry-run`: it prints what it read and keeps nothing. What may not be read
is not tried either: with `enabled: true` a file says that robots.txt and the terms are open; else put it into `sites/`
beside your settings, where it is found by its code, and record who allowed it ([sites.md](sites.md)):

```sh
cp first-board.yaml ~/.local/share/wagglebot/sites/       # or $WAGGLEBOT_HOME/sites/
wagglebot site permit first-board --ref "mail of its operator" --date 2026-11-20
wagglebot crawl first-board --dry-run
wagglebot site on first-board
```

## The smallest file

Of a board whose software WaggleBot knows ([first-board.yaml](../examples/site/first-board.yaml)):

```yaml
{first}```

Of any other board of HTML pages ([html-board.yaml](../examples/site/html-board.yaml)):

```yaml
{html}```

## Picks

A **pick** is one value of a page: a CSS selector, or a mapping of these.

| field | what it is |
|---|---|
| `css` | the first element found; left out: the row itself |
| `attr` | its attribute instead of its text |
| `regex` | a regular expression: its first group, else all that it matches |
| `without` | parts of the element whose text does not count |
| `around` | looks in the nearest element around the row that this finds |

## Fields

**Bold** fields are required where the one above them is there.

| field | type | left out | what it is | example |
|---|---|---|---|---|
"""
_MISTAKES: Final = (
    ("boards:\n  - {code: free, path: /free}", "boards:\n  - {code: free, path: free}"),
    ("title: h1", "titel: h1"),
    ("rows: ul.board > li", "rows: 'ul.board > li['"),
    ("link: a.subject", "link: {css: a.subject, regex: '('}"),
    ("name: 작은 게시판", "name: 작은 게시판\nname: 둘째"),
    ("  enabled: false\n", "  enabled: true\n  robots: deny\n"),
    ("  reason: Nobody has read its terms yet.\n", ""),
    ("policy:\n", "policy:\n  min_delay: 1\n"),
)
"""Right lines of html-board.yaml, and wrong ones in their place."""


class DocumentedField(NamedTuple):
    """A documented field of a site file: its path, type, whether it is required, its default, what it is and an
    example.
    """

    path: str
    type: str
    required: bool
    default: str
    words: str
    example: str

    def markdown_row(self) -> str:
        """The Markdown row of the field."""
        name = f"**`{self.path}`**" if self.required else f"`{self.path}`"
        example = f"`{self.example}`" if self.example else ""
        return "| " + " | ".join((name, self.type, self.default, self.words, example)).replace("  ", " ") + " |"


def documented_fields(model: type[BaseModel], text: str) -> list[DocumentedField]:
    """The fields of a model with the comments and values of an example. Raises ValueError for one it lacks."""
    return list(_fields(model, yaml.compose(text), text.splitlines(keepends=True)))


def _fields(
    model: type[BaseModel], node: yaml.Node | None, lines: list[str], before: str = ""
) -> Iterator[DocumentedField]:
    assert isinstance(node, yaml.MappingNode)
    keys = {key.value: (key, value) for key, value in node.value}
    for name, info in model.model_fields.items():
        path = f"{before}{name}"
        if name not in keys:
            raise ValueError(f"examples/site/every-field.yaml lacks {path}")
        key, value = keys[name]
        inner = _model(info.annotation)
        words = _comment(lines, key.start_mark.line)
        example = "" if inner else "".join(lines)[_slice(value)].strip().replace("|", "\\|")
        yield DocumentedField(path, _type(info.annotation), info.is_required(), _default(info), words, example)
        if inner is not None:
            one = value.value[0] if isinstance(value, yaml.SequenceNode) else value
            yield from _fields(inner, one, lines, f"{path}.")


def _slice(node: yaml.Node) -> slice:
    return slice(node.start_mark.index, node.end_mark.index)


def _comment(lines: list[str], line: int) -> str:
    """The comment above a line. Raises ValueError where there is none."""
    said = lines[line - 1].strip()
    if not said.startswith("#"):
        raise ValueError(f"examples/site/every-field.yaml says nothing above line {line + 1}: {lines[line].strip()}")
    return said.lstrip("# ").replace("|", "\\|")


def _plain(annotation: Any) -> list[Any]:
    """The types of an annotation without None and what it is annotated with."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _plain(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return [plain for each in get_args(annotation) if each is not type(None) for plain in _plain(each)]
    return [annotation]


def _model(annotation: Any) -> type[BaseModel] | None:
    """The model of a field that has fields of its own."""
    for plain in _plain(annotation):
        if get_origin(plain) is tuple:
            return _model(get_args(plain)[0])
        if isinstance(plain, type) and issubclass(plain, BaseModel) and plain is not Pick:
            return plain
    return None


def _type(annotation: Any) -> str:
    (plain,) = _plain(annotation)
    if get_origin(plain) is tuple:
        return f"list of {_type(get_args(plain)[0])}" if not _model(annotation) else "list"
    if get_origin(plain) is Literal:
        return ", ".join(f"`{each}`" for each in get_args(plain)) if len(get_args(plain)) < 5 else "names"
    if plain is Pick:
        return "pick"
    return _WORDS.get(plain) or ("mapping" if _model(plain) else str(plain.__name__))


def _default(info: FieldInfo) -> str:
    value = info.default
    if info.is_required() or value in (None, "", ()) or isinstance(value, BaseModel):
        return ""
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    if isinstance(value, tuple):
        return f"`{', '.join(value)}`"
    return f"`{value:g}`" if isinstance(value, float) else f"`{value}`"


def _mistakes(text: str) -> Iterator[str]:
    """What is said of typical mistakes, by the loader itself."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "my-site.yaml"
        for right, wrong in _MISTAKES:
            assert text.count(right) == 1, right
            path.write_text(text.replace(right, wrong), "utf-8")
            try:
                read_site(path)
            except BadInput as error:
                why = str(error.fields["why"]).replace("|", "\\|")
                yield f"| `{' ⏎ '.join(wrong.strip().splitlines()) or f'without {right.strip()}'}` | {why} |"
            else:
                raise ValueError(f"no mistake: {wrong}")


def _errors() -> Iterator[str]:
    for code, sentences in SENTENCES.items():
        if code.startswith("site.") and sentences.cure:
            yield f"| `{code}` | {sentences.en} | {sentences.cure} |"


def page_text() -> str:
    """The whole page as Markdown. Raises ValueError for a field that the example does not have or says nothing of."""
    full = (EXAMPLES / "every-field.yaml").read_text("utf-8")
    read_site(EXAMPLES / "every-field.yaml")
    first, html = ((EXAMPLES / f"{name}-board.yaml").read_text("utf-8") for name in ("first", "html"))
    rows = (field.markdown_row() for field in documented_fields(SiteSpec, full))
    return "\n".join(
        (
            _HEAD.format(first=first, html=html) + "\n".join(rows),
            "\n## Mistakes\n",
            "What `wagglebot crawl my-site.yaml --dry-run` says of the second file above, changed:\n",
            "| changed to | said |\n|---|---|",
            *_mistakes(html),
            "\n## Errors and what helps\n",
            "| code | what happened | what helps |\n|---|---|---|",
            *_errors(),
            "",
        )
    )


def main() -> int:
    """Write the page, or with --check compare it; gives the exit status."""
    text = page_text()
    if "--check" not in sys.argv:
        PAGE.write_text(text, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text("utf-8") != text:
        sys.stderr.write("docs/site-files.md is out of date. Run: python tools/site_file_docs.py\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
