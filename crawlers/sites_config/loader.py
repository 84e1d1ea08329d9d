"""Reads a site's YAML file; errors name file, line and field."""

from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import ValidationError

from crawlers.sites_config.model import SiteSpec
from schemas.errors import BadInput

_SAID: Final = {"extra_forbidden": "there is no such field", "missing": "it is missing"}
"""What is said of errors whose own words are pydantic's."""
KEPT: Final = 1024
"""Files that are kept as read until they change."""


@dataclass(frozen=True, slots=True)
class SiteFile:
    """The content of a site file before it is checked."""

    path: Path
    content: Any
    tree: yaml.Node | None


def read_site(path: Path) -> SiteSpec:
    """The site a file declares. Raises BadInput naming file, line and field."""
    return _read_site(path, file_stamp(path))


def read_site_file(path: Path) -> SiteFile:
    """The content of a site file, not yet checked. Raises BadInput for a file that cannot be read or is no YAML."""
    try:
        tree, content = _read(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("site.unreadable", file=path, why=str(error)) from error
    except yaml.YAMLError as error:
        raise BadInput("site.invalid", file=path, why=_yaml_error(error)) from error
    return SiteFile(path, content, tree)


def validate_site(text: SiteFile, content: Any) -> SiteSpec:
    """The site that ``content`` declares, which is that of ``text`` or made of it. Raises BadInput as `read_site`."""
    try:
        return SiteSpec.model_validate(content)
    except ValidationError as error:
        # A field that nobody knows is named before the one that is missing in its place.
        first = min(error.errors(include_url=False), key=lambda each: each["type"] != "extra_forbidden")
        said = _SAID.get(first["type"], first["msg"].removeprefix("Value error, "))
        why = f"line {_line(text.tree, first['loc'])}: {_field(first['loc'])}{said}"
        more = error.error_count() - 1
        raise BadInput("site.invalid", file=text.path, why=why + (f" (and {more} more)" if more else "")) from error


def file_stamp(path: Path) -> tuple[int, int]:
    """What changes with a file's content. Raises BadInput for a file that cannot be read."""
    try:
        found = path.stat()
    except OSError as error:
        raise BadInput("site.unreadable", file=path, why=str(error)) from error
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=KEPT)
def _read_site(path: Path, _: tuple[int, int]) -> SiteSpec:
    text = read_site_file(path)
    return validate_site(text, text.content)


def _read(text: str) -> tuple[yaml.Node | None, Any]:
    """The YAML tree, whose nodes have line numbers, and the content."""
    loader = _Strict(text)
    try:
        tree = loader.get_single_node()
        return tree, None if tree is None else loader.construct_document(tree)
    finally:
        loader.dispose()


_KINDS: Final = {"timestamp": "date or time", "int": "number", "float": "number", "bool": "yes or no"}


class _Strict(yaml.CSafeLoader):
    """A loader that rejects duplicate keys, of which YAML would silently keep the last, and names the line of a value
    that is none, such as the date 2026-02-30.
    """

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except (ValueError, LookupError, AttributeError, TypeError) as error:
            kind = str(node.tag).rpartition(":")[2]
            problem = f"{str(node.value)[:60]} is no {_KINDS.get(kind, kind)}"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark) from error

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        if not isinstance(node, yaml.MappingNode):  # tagged as one
            return super().construct_mapping(node, deep)
        for key, _ in node.value:
            name = str(key.value)
            if name in seen:
                raise yaml.MarkedYAMLError(problem=f"{name} is written twice", problem_mark=key.start_mark)
            seen.add(name)
        return super().construct_mapping(node, deep)


def _yaml_error(error: yaml.YAMLError) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        return f"line {error.problem_mark.line + 1}: {error.problem}"
    return str(error)


def _field(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location) + ": " if location else ""


def _line(tree: yaml.Node | None, location: tuple[int | str, ...]) -> int:
    """Line of the deepest part of ``location`` that exists in the file."""
    line, node = 1, tree
    for part in location:
        if isinstance(node, yaml.MappingNode):
            pair = next(((key, value) for key, value in node.value if key.value == str(part)), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            break
    return line
