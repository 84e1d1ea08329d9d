"""Schema migrations, run at every start."""

import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from services.projector.engine import create_database_engine, process_lock, write_transaction

_SCRIPTS = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = threading.Lock()
"""Alembic keeps what it works on in a module."""


def upgrade_schema(url: str) -> None:
    """Upgrade the schema at ``url``. Processes that start together wait for each other. Raises as `open_store` does."""
    engine = create_database_engine(url)
    try:
        upgraded_engine(engine)
    finally:
        engine.dispose()


def upgraded_engine(engine: Engine) -> Engine:
    """Upgrade the schema behind ``engine``, and return the engine."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    with _ONE_AT_A_TIME, process_lock(engine, "migration"), write_transaction(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return engine


def open_store(url: str) -> Engine:
    """An engine on an up-to-date schema. Raises ConfigurationError (address, rights) and ProviderDown (no answer)."""
    return upgraded_engine(create_database_engine(url))
