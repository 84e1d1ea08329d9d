"""The forms of openings and closings, read from assets/design/titles.toml."""

from typing import Annotated, Final, Literal

from pydantic import Field

from libraries import paths
from libraries.data_tables import load_table
from libraries.drawing.typography.design_tokens import SAFE, Box
from schemas.base import Frozen
from schemas.errors import BadInput

Lettering = Literal[
    "outline", "thin", "centred", "ink", "italic", "strips", "paper", "balloon", "message", "news", "field", "vote"
]
Entrance = Literal["rise", "drop", "pop", "slide", "doors", "type"]


class TitleForm(Frozen):
    """The form of an opening or a closing: the frame around its place, its words, and how they come in."""

    frame: str
    lettering: Lettering
    entrance: Entrance
    box: tuple[int, int, int, int]
    """Left, top, right and bottom of the words, inside the safe area."""
    most: Annotated[int, Field(ge=44, le=120)]
    """Their largest size in pixels."""

    inset: tuple[int, int, int, int] | None = None
    """Where a picture of the post lies, in a frame that is as large as the film."""

    @property
    def area(self) -> Box:
        """The box of the words."""
        return Box(*self.box)


class TitleForms(Frozen):
    """The forms of openings and closings by name."""

    openings: dict[str, TitleForm]
    closings: dict[str, TitleForm]


_FORMS: Final = load_table(TitleForms, paths.DATA / "assets/design/titles.toml")
OPENINGS: Final = _FORMS.openings
CLOSINGS: Final = _FORMS.closings
for _name, _form in (*OPENINGS.items(), *CLOSINGS.items()):
    if not SAFE.holds(_form.area):
        raise ValueError(f"the words of the title {_name} leave the safe area")


def title_form_named(name: str, forms: dict[str, TitleForm], what: str) -> TitleForm:
    """The form of an opening or closing of that name. Raises BadInput when there is none."""
    try:
        return forms[name]
    except KeyError as error:
        raise BadInput("film.form_unknown", what=what, name=name, known=", ".join(forms)) from error
