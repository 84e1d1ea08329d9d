"""``wagglebot setup``: look at this machine, propose models, fetch them, make them used, and try all of it once."""

import asyncio
import json as jsonlib
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from libraries.model_store.catalogue import Model, read_catalogue
from libraries.model_store.store import ROOT, ModelStore
from libraries.paths import HOME
from libraries.settings.env_file import write_env_file_variables
from schemas.errors import WaggleError
from services.cli.models import ask_licence_agreement, fetch_with_progress, setting_variables_of
from services.cli.shared.output import (
    JsonOption,
    console,
    error_text,
    errors,
    load_settings,
    print_error,
    print_json,
    print_table,
)

_ENVIRONMENTS = HOME / "var/environments"
_STAGES = ("script", "voice")
"""Stages whose models run in the environment that this command runs in, whichever one the stations run in."""


def setup(
    yes: Annotated[
        bool, typer.Option("--yes", help="Ask nothing: fetch what is proposed and agree to its licences.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Propose models for this machine, fetch and use them, and make eight seconds of film. Run it again to go on."""
    from libraries.gpu.onnx import require_single_runtime
    from libraries.setup.machine import inspect_machine
    from libraries.setup.machine_findings import check_machine_for_models
    from libraries.setup.model_plan import download_time_text, propose_models

    require_single_runtime()
    program = sys.executable.removesuffix("python") + "wagglebot"
    machine, store = inspect_machine(ROOT), ModelStore()
    findings, plan = check_machine_for_models(machine), propose_models(machine, read_catalogue().values())
    there = [model.name for model in plan.models if store.model_state(model.name) == "whole"]
    _show([(each.what, each.state, each.found, each.remedy) for each in findings], plan.models, there, quiet=json)
    megabytes = plan.download_megabytes(there)
    errors.print(
        f"{megabytes:.0f} MB to fetch: {download_time_text(megabytes)}. Then a script, a voice and a film are made: "
        "one to ten minutes."
    )
    if not yes and not _ask_agreement():
        console.print(f"Nothing was changed. Go on: {program} setup --yes")
        return
    _write_recipe()
    missing = [model.name for model in plan.models if not _fetch_and_use(model, store, agree=yes)]
    _name_environment()
    found: dict[str, Any] = {"machine": machine._asdict(), "findings": [each.model_dump() for each in findings]}
    found |= {"models": [model.name for model in plan.models if model.name not in missing], "missing": missing}
    found |= asyncio.run(_run_trial())
    if json:
        print_json(found)
        return
    console.print(f"Eight seconds of film: {found['film']} (written by {found['writer']}, spoken by {found['voice']})")
    console.print(f"The recipe stands in {HOME / '.env'}. Start: make run")
    if missing:
        console.print(f"Without {', '.join(missing)}: run this again where the hub can be reached, or bring the files:")
        for name in missing:
            console.print(f"  {program} models get {name} --from FOLDER")


def _show(rows: list[tuple[str, str, str, str]], models: list[Model], there: list[str], *, quiet: bool) -> None:
    if quiet:
        return
    print_table("This machine", ["what", "state", "found", "what helps"], rows)
    proposed = [
        (
            each.name,
            each.purpose.value,
            each.licence.name,
            f"{each.size / 1e6:.0f}",
            "here" if each.name in there else "",
        )
        for each in models
    ]
    print_table("Proposed", ["model", "for", "licence", "MB", ""], proposed)


def _ask_agreement() -> bool:
    return sys.stdin.isatty() and typer.confirm("Fetch these and use them?", default=True, err=True)


def _write_recipe() -> None:
    """Write the chains of the recipe as they are now; models that are fetched then put themselves first."""
    recipe = load_settings().recipe
    chains = {"SCRIPT": recipe.script.chain, "VOICE": recipe.voice.chain}
    write_env_file_variables(
        HOME / ".env", {f"WAGGLEBOT_RECIPE__{part}__CHAIN": jsonlib.dumps(chain) for part, chain in chains.items()}
    )


def _fetch_and_use(model: Model, store: ModelStore, *, agree: bool) -> bool:
    """Fetch a model and write into ``.env`` what makes it used; False, with the reason told, when it cannot be had."""
    try:
        installed = fetch_with_progress(model, store, agree=agree or ask_licence_agreement(model, store))
    except WaggleError as error:
        print_error(f"{model.title}: {error_text(error)}")
        return False
    write_env_file_variables(HOME / ".env", {**installed.settings, **setting_variables_of(model)})
    return True


def _name_environment() -> None:
    """Have the stages with models run by this Python, also when the stations are started from another environment."""
    here = Path(sys.prefix)
    set_already = load_settings().studio.interpreter
    ours = {stage: python for stage, python in set_already.items() if not python.startswith(str(_ENVIRONMENTS))}
    if here.parent == _ENVIRONMENTS and here.name in ("cpu", "gpu"):
        named = {**dict.fromkeys(_STAGES, sys.executable), **ours}
        write_env_file_variables(HOME / ".env", {"WAGGLEBOT_STUDIO__INTERPRETER": jsonlib.dumps(named)})


async def _run_trial() -> dict[str, Any]:
    """What came of the trial, by the settings as they are now."""
    from crawlers.sample.collected_posts import collected_post
    from crawlers.sample.sample_posts import all_sample_posts
    from services.studio.trial_film import make_trial_film

    loaded = load_settings()
    made = await make_trial_film(collected_post(all_sample_posts()[0]), loaded, lambda _percent, _note: None)
    assert made.script.script is not None
    assert made.film.film is not None
    for passed in (*made.script.passed_over, *made.voice.passed_over):
        errors.print(f"passed over {passed.sentence('en')}")
    return {
        "writer": made.script.served_by,
        "voice": made.voice.served_by,
        "encoder": made.film.served_by,
        "device": made.script.device or made.voice.device,
        "title": made.script.script.title,
        "film": str(loaded.media.root / made.film.film.video.key),
        "film_seconds": made.film.film.duration,
        "seconds": round(made.seconds, 1),
        "recipe": loaded.recipe.model_dump(mode="json"),
    }
