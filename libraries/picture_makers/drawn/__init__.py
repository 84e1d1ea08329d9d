"""The maker 'drawn': scenes of the drawn world, which every machine can draw."""

from typing import Final

from schemas.adapters import Adapter, AdapterKind, Extra

MAKER: Final = Adapter(
    kind=AdapterKind.PICTURE_MAKER,
    name="drawn",
    version="1",
    make="libraries.picture_makers.drawn.maker:DrawnMaker",
    title_en="Drawn world",
    title_ko="그린 장면",
    needs=(Extra("studio", ("numpy", "cv2", "thorvg_python")),),
    parts="libraries.picture_makers.drawn.versioned_parts:PARTS",
)
