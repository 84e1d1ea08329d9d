"""Every site engine, ours and one of another package, passes the contract suite of engines."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fixtures.crawl.engines import STOCK
from fixtures.plugins import installed

from schemas.adapters import Adapter, AdapterKind, find_adapter
from wagglebot.testing.engine import EngineContract

TOPIC = {"id": 7, "title": "새벽 도서관", "text": "사람이 없어서 좋습니다."}


class TestOurs(EngineContract):
    """On the pages of each engine's own software; the two engines that read any page have their own tests."""

    adapter: Adapter  # type: ignore[misc]

    @pytest.fixture(autouse=True, params=sorted(STOCK))
    def _chosen(self, request: pytest.FixtureRequest) -> None:
        suite: Any = type(self)
        suite.adapter = find_adapter(AdapterKind.ENGINE, request.param, setting="engine")
        suite.list_page, suite.post_page = STOCK[request.param]


class TestPlugin(EngineContract):
    """The example engine, installed as a package of its own."""

    adapter: Adapter  # type: ignore[misc]
    list_page = json.dumps({"posts": [TOPIC]}).encode()
    post_page = json.dumps(TOPIC).encode()

    @pytest.fixture(autouse=True)
    def _installed(self, tmp_path: Path) -> Iterator[None]:
        with installed("plain-engine", tmp_path / "site-packages"):
            type(self).adapter = find_adapter(AdapterKind.ENGINE, "plain", setting="engine")
            yield


TestOurs.__test__ = TestPlugin.__test__ = True
