"""The story as a drawn film: people who act and speak in drawn places, cut by what each line tells."""

from schemas.adapters import Adapter, AdapterKind

TEMPLATE = Adapter(
    kind=AdapterKind.TEMPLATE,
    name="toon",
    version="2",
    make="services.studio.film.templates.toon.template:ToonTemplate",
    title_en="Drawn story",
    title_ko="영상툰",
    parts="services.studio.film.templates.toon.versioned_parts:PARTS",
)
