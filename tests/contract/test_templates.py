"""Every template, ours and one of another package, passes the contract suite of templates."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures.plugins import installed

from schemas.adapters import Adapter, AdapterKind, adapters, find
from wagglebot.testing.template import TemplateContract


class TestOurs(TemplateContract):
    adapter: Adapter  # type: ignore[misc]

    @pytest.fixture(autouse=True, params=[adapter.name for adapter in adapters(AdapterKind.TEMPLATE)])
    def _chosen(self, request: pytest.FixtureRequest) -> None:
        type(self).adapter = find(AdapterKind.TEMPLATE, request.param, setting="recipe.film.template")


class TestPlugin(TemplateContract):
    """The example template, installed as a package of its own."""

    adapter: Adapter  # type: ignore[misc]

    @pytest.fixture(autouse=True)
    def _installed(self, tmp_path: Path) -> Iterator[None]:
        with installed("chalk-template", tmp_path / "site-packages"):
            type(self).adapter = find(AdapterKind.TEMPLATE, "chalk", setting="recipe.film.template")
            yield


TestOurs.__test__ = TestPlugin.__test__ = True
