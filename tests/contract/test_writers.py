"""The writer that computes here passes the contract suite of writers."""

from services.studio.script.extractive import WRITER
from wagglebot.testing.writer import WriterContract


class TestExtractive(WriterContract):
    adapter = WRITER
