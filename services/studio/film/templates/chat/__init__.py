"""A conversation: the narrator on the left, readers on the right."""

from schemas.adapters import Adapter, AdapterKind

TEMPLATE = Adapter(
    kind=AdapterKind.TEMPLATE,
    name="chat",
    version="2",
    make="services.studio.film.templates.chat.template:ChatTemplate",
    title_en="Chat",
    title_ko="대화",
)
