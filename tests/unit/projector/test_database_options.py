"""The database that benches and drills start is set up as the one that is shipped."""

from services.config import ROOT
from testbed.mariadb import OPTIONS


def test_the_compose_file_starts_mariadb_with_the_same_options() -> None:
    shipped = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    assert [f"      - {option}\n" in shipped for option in OPTIONS] == [True] * len(OPTIONS)
