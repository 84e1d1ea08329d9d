"""Engines as adapters: ours are listed without the libraries of the crawl, and one of another package is used."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from fixtures.crawl.collect import pages, web

from crawlers.base import BaseCrawler
from crawlers.sites_config import registry
from crawlers.sites_config.model import SiteSpec
from schemas import adapters
from schemas.adapters import AdapterKind
from schemas.errors import BadInput
from services.collect.crawl import dry_run_crawl

WITHOUT_LIBRARIES = """
import sys
for name in ("aiohttp", "cssselect", "idna", "lxml", "parsel", "PIL", "scrapy", "twisted", "w3lib", "yaml", "yarl"):
    sys.modules[name] = None
from schemas.adapters import AdapterKind, installed_adapters
for kind in (AdapterKind.ENGINE, AdapterKind.NOTIFIER, AdapterKind.MEDIA_STORE):
    for each in installed_adapters(kind):
        print(each.name, each.fault)
"""

PLUGIN = """
import json
from crawlers.base import BaseCrawler, Listing, ParsedPost, PostRef
from schemas.adapters import Adapter, AdapterKind

class Guestbook(BaseCrawler):
    def listing(self, body, url):
        rows = json.loads(body)
        base = self.spec.base_url
        refs = [PostRef(origin_id=str(n), url=f"{base}/{n}", title=title) for n, title in enumerate(rows)]
        return Listing(posts=tuple(refs), rows=len(refs))

    def post(self, body, url):
        entry = json.loads(body)
        return ParsedPost(origin_id="", title=entry["title"], text=entry["text"])

ENGINE = Adapter(
    kind=AdapterKind.ENGINE, name="guestbook", version="1", make=Guestbook, title_en="Guest book", title_ko="방명록"
)
MUTE = Adapter(kind=AdapterKind.ENGINE, name="mute", version="1", make=print, title_en="Mute", title_ko="무음")
"""


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A distribution of one module, with an engine that works, one that makes no crawler, and a broken one."""
    (tmp_path / "guestbook.py").write_text(dedent(PLUGIN), "utf-8")
    info = tmp_path / "guestbook-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: guestbook\nVersion: 1.0\n")
    points = "guestbook = guestbook:ENGINE\nmute = guestbook:MUTE\nbroken = guestbook:NOTHING\n"
    (info / "entry_points.txt").write_text(f"[wagglebot.crawlers]\n{points}")
    monkeypatch.syspath_prepend(str(tmp_path))
    adapters.installed_adapters.cache_clear()
    yield tmp_path
    adapters.installed_adapters.cache_clear()
    sys.modules.pop("guestbook", None)


def spec_for(engine: str, base_url: str = "http://127.0.0.1:1") -> SiteSpec:
    content = {"code": "book", "name": "방명록", "engine": engine, "base_url": base_url}
    policy = {"loopback": True, "min_delay": 0, "enabled": True}
    return SiteSpec.model_validate(content | {"boards": [{"code": "b", "path": "/list"}], "policy": policy})


def test_adapters_are_listed_without_the_libraries_of_the_crawl() -> None:
    listed = subprocess.run(
        [sys.executable, "-c", WITHOUT_LIBRARIES], capture_output=True, text=True, check=True, timeout=60
    )
    lines = listed.stdout.splitlines()
    assert [line for line in lines if line.partition(" ")[2]] == []
    ours = {entry.name for entry in adapters.installed_adapters(AdapterKind.ENGINE) if entry.package == "wagglebot"}
    assert ours | {"webhook", "local"} <= {line.strip() for line in lines}
    assert len(ours) >= 12


def test_every_engine_declares_its_titles_version_and_libraries() -> None:
    for engine in adapters.usable_adapters(AdapterKind.ENGINE):
        assert engine.version.isdigit()
        assert engine.title_en
        assert any("가" <= letter <= "힣" for letter in engine.title_ko)
        assert issubclass(engine.load(), BaseCrawler)
        assert {need.name for need in engine.needs if isinstance(need, adapters.Extra)} == {"collect"}


@pytest.mark.usefixtures("plugin")
async def test_an_engine_of_another_package_reads_a_site_by_the_real_crawl(tmp_path: Path) -> None:
    entries = {f"/{n}": json.dumps({"title": f"글 {n}", "text": f"방명록에 남긴 {n}번째 글"}) for n in range(3)}
    with web(pages({"/list": json.dumps(["하나", "둘", "셋"]), **entries})) as server:
        file = tmp_path / "book.yaml"
        file.write_text(spec_for("guestbook", server.url).model_dump_json(exclude_none=True), "utf-8")
        posts = (await dry_run_crawl(str(file))).posts
    assert {(post.title, post.content) for post in posts} == {
        (f"글 {n}", f"방명록에 남긴 {n}번째 글") for n in range(3)
    }


@pytest.mark.usefixtures("plugin")
@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("broken", "site.engine_broken", "NOTHING"),
        ("mute", "site.engine_broken", "not a BaseCrawler"),
        ("guestbok", "site.engine_unknown", "most similar first: guestbook, "),
    ],
)
def test_an_engine_that_cannot_be_used_is_named(name: str, code: str, words: str) -> None:
    with pytest.raises(BadInput, match=words) as caught:
        registry.make_engine(spec_for(name))
    assert caught.value.code == code
