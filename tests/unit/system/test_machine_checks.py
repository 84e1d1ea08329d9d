"""The doctor's checks, against what is really there: full and roomy disks, free and taken ports, raised errors."""

import socket
import sys
from pathlib import Path

import pytest

from libraries.checks import finding, machine
from libraries.checks.finding import Finding
from schemas.errors import ConfigurationError


def test_this_python_will_do() -> None:
    found = machine.check_python_version()
    assert (found.state, found.found) == ("ok", ".".join(str(part) for part in sys.version_info[:3]))


def test_an_old_python_is_named_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 9))
    found = machine.check_python_version()
    assert (found.state, found.found) == ("fail", "3.10.9")
    assert "3.11" in found.remedy


def test_a_folder_that_is_not_there_yet_is_judged_by_its_disk(tmp_path: Path) -> None:
    assert machine.disk_space_check(tmp_path / "not" / "there", least=1)().state == "ok"
    found = machine.disk_space_check(tmp_path / "not" / "there", least=10**18)()
    assert found.state == "warn"
    assert found.found.endswith("GB free")
    assert "Free some space" in found.remedy


def test_a_port_is_free_or_somebody_has_it() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        found = machine.free_port_check("127.0.0.1", number, "WAGGLEBOT_REVIEW__PORT")()
        assert found.state == "warn"
        assert "WAGGLEBOT_REVIEW__PORT" in found.remedy
    assert machine.free_port_check("127.0.0.1", number, "WAGGLEBOT_REVIEW__PORT")() == Finding(
        what=f"port {number}", state="ok", found="free"
    )


def test_a_proof_that_returns_is_fine_and_one_that_raises_says_why() -> None:
    def broken() -> str:
        raise ConfigurationError("store.address_invalid")

    assert finding.check_without_error("x", lambda: 7)() == Finding(what="x", state="ok", found="7")
    found = finding.check_without_error("database", broken)()
    assert found.state == "fail"
    assert "sqlite:////" in found.found


def test_a_missing_package_is_a_finding_that_names_its_extra() -> None:
    def lacks_library() -> Finding:
        code = """raise ModuleNotFoundError("No module named 'gradio'", name="gradio")"""
        exec(code, {"__name__": "services.review.app"})  # as the import statement of a module of that room does
        raise AssertionError

    found = finding.errors_as_finding("review", lacks_library)()
    assert found.state == "fail"
    assert "review" in found.found


def test_findings_come_in_the_order_of_the_checks() -> None:
    checks = [finding.check_without_error(name, lambda: "fine") for name in "cab"]
    assert [found.what for found in finding.run_checks(checks)] == ["c", "a", "b"]
