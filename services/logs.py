"""Structured logs: readable on a terminal, JSON lines in a file that rotates."""

import logging
import logging.handlers
import sys

from libraries.log import Processor, load_structlog
from services.config import LogSettings


def configure_logging(settings: LogSettings) -> None:
    """Set up logging for this process. The file holds JSON lines and is rotated at 10 MB, five kept."""
    structlog = load_structlog()
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    # The default formatter of exceptions draws frames for about a second, on the event loop.
    drawn = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    console: Processor = drawn if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    root = logging.getLogger()
    root.handlers = [_handler(logging.StreamHandler(sys.stderr), shared, console)]
    if settings.file:
        settings.file.parent.mkdir(parents=True, exist_ok=True)
        rotating = logging.handlers.RotatingFileHandler(settings.file, maxBytes=10_000_000, backupCount=5)
        root.addHandler(_handler(rotating, shared, structlog.processors.JSONRenderer()))
    root.setLevel(settings.level)
    for chatty in ("scrapy", "twisted", "httpx", "uvicorn", "asyncio", "PIL", "alembic", "gradio"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, root.level))
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def _handler(handler: logging.Handler, shared: list[Processor], renderer: Processor) -> logging.Handler:
    structlog = load_structlog()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                renderer,
            ],
        )
    )
    return handler
