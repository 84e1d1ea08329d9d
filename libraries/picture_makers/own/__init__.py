"""The maker 'own': the creator's own pictures, found by the words in their names."""

from typing import Final

from schemas.adapters import Adapter, AdapterKind

MAKER: Final = Adapter(
    kind=AdapterKind.PICTURE_MAKER,
    name="own",
    version="1",
    make="libraries.picture_makers.own.maker:OwnPictureMaker",
    title_en="Your own pictures",
    title_ko="내 그림",
)
