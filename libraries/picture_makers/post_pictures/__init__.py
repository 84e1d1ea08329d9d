"""The maker 'post': the post's own pictures, each at the line that tells what stood beside it."""

from typing import Final

from schemas.adapters import Adapter, AdapterKind

MAKER: Final = Adapter(
    kind=AdapterKind.PICTURE_MAKER,
    name="post",
    version="1",
    make="libraries.picture_makers.post_pictures.maker:PostPictureMaker",
    title_en="The post's pictures",
    title_ko="글에 있는 사진",
)
