"""``wagglebot script --explain``: what the checks measured of a script, and each fault with its place."""

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import typer
from pydantic import ValidationError

from schemas.errors import BadInput
from schemas.events import ContentScripted
from schemas.posts import Post
from schemas.script import Script, ScriptFault, ScriptReport
from schemas.states import PostState, fold_facts
from services.cli.shared.bus_work import run_on_bus
from services.cli.shared.output import (
    load_settings,
    message_language,
    parse_post_key,
    print_json,
    print_table,
    read_input,
)

T = TypeVar("T")


def explain_script(source: str, post: str, *, quotes: bool, as_json: bool) -> None:
    """Print the report of a script, and exit with 1 when it has faults. Raises BadInput.

    ``source``: a file with a sheet, a script or a model's draft, or the key of a post whose script is kept; ``post``: a
    file or a key where the source holds no post. ``quotes``: its writer uses the sentences of the post.
    """
    from libraries.film_scripts.checks.descriptions import too_short_warning

    script, report = _examined_script(source, post, quotes=quotes)
    if as_json:
        print_json(report)
    else:
        figures = report.figures.model_dump(mode="json")
        print_table(script.title, ["figure", "value"], [(name, _value_text(value)) for name, value in figures.items()])
        if short := too_short_warning(report.figures, message_language()):
            typer.echo(short)
        if report.faults:
            print_table("faults", ["fault", "line", "what", "where"], _fault_rows(report.faults, script))
    if report.faults:
        raise typer.Exit(1)


def _examined_script(source: str, post: str, *, quotes: bool) -> tuple[Script, ScriptReport]:
    if source != "-" and not Path(source).is_file():
        state, report = post_state_and_script_report(source)
        if state.post is None or state.script is None:
            raise BadInput("post.no_script")
        seconds = state.recipe.script.seconds
        return state.script, report or _report(state.script, state.post, quotes=quotes, seconds=seconds)
    document = _document(source)
    told = _post(post) if post else _own_post(document, source)
    script = _script(document, told, source)
    seconds = load_settings().recipe.script.seconds
    return script, _report(script, told, quotes=quotes, seconds=seconds)


def _report(script: Script, post: Post, *, quotes: bool, seconds: float) -> ScriptReport:
    """The report of ``script``; of one in sentences of the post also how long a film these need."""
    from libraries.film_scripts.checks import examine_script
    from services.studio.script.extractive.writer import ExtractiveWriter

    report = examine_script(script, post, quotes_post=quotes, seconds=seconds)
    if not quotes:
        return report
    needed = ExtractiveWriter().needed_seconds(post)
    return report.model_copy(update={"figures": report.figures.model_copy(update={"needed_seconds": needed})})


def post_state_and_script_report(key: str) -> tuple[PostState, ScriptReport | None]:
    """The state of a post, and the report of its script where that was examined."""
    facts = run_on_bus("explain", lambda _, bus: bus.facts_of_post(parse_post_key(key)))
    state = fold_facts(facts)
    if state.post is None:
        raise BadInput("cli.no_such_post", post=key)
    written = [fact.event for fact in facts if isinstance(fact.event, ContentScripted)]
    report = written[-1].report if written and written[-1].script == state.script else None
    return state, report


def _post(source: str) -> Post:
    if not Path(source).is_file():
        post = post_state_and_script_report(source)[0].post
        assert post is not None
        return post
    return _own_post(_document(source), source)


def _document(source: str) -> dict[str, Any]:
    try:
        document = json.loads(read_input(source))
    except json.JSONDecodeError as error:
        raise BadInput("cli.bad_sheet", file=source, why=str(error)) from error
    if not isinstance(document, dict):
        raise BadInput("cli.sheet_is_a_list", file=source)
    return document


def _own_post(document: Mapping[str, Any], source: str) -> Post:
    """The post in a sheet, or the post that the document is."""
    found = document if "origin_id" in document else document.get("post")
    if found is None:
        raise BadInput("cli.explain_without_post", file=source)
    return _validated(lambda: Post.model_validate(found), source)


def _script(document: Mapping[str, Any], post: Post, source: str) -> Script:
    """The script in a sheet, the script that the document is, or the one that a model's draft becomes."""
    from services.studio.script.llm.draft import Draft, script_of_draft

    if "hook" in document:
        return script_of_draft(_validated(lambda: Draft.model_validate({"refusal": "", **document}), source), post)
    found = document if "lines" in document else document.get("script")
    if found is None:
        raise BadInput("cli.explain_without_script", file=source)
    return _validated(lambda: Script.model_validate(found), source)


def _validated(read: Callable[[], T], source: str) -> T:
    try:
        return read()
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the document"
        raise BadInput("cli.bad_sheet", file=source, why=f"{where}: {first['msg']}") from error


def _fault_rows(faults: Iterable[ScriptFault], script: Script) -> Iterable[tuple[str, str, str, str]]:
    from libraries.film_scripts.checks.descriptions import fault_description

    for fault in faults:
        what = fault_description(fault.fault, message_language())
        place = "" if fault.line is None else str(fault.line + 1)
        whole = "" if fault.line is None else script.lines[fault.line].display
        yield fault.fault.value, place, what, fault.excerpt or whole


def _value_text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else f"{value:.2f}" if isinstance(value, float) else str(value)
