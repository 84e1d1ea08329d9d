"""Schema migrations, run at every start."""

import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from services.projector.engine import connect, locked, writing

_SCRIPTS = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = threading.Lock()
"""Alembic keeps what it works on in a module."""


def upgrade(url: str) -> None:
    """Upgrade the schema at ``url``. Processes that start together wait for each other. Raises as `open_store` does."""
    engine = connect(url)
    try:
        upgraded(engine)
    finally:
        engine.dispose()


def upgraded(engine: Engine) -> Engine:
    """Upgrade the schema behind ``engine``, and return the engine."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    with _ONE_AT_A_TIME, locked(engine, "migration"), writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return engine


def open_store(url: str) -> Engine:
    """An engine on an up-to-date schema. Raises ConfigurationError (address, rights) and ProviderDown (no answer)."""
    return upgraded(connect(url))
