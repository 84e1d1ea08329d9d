"""The folder of exported films: for platforms without an upload interface, and for work by hand."""

from typing import Final

from schemas.adapters import Adapter, AdapterKind

EXPORT: Final = Adapter(
    kind=AdapterKind.PLATFORM,
    name="export",
    version="1",
    make="services.publish.platforms.export.uploader:ExportUploader",
    title_en="export folder",
    title_ko="내보내기 폴더",
)
