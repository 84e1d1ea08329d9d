"""Words as large as the frame, set down as they are spoken, on patterns that move."""

from schemas.adapters import Adapter, AdapterKind

TEMPLATE = Adapter(
    kind=AdapterKind.TEMPLATE,
    name="big",
    version="2",
    make="services.studio.film.templates.big.template:BigTemplate",
    title_en="Big type",
    title_ko="큰 글자",
)
