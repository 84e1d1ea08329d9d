"""The contract suite of adapters of every kind."""

from typing import Any, ClassVar

import pytest
from pydantic import BaseModel

from wagglebot.plugins import GROUPS, Adapter, AdapterKind


class AdapterContract:
    """The tests of a descriptor, and how its object is made; the base of the suites of the kinds."""

    __test__ = False
    kind: ClassVar[AdapterKind]
    adapter: ClassVar[Adapter]

    def __init_subclass__(cls, **arguments: Any) -> None:
        """A subclass with an adapter is collected by pytest; one without is a suite for others to inherit."""
        super().__init_subclass__(**arguments)
        cls.__test__ = hasattr(cls, "adapter")

    @pytest.fixture
    def section(self) -> BaseModel | None:
        """The adapter's settings; its defaults unless a subclass gives others."""
        return None if self.adapter.settings is None else self.adapter.settings.model()

    def test_its_descriptor_says_everything(self) -> None:
        adapter = self.adapter
        assert adapter.kind is self.kind, f"its entry point belongs in the group {GROUPS[self.kind]}"
        assert adapter.name == adapter.name.lower()
        assert adapter.name.replace("-", "").isalnum()
        assert adapter.version
        assert adapter.title_en
        assert adapter.title_ko
        if adapter.settings is not None:
            model = adapter.settings.model
            model()  # every setting has a default
            assert model.model_config.get("frozen")
            assert all(field.description for field in model.model_fields.values())
            needed = {str(setting) for need in adapter.needs if (setting := getattr(need, "setting", ""))}
            assert needed <= set(model.model_fields)
