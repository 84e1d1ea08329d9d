"""The list of sites as the command prints it, what an operator checked, and how the last crawl went."""

import json
import subprocess
from pathlib import Path

import pytest
from fixtures.crawl.collect import Reply, listing, pages, post_page, site, web
from fixtures.program import run_program
from pydantic import SecretStr

from crawlers.sites_config import registry
from libraries.bus import Bus
from libraries.media.store import LocalStore
from schemas.crawls import CrawlHealth
from services.collect.crawl import crawl_once
from services.config import CollectSettings

SETTINGS = CollectSettings(author_salt=SecretStr("소금"))


def said(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run_program(*arguments, environment={"WAGGLEBOT_NATS__STORE_DIR": str(folder / "var" / "nats")})


def test_every_site_is_listed_with_its_reason(tmp_path: Path) -> None:
    rows = json.loads(said(tmp_path, "sites", "--json").stdout)
    assert {row["code"] for row in rows} == set(registry.site_specs())
    for row in rows:
        assert {"code", "engine", "level", "enabled", "reason"} <= set(row)
        assert row["enabled"] or row["reason"]
    dcinside = next(row for row in rows if row["code"] == "dcinside")
    assert (dcinside["enabled"], dcinside["level"], dcinside["terms"]) == (
        False,
        registry.site_spec("dcinside").evidence_level,
        "forbid",
    )
    assert not (tmp_path / "var").exists()


def test_a_site_is_shown_with_where_each_value_is_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "OWN", tmp_path / "sites")
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "clien.yaml").write_text("policy: {min_delay: 20}\n", "utf-8")
    (tmp_path / "sites" / "inven.yaml").write_text("policy: {enabled: true}\n", "utf-8")
    shown = said(tmp_path, "sites", "show", "clien").stdout
    for part in ("policy.min_delay", str(tmp_path / "sites" / "clien.yaml"), "terms forbid", "replaces: "):
        assert part in shown
    values = json.loads(said(tmp_path, "sites", "show", "clien", "--json").stdout)["values"]
    assert {"program", str(tmp_path / "sites" / "clien.yaml")} == {value["source"] for value in values}
    listed = said(tmp_path, "sites", "--json")
    rows = {row["code"]: row for row in json.loads(listed.stdout)}
    assert (rows["clien"]["min_delay"], rows["clien"]["newer_below"]) == (20, None)
    assert "policy.enabled" in rows["inven"]["fault"]
    assert "policy.enabled" in "".join(listed.stderr.split())


@pytest.mark.slow
def test_a_check_is_noted_and_a_failed_one_is_not(tmp_path: Path) -> None:
    done = said(tmp_path, "crawl", "check", "sample", "--json")
    assert json.loads(done.stdout)["posts"] == 20
    closed = said(tmp_path, "crawl", "check", "dcinside")
    assert (closed.returncode, "is not enabled" in " ".join(closed.stderr.split())) == (1, True)
    assert list(json.loads((tmp_path / "var" / "checked-sites.json").read_text())) == ["sample"]
    (tmp_path / "var" / "checked-sites.json").write_text("[1]")
    assert "checked-sites.json" in "".join(said(tmp_path, "sites").stderr.split())
    assert said(tmp_path, "crawl", "sample", "theqoo").returncode == 2


async def test_the_newest_report_of_a_site_is_kept(bus: Bus, tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    replies: dict[str, Reply | str] = {"/list": "<h1>점검 중입니다</h1>", "/p/1": post_page("글")}
    with web(pages(replies)) as server:
        await crawl_once(bus, store, site(server.url), SETTINGS)
        first = (await bus.crawl_reports())["toy"]
        assert (first.health, first.why.code) == (CrawlHealth.UNHEALTHY, "crawl.list_error")
        replies["/list"] = listing(("1", "글", 3))
        report = await crawl_once(bus, store, site(server.url), SETTINGS)
    assert await bus.crawl_reports() == {"toy": report}
    assert (report.health, report.new) == (CrawlHealth.HEALTHY, 1)
