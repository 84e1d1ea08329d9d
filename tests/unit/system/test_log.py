"""Loggers that load structlog late."""

import json
import subprocess
import sys

from libraries.log import get_logger

STARTS = """
import sys
import services.studio.service, services.studio.worker.main
from schemas.recipe import FilmChoice, Recipe, Stage
from services.config import StudioSettings
from services.studio.cache.stage_dependencies import stage_dependencies
for template in ("auto", "card", "toon"):
    for stage in (Stage.SCRIPT, Stage.VOICE, Stage.PICTURE, Stage.FILM):
        stage_dependencies(stage, Recipe(film=FilmChoice(template=template)), StudioSettings())
loaded = {"structlog", "twisted", "rich", "libraries.film_scripts.checks", "numpy", "cv2"} & set(sys.modules)
assert not loaded, loaded
from libraries.log import get_logger
from services.config import LogSettings
from services.logs import configure_logging
configure_logging(LogSettings())
get_logger("here").warning("said", of="a test")
assert "structlog" in sys.modules and "twisted" not in sys.modules
"""


def test_a_studio_loads_what_draws_in_its_stages_alone_and_events_are_written_by_structlog() -> None:
    ran = subprocess.run([sys.executable, "-c", STARTS], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    event = json.loads(ran.stderr)
    assert (event["event"], event["level"], event["of"]) == ("said", "warning", "a test")


def test_a_logger_has_all_methods_of_structlog() -> None:
    log = get_logger("here")
    for method in ("debug", "info", "warning", "error", "exception", "bind"):
        assert callable(getattr(log, method))
