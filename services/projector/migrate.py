"""Schema migrations, run at every start."""

import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from services.projector.database import create_database_engine, process_lock, write_transaction

_SCRIPTS = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = threading.Lock()
"""Alembic keeps what it works on in a module."""


def upgrade_schema(url: str) -> None:
    """Upgrade the schema at ``url``; only one process does so at a time. Raises as `open_upgraded_database` does."""
    engine = create_database_engine(url)
    try:
        upgrade_engine_schema(engine)
    finally:
        engine.dispose()


def upgrade_engine_schema(engine: Engine) -> Engine:
    """Upgrade the schema behind ``engine``, and return the engine."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    with _ONE_AT_A_TIME, process_lock(engine, "migration"), write_transaction(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return engine


def open_upgraded_database(url: str) -> Engine:
    """An engine on an up-to-date schema. Raises ConfigurationError (address, rights) and ProviderDown (no answer)."""
    return upgrade_engine_schema(create_database_engine(url))
