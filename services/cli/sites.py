"""``wagglebot sites``: what is declared, how far it is proven, what is switched on and why the rest is not."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import astuple
from datetime import UTC, datetime
from functools import partial
from json import dumps, loads
from pathlib import Path
from typing import Annotated, Final

import typer

from crawlers.recognition.correction_dialogue import ASKED, ask_for_corrections, parse_examples
from crawlers.recognition.recognise_site import recognise_site
from crawlers.recognition.saved_site import SiteToAdd, save_site
from crawlers.sites_config import registry
from crawlers.sites_config.declared_site import DeclaredSite, site_values
from crawlers.sites_config.site_details import file_notices, site_details, site_remarks
from libraries import files
from libraries.accounts.audit_log import AuditEntry, AuditLog
from libraries.bus import Bus
from schemas.crawls import CrawlReport
from schemas.errors import BadInput
from schemas.posts import Post
from services.bootstrap import Runtime
from services.cli.shared.bus_work import run_on_bus, user_name
from services.cli.shared.output import (
    JsonOption,
    console,
    error_text,
    load_settings,
    print_error,
    print_json,
    print_outcome,
    print_table,
)
from services.commands.site import SetPermission, SwitchSite, newest_collected_posts, set_permission, switch_site
from services.config import Settings

sites = typer.Typer()
site = typer.Typer(help="Switch sites on and off while everything runs.", no_args_is_help=True)
_EXAMPLES: Final = {"allow_extra_args": True, "ignore_unknown_options": True}
Code = Annotated[str, typer.Argument(help="Code of a site.")]


@site.command("on")
def enable_site(code: Code) -> None:
    """Crawl a site from now on. What its policy closes stays closed."""
    _switch_site(code, on=True)
    console.print(f"{code} is on and is crawled now.")


@site.command("off")
def disable_site(code: Code) -> None:
    """Crawl a site no more."""
    _switch_site(code, on=False)
    console.print(f"{code} is off.")


def _switch_site(code: str, *, on: bool) -> None:
    async def work(runtime: Runtime, bus: Bus) -> None:
        audit = AuditLog.for_store_folder(runtime.settings.nats.store_dir)
        await switch_site(bus, SwitchSite(site=code, on=on), user_name(), runtime.settings.collect, audit)

    run_on_bus("site", work)


@site.command("permit")
def record_permission(
    code: Code,
    *,
    ref: Annotated[str, typer.Option(help="Where the permission is kept: a letter, a contract, your note.")] = "",
    date: Annotated[str, typer.Option(help="When it was given, as 2026-11-29.")] = "",
    ground: Annotated[
        str, typer.Option(help="site (written permission), api (agreement) or terms (your reading).")
    ] = "site",
    clause: Annotated[str, typer.Option(help="The clause that it rests on, as it is written.")] = "",
    url: Annotated[str, typer.Option(help="Where that can be read.")] = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take back what was recorded.")] = False,
    json: JsonOption = False,
) -> None:
    """Record who allowed you to read a site, and on which ground. Its robots.txt is obeyed all the same."""
    given = {"ref": ref, "date": date, "ground": ground, "clause": clause, "url": url}
    wanted = SetPermission(site=code, permission=None if withdraw else given)
    audit = AuditLog.for_store_folder(load_settings().nats.store_dir)
    asyncio.run(set_permission(wanted, user_name(), audit))
    _print_site(code, json)


@sites.command("show")
def show_site(code: Code, json: JsonOption = False) -> None:
    """Print every value of a site with the file it comes from, and what its file says beside what you recorded."""
    _print_site(code, json)


def _print_site(code: str, json: bool) -> None:
    found = registry.declared_site(code)
    if json:
        print_json(
            site_details(found)
            | {"values": [value._asdict() for value in site_values(found)], "remarks": [*site_remarks(found)]}
        )
        return
    print_table(f"{code}: {found.spec.name}", ["field", "value", "from", "instead of"], site_values(found))
    console.print("\n".join(site_remarks(found)))


@sites.command("add", context_settings=_EXAMPLES)
def add_site(context: typer.Context, url: str, code: str = "", name: str = "", json: JsonOption = False) -> None:
    """Recognise an unknown site from one address, and write its file beside the settings, closed until permitted.

    What is wrong is corrected by examples from the pages: --author 홍길동 --likes 12 --time … --title … --views …
    --comments … --body "how a text begins" --comment … --comment-author … --comment-time … --comment-likes …
    """
    _recognise(SiteToAdd(url=url, code=code, name=name, examples=parse_examples(context.args)), json)


@sites.command("mend", context_settings=_EXAMPLES)
def mend_site(context: typer.Context, code: Code, json: JsonOption = False) -> None:
    """Recognise a site anew whose layout changed, by the posts that were collected before; examples as for add."""
    found = registry.declared_site(code)
    known = run_on_bus("sites", lambda _, bus: newest_collected_posts(bus, code))
    url = found.spec.base_url + found.spec.boards[0].path
    _recognise(SiteToAdd(url=url, code=code, examples=parse_examples(context.args)), json, found, known)


def _recognise(wanted: SiteToAdd, json: bool, mended: DeclaredSite | None = None, known: Sequence[Post] = ()) -> None:
    loaded = load_settings()
    explored = asyncio.run(recognise_site(wanted.url, loaded.collect.contact, wanted.examples, known))
    if not json:
        asked = partial(typer.prompt, ASKED, "", show_default=False) if sys.stdin.isatty() else str
        ask_for_corrections(explored, asked, print_table, console.print)
    saved = save_site(explored, wanted, mended, known)
    what = "site_mended" if mended else "site_added"
    AuditLog.for_store_folder(loaded.nats.store_dir).append(AuditEntry(who=user_name(), what=what, about=saved.site))
    if not json and mended is not None:
        print_table(saved.found_again_text, ["field", "before", "after"], map(astuple, saved.differences))
    print_outcome(saved, saved.sentence, json=json)


@sites.callback(invoke_without_command=True)
def list_sites(context: typer.Context, json: JsonOption = False) -> None:
    """List every site: engine, level, whether it is enabled and why not, and how its last crawl went.

    Level 1 is declared, 2 is observed (its real pages were seen), 3 was crawled by you (wagglebot crawl check SITE).
    """
    if context.invoked_subcommand is not None:
        return
    loaded = load_settings()
    checked = operator_check_times(loaded)
    reports = _newest_reports(loaded)
    declared, broken = registry.declared_sites()
    rows = [_row(each, checked.get(code), reports.get(code)) for code, each in declared.items()]
    for notice in (*map(error_text, broken), *file_notices(declared.values())):
        print_error(notice)
    if json:
        print_json(rows)
        return
    shown = [
        [row[name] for name in ("code", "name", "engine", "level", "comments", "paging")]
        + ["yes" if row["enabled"] else "no", _remark(row)]
        for row in rows
    ]
    print_table(
        f"{len(rows)} sites", ["code", "name", "engine", "level", "comments", "paging", "enabled", "remark"], shown
    )
    levels = [row["level"] for row in rows]
    counts = ", ".join(f"level {level}: {levels.count(level)}" for level in (1, 2, 3))
    console.print(f"{counts}; enabled: {sum(bool(row['enabled']) for row in rows)}")


def _row(site: DeclaredSite, checked: str | None, report: CrawlReport | None) -> dict[str, object]:
    shown = site_details(site)
    return shown | {
        "level": 3 if checked else shown["level"],
        "checked_at": checked,
        "report": report.model_dump(mode="json") | report.english_texts if report else None,
    }


def _remark(row: dict[str, object]) -> str:
    report = row["report"]
    if isinstance(report, dict):
        said = " ".join((report["why"], *report["notes"]))
        return f"last crawl {report['started'][:16]}: {report['health']} {said}".rstrip()
    return str(row["reason"])


def _newest_reports(loaded: Settings) -> dict[str, CrawlReport]:
    """From the broker; a fresh machine has none, and none is started for it."""
    if loaded.nats.is_embedded and not loaded.nats.store_dir.is_dir():
        return {}
    return run_on_bus("sites", lambda _, bus: bus.crawl_reports(), loaded)


def operator_check_times(loaded: Settings) -> dict[str, str]:
    """When which site was checked by the operator of this installation. Raises BadInput for a damaged note."""
    file = _checks_file(loaded)
    if not file.is_file():
        return {}
    try:
        found = loads(file.read_text("utf-8"))
        return {str(code): str(moment) for code, moment in found.items()}
    except (OSError, ValueError, AttributeError) as error:
        raise BadInput("cli.checked_sites_damaged", file=str(file), why=str(error)) from error


def record_operator_check(loaded: Settings, code: str) -> None:
    """Note that the operator's crawl of a site gave posts."""
    file = _checks_file(loaded)
    found = operator_check_times(loaded) | {code: datetime.now(UTC).isoformat(timespec="seconds")}
    files.write_atomically(file, f"{dumps(found, indent=1)}\n".encode())


def _checks_file(loaded: Settings) -> Path:
    return loaded.nats.store_dir.parent / "checked-sites.json"
