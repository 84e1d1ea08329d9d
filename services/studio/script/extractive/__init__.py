"""The writer that needs no model: it chooses sentences of the post and keeps their order."""

from typing import Final

from schemas.adapters import Adapter, AdapterKind

WRITER: Final = Adapter(
    kind=AdapterKind.WRITER,
    name="extractive",
    version="9",
    make="services.studio.script.extractive.writer:ExtractiveWriter",
    title_en="Sentences of the post",
    title_ko="본문 발췌",
    languages=("ko",),
    quotes_post=True,
)
