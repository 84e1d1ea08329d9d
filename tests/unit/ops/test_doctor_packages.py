"""The check that nobody else's files lie under the names of our packages."""

import pytest

from services.ops import doctor


def test_our_packages_are_ours_alone() -> None:
    assert doctor.packages().state == "ok"


def test_another_owner_of_a_name_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "packages_distributions", lambda: {"services": ["wagglebot", "acme-services"]})
    found = doctor.packages()
    assert found.state == "fail"
    assert found.found == "services also comes with acme-services"
    assert "pipx" in found.remedy
