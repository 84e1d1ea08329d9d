"""``wagglebot sites``: what is declared, how far it is proven, what is switched on and why the rest is not."""

from datetime import UTC, datetime
from json import dumps, loads
from pathlib import Path
from typing import Annotated

import typer

from crawlers.sites_config import registry
from crawlers.sites_config.model import SiteSpec
from libraries import files
from libraries.bus import Bus
from schemas.crawls import CrawlReport
from schemas.errors import BadInput
from services.bootstrap import Runtime
from services.cli.shared.output import JsonOption, console, emit, settings, table
from services.cli.shared.requests import who, with_bus
from services.commands.audit_log import Audit
from services.commands.site import SwitchSite, switch_site
from services.config import Settings

site = typer.Typer(help="Switch sites on and off while everything runs.", no_args_is_help=True)
Code = Annotated[str, typer.Argument(help="Code of a site.")]


@site.command("on")
def on(code: Code) -> None:
    """Crawl a site from now on. What its policy closes stays closed."""
    _switch(code, on=True)
    console.print(f"{code} is on and is crawled now.")


@site.command("off")
def off(code: Code) -> None:
    """Crawl a site no more."""
    _switch(code, on=False)
    console.print(f"{code} is off.")


def _switch(code: str, *, on: bool) -> None:
    async def work(runtime: Runtime, bus: Bus) -> None:
        audit = Audit.beside(runtime.settings.nats.store_dir)
        await switch_site(bus, SwitchSite(site=code, on=on), who(), runtime.settings.collect, audit)

    with_bus("site", work)


def sites(json: JsonOption = False) -> None:
    """List every site: engine, level, whether it is enabled and why not, and how its last crawl went.

    Level 1 is declared, 2 is observed (its real pages were seen), 3 was crawled by you (wagglebot crawl check SITE).
    """
    loaded = settings()
    checked = checks(loaded)
    reports = _reports(loaded)
    rows = [_row(spec, checked.get(code), reports.get(code)) for code, spec in registry.sites().items()]
    if json:
        emit(rows)
        return
    shown = [
        (row["code"], row["name"], row["engine"], row["level"], "yes" if row["enabled"] else "no", _remark(row))
        for row in rows
    ]
    table(f"{len(rows)} sites", ["code", "name", "engine", "level", "enabled", "remark"], shown)
    levels = [row["level"] for row in rows]
    counts = ", ".join(f"level {level}: {levels.count(level)}" for level in (1, 2, 3))
    console.print(f"{counts}; enabled: {sum(bool(row['enabled']) for row in rows)}")


def _row(spec: SiteSpec, checked: str | None, report: CrawlReport | None) -> dict[str, object]:
    return {
        "code": spec.code,
        "name": spec.name,
        "engine": spec.engine,
        "host": spec.host,
        "boards": [board.code for board in spec.boards],
        "level": 3 if checked else spec.level,
        "enabled": spec.policy.enabled,
        "reason": spec.policy.reason,
        "robots": spec.policy.robots,
        "terms": spec.policy.terms.stance,
        "checked_at": checked,
        "report": report.model_dump(mode="json") | {"why": str(report.why)} if report else None,
    }


def _remark(row: dict[str, object]) -> str:
    report = row["report"]
    if isinstance(report, dict):
        return f"last crawl {report['started'][:16]}: {report['health']} {report['why']}".rstrip()
    return str(row["reason"])


def _reports(loaded: Settings) -> dict[str, CrawlReport]:
    """From the broker; a fresh machine has none, and none is started for it."""
    if loaded.nats.url == "embedded" and not loaded.nats.store_dir.is_dir():
        return {}
    return with_bus("sites", lambda _, bus: bus.crawl_reports(), loaded)


def checks(loaded: Settings) -> dict[str, str]:
    """When which site was checked by the operator of this installation. Raises BadInput for a damaged note."""
    file = _note(loaded)
    if not file.is_file():
        return {}
    try:
        found = loads(file.read_text("utf-8"))
        return {str(code): str(moment) for code, moment in found.items()}
    except (OSError, ValueError, AttributeError) as error:
        raise BadInput("cli.checked_sites_damaged", file=str(file), why=str(error)) from error


def record(loaded: Settings, code: str) -> None:
    """Note that a crawl of a site by its operator gave posts."""
    file = _note(loaded)
    found = checks(loaded) | {code: datetime.now(UTC).isoformat(timespec="seconds")}
    files.write(file, f"{dumps(found, indent=1)}\n".encode())


def _note(loaded: Settings) -> Path:
    return loaded.nats.store_dir.parent / "checked-sites.json"
