"""A platform played by a folder, for trying out publishing without an account."""

from typing import Final

from schemas.adapters import Adapter, AdapterKind

FAKE: Final = Adapter(
    kind=AdapterKind.PLATFORM,
    name="fake",
    version="1",
    make="testbed.fake_platforms.folder.uploader:FolderUploader",
    title_en="practice platform",
    title_ko="연습용 플랫폼",
)
