"""The template ``chalk``: every line of the story on a blackboard."""

from wagglebot.plugins import Adapter, AdapterKind

CHALK = Adapter(
    kind=AdapterKind.TEMPLATE,
    name="chalk",
    version="2",
    make="chalkboard_film:ChalkTemplate",
    title_en="Blackboard",
    title_ko="칠판",
)
