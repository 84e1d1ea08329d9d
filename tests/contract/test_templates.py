"""Every template, ours and one of another package, passes the contract suite of templates."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures.plugins import installed

from schemas.adapters import Adapter, AdapterKind, find_adapter, usable_adapters
from wagglebot.plugins.template import Card, CardScene, Sprite
from wagglebot.testing.template import LEAST_INK, SCRIPT, TemplateContract, narration, text_shares


class TestOurs(TemplateContract):
    adapter: Adapter  # type: ignore[misc]

    @pytest.fixture(autouse=True, params=[adapter.name for adapter in usable_adapters(AdapterKind.TEMPLATE)])
    def _chosen(self, request: pytest.FixtureRequest) -> None:
        type(self).adapter = find_adapter(AdapterKind.TEMPLATE, request.param, setting="recipe.film.template")


class TestPlugin(TemplateContract):
    """The example template, installed as a package of its own."""

    adapter: Adapter  # type: ignore[misc]

    @pytest.fixture(autouse=True)
    def _installed(self, tmp_path: Path) -> Iterator[None]:
        with installed("chalk-template", tmp_path / "site-packages"):
            type(self).adapter = find_adapter(AdapterKind.TEMPLATE, "chalk", setting="recipe.film.template")
            yield

    @pytest.mark.parametrize("left_out", ["everything", "the standing line"])
    def test_a_card_that_draws_no_line_fails(self, monkeypatch: pytest.MonkeyPatch, left_out: str) -> None:
        template = self.adapter.load()("chalk")
        film = template.plan(self.story, SCRIPT, narration(), self.choice)
        card = type(film.scenes[1].card)
        whole = card.draw
        assert min(text_shares(template, film, 1)) >= LEAST_INK

        def drawn(self: Card, scene: CardScene) -> list[Sprite]:
            board, _line, *markers = whole(self, scene)
            return [] if left_out == "everything" else [board, *markers]

        monkeypatch.setattr(card, "draw", drawn)
        assert max(text_shares(template, film, 1)) < LEAST_INK


TestOurs.__test__ = TestPlugin.__test__ = True
