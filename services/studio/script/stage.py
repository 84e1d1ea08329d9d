"""The script of a post by the first writer of a chain that can write it."""

from functools import partial
from typing import Any, Final, NamedTuple

from libraries.failover import CircuitBreakers, ServedResult, first_that_serves
from libraries.film_scripts.checks import examine_script
from libraries.film_scripts.checks.descriptions import fault_description
from libraries.film_scripts.checks.post import prompt_echo
from libraries.film_scripts.checks.script_and_post import ScriptAndPost
from libraries.film_scripts.prompt_injection import leaked_instruction_text, remove_instructions
from libraries.log import get_logger
from schemas.adapters import AdapterKind
from schemas.errors import BadInput, ConfigurationError
from schemas.posts import Post
from schemas.recipe import ScriptChoice
from schemas.script import Script, ScriptReport
from services.config import StudioSettings
from services.studio.adapters import ChosenAdapter, require_usable_adapters
from services.studio.script.llm import prompt
from services.studio.script.writer import AsksSecondQuestion, KnowsNeededTime, Writer

SETTING: Final = "recipe.script.chain"
log = get_logger(__name__)


class ExaminedScript(NamedTuple):
    """A script with the report of its checks."""

    script: Script
    report: ScriptReport


def write_script(
    post: Post, choice: ScriptChoice, settings: StudioSettings, breaker: CircuitBreakers | None = None
) -> ServedResult[Script]:
    """The script of ``post`` by the first writer that can write it: as `examined_script`, without the report."""
    written = examined_script(post, choice, settings, breaker)
    return ServedResult(written.made.script, written.by, written.passed_over, written.stood_in)


def examined_script(
    post: Post, choice: ScriptChoice, settings: StudioSettings, breaker: CircuitBreakers | None = None
) -> ServedResult[ExaminedScript]:
    """The script of ``post`` with its report, by the first writer in ``choice.chain`` that can write it.

    No writer is shown what in the post addresses a language model. Raises as `first_that_serves` does, and
    ConfigurationError for a writer that is not installed.
    """
    writers = require_usable_adapters(AdapterKind.WRITER, choice.chain, settings, setting=SETTING)
    safe, removed = remove_instructions(post)
    if removed:
        log.warning("post addresses a language model", post=str(post.key), removed=removed[:200])
    attempts = {each.adapter.name: partial(_written, each, safe, choice, removed) for each in writers}
    return first_that_serves(SETTING, attempts, breaker)


def _written(chosen: ChosenAdapter, post: Post, choice: ScriptChoice, removed: str) -> ExaminedScript:
    """Raises BadInput when the script says what was ``removed`` from the post, or when it is faulty."""
    writer: Writer = chosen.instantiate()
    script = writer.write(post, choice)
    run = leaked_instruction_text(script, post, removed)
    if run:
        raise BadInput("script.obeys_the_post", writer=chosen.adapter.name, run=run)
    report = _passed(script, post, chosen, choice)
    more: dict[str, Any] = {} if chosen.adapter.quotes_post else _prompt_figures(script, post, choice)
    if isinstance(writer, KnowsNeededTime):
        more["needed_seconds"] = writer.needed_seconds(post)
    if isinstance(writer, AsksSecondQuestion):
        more["second_question"] = writer.second_answer
    return ExaminedScript(script, report.model_copy(update={"figures": report.figures.model_copy(update=more)}))


def _prompt_figures(script: Script, post: Post, choice: ScriptChoice) -> dict[str, Any]:
    """What ``script`` shares with the recipe's instructions; nothing for a writer with instructions of its own."""
    try:
        instructions = prompt.system_prompt(choice)
    except ConfigurationError:  # no prompt of ours: a writer that needs one has said so
        return {}
    return dict(prompt_echo.figures(ScriptAndPost(script, post, instructions)))


def _passed(script: Script, post: Post, chosen: ChosenAdapter, choice: ScriptChoice) -> ScriptReport:
    """The report of a script that may be spoken.

    Raises BadInput when it may not. What a writer took from the post is the reviewer's to judge, who approved the post.
    """
    quotes_post = chosen.adapter.quotes_post
    report = examine_script(script, post, quotes_post=quotes_post, seconds=choice.seconds)
    if report.faults and not quotes_post:
        kinds = tuple(dict.fromkeys(fault.fault for fault in report.faults))
        names = ", ".join(kinds)
        titles = " / ".join(fault_description(kind, "ko") for kind in kinds)
        raise BadInput("script.faulty", writer=chosen.adapter.name, post=post.key, faults=names, faults_ko=titles)
    return report
