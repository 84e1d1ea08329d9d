"""The checks of a script before any voice: every kind of fault, for every writer.

A group of kinds is a module here with ``faults`` and, where it measures something, ``figures``; both take the script
with its post as a `ScriptAndPost`, which holds what several groups need.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from libraries.film_scripts import CHECKS
from libraries.film_scripts.checks import foreign_letters, length, markup, repetition, rude_and_private, sentences, tone
from libraries.film_scripts.checks.complaints_to_writer import complaint_to_writer
from libraries.film_scripts.checks.post import (
    borrowed_comments,
    copied_passages,
    coverage,
    headline,
    invented_names_and_numbers,
    plot,
    prompt_echo,
    sentence_order,
    word_salad,
)
from libraries.film_scripts.checks.script_and_post import ScriptAndPost
from schemas.posts import Post
from schemas.script import Fault, Script, ScriptFault, ScriptFigures, ScriptReport

__all__ = ["FAULTS", "complaint_to_writer", "examine_script"]

FAULTS: Final[tuple[Callable[[ScriptAndPost], Iterable[ScriptFault]], ...]] = (
    length.faults,
    foreign_letters.faults,
    markup.faults,
    tone.faults,
    rude_and_private.faults,
    repetition.faults,
    sentences.faults,
    copied_passages.faults,
    invented_names_and_numbers.faults,
    sentence_order.faults,
    coverage.faults,
    plot.faults,
    headline.faults,
    borrowed_comments.faults,
    prompt_echo.faults,
    word_salad.faults,
)
"""The groups of kinds, in the order in which their faults are reported."""
_FIGURES: Final[tuple[Callable[[ScriptAndPost], Mapping[str, Any]], ...]] = (
    length.figures,
    foreign_letters.figures,
    repetition.figures,
    sentences.figures,
    copied_passages.figures,
    invented_names_and_numbers.figures,
    sentence_order.figures,
    coverage.figures,
    plot.figures,
    prompt_echo.figures,
)
_OF_THE_POST: Final = frozenset(
    (Fault.COPIED, Fault.MIXED_REGISTER, Fault.BROKEN_SENTENCE, Fault.MARKUP, Fault.MORALISING, Fault.REPETITION)
)
"""What a writer that uses the sentences of the post cannot help: the post is written so."""


def examine_script(
    script: Script, post: Post, *, prompt: str = "", quotes_post: bool = False, seconds: float = 0.0
) -> ScriptReport:
    """The figures and faults of ``script`` as a script of ``post``.

    ``prompt``: the instructions its writer was given. ``quotes_post``: the writer uses the sentences of the post; what
    it cannot help is then only a figure. ``seconds``: the length that was asked for, where it is not the usual one.
    """
    told = ScriptAndPost(script, post, prompt, quotes_post=quotes_post, seconds=seconds)
    measured: dict[str, Any] = {}
    for measure in _FIGURES:
        measured |= measure(told)
    excused = _OF_THE_POST if quotes_post else frozenset[Fault]()
    found = dict.fromkeys(fault for check in FAULTS for fault in check(told) if fault.fault not in excused)
    return ScriptReport(figures=ScriptFigures(**measured), faults=tuple(found), version=CHECKS.version)
