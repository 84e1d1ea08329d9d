"""The shadow a card throws on the background."""

from functools import lru_cache

from services.studio.film.templates.cards.caption import PlacedPlate
from services.studio.film.templates.cards.paint import MARGIN, card, card_plate
from services.studio.film.typography.design_tokens import RADIUS, Box


@lru_cache(maxsize=2)
def shade(box: Box) -> PlacedPlate:
    """A dark card with its shadow, to lie under a picture in ``box``."""
    image = card(box.width, box.height, "#000000", RADIUS, shadow=120)
    return PlacedPlate(card_plate(image), box.left - MARGIN, box.top - MARGIN)
