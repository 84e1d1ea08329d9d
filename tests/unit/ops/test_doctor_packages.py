"""The check that nobody else's files lie under the names of our packages."""

import pytest

from libraries.checks import machine


def test_our_packages_are_ours_alone() -> None:
    assert machine.check_packages().state == "ok"


def test_another_owner_of_a_name_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "packages_distributions", lambda: {"services": ["wagglebot", "acme-services"]})
    found = machine.check_packages()
    assert found.state == "fail"
    assert found.found == "services also comes with acme-services"
    assert "pipx" in found.remedy
