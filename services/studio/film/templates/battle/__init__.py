"""Comments that answer each other from the left and the right, their likes as the score."""

from schemas.adapters import Adapter, AdapterKind

TEMPLATE = Adapter(
    kind=AdapterKind.TEMPLATE,
    name="battle",
    version="2",
    make="services.studio.film.templates.battle.template:BattleTemplate",
    title_en="Comment battle",
    title_ko="댓글 대결",
)
