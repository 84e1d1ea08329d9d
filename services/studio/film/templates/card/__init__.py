"""Picture cards with a slow camera where the post has pictures, pages of the story where it has none."""

from schemas.adapters import Adapter, AdapterKind

TEMPLATE = Adapter(
    kind=AdapterKind.TEMPLATE,
    name="card",
    version="3",
    make="services.studio.film.templates.card.template:CardTemplate",
    title_en="Card",
    title_ko="카드",
)
