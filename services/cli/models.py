"""``wagglebot models``: the catalogue of models; fetching, proving, trying and removing them; converting one's own."""

import json as jsonlib
import os
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn, TransferSpeedColumn

from libraries.model_store.catalogue import Model, ModelPurpose, find_model, read_catalogue
from libraries.model_store.fetching import FetchOptions, fetch_model
from libraries.model_store.gathering import FetchCallbacks
from libraries.model_store.records import InstalledModel
from libraries.model_store.store import ModelStore
from libraries.model_store.trials import VoiceTrialResult, WriterTrialResult
from libraries.paths import HOME
from schemas.errors import BadInput, WaggleError
from services.cli.shared.output import (
    JsonOption,
    console,
    error_text,
    errors,
    load_settings,
    message_language,
    print_error,
    print_json,
    print_outcome,
    print_table,
)

models = typer.Typer(
    no_args_is_help=True, help="Voices, writers, recognisers and face finders that can be fetched; models of your own."
)
Name = Annotated[str, typer.Argument(help="Name of a model, as 'wagglebot models list' shows it.")]


@models.command("list")
def list_models(
    name: Annotated[str | None, typer.Argument(help="Only this model, with its files and sources.")] = None,
    purpose: Annotated[ModelPurpose | None, typer.Option("--for", help="Only models for this.")] = None,
    json: JsonOption = False,
) -> None:
    """What can be fetched: for what, its licence, languages, sizes, and whether it is here."""
    store = ModelStore()
    chosen = [find_model(name)] if name else [m for m in read_catalogue().values() if purpose in (None, m.purpose)]
    if json:
        print_json([_model_json(model, store) for model in chosen])
    elif name:
        print_table(name, ["", ""], [(key, _plain(value)) for key, value in _model_json(chosen[0], store).items()])
    else:
        columns = ["name", "for", "languages", "licence", "MB", "memory MB", "card MB", "card", "state"]
        print_table("Models", columns, [_row(model, store) for model in chosen])
        console.print("Fetch one: wagglebot models get NAME")


@models.command("get")
def fetch_and_use_model(
    name: Name,
    agree: Annotated[bool, typer.Option("--agree", help="Agree to the model's licence.")] = False,
    folder: Annotated[
        Path | None, typer.Option("--from", help="Folder with the model's files, such as a USB stick; no network.")
    ] = None,
    use: Annotated[
        bool | None, typer.Option("--use/--no-use", help="Write into .env what makes it used; not for trial models.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Fetch a model, or go on with it; prove every file; make it used. A model that is here and whole is left alone."""
    model, store = find_model(name), ModelStore()
    installed = fetch_with_progress(model, store, agree=agree or ask_licence_agreement(model, store), folder=folder)
    variables = {**installed.settings, **setting_variables_of(model)}
    used = model.fits_gb is not None if use is None else use
    if used:
        from libraries.settings.env_file import write_env_file_variables
        from services.config import Settings

        write_env_file_variables(HOME / ".env", variables, Settings.load)
    if json:
        print_json({**installed.model_dump(mode="json"), "used": used, "variables": variables})
        return
    console.print(f"{model.title} is here and whole, from {installed.source}.")
    if variables:
        console.print(f"Written to {HOME / '.env'}:" if used else "To use it, set:")
    for variable, value in variables.items():
        console.print(f"  {variable}='{value}'")
    start = model.start.replace("{folder}", str(store.model_folder(model)))
    for line in filter(None, (model.note, start and f"Start it: {start}")):
        console.print(line)
    console.print(f"Try it: wagglebot models try {name}")


@models.command("remove")
def remove_model(name: Name, json: JsonOption = False) -> None:
    """Delete a model and what was fetched of it; settings that name it stay."""
    freed = ModelStore().remove_model(find_model(name).name)
    print_outcome({"name": name, "freed": freed}, f"{name} is removed: {freed / 1e6:.0f} MB.", json=json)


@models.command("verify")
def verify_models(
    name: Annotated[str | None, typer.Argument(help="Only this model; all that are here when left out.")] = None,
    json: JsonOption = False,
) -> None:
    """Read every file of the models that are here, and say which is not as it was fetched."""
    store = ModelStore()
    names = [name] if name else [each for each in read_catalogue() if store.find_record(each)]
    found = {each: store.damaged_files(each) for each in names}
    if json:
        print_json(found)
    else:
        print_table("Models", ["model", "state"], [(each, ", ".join(bad) or "whole") for each, bad in found.items()])
    for each, bad in found.items():
        if bad:
            print_error(error_text(BadInput("models.damaged", name=each, files=", ".join(bad))))
    if any(found.values()):
        raise typer.Exit(1)


@models.command("try")
def try_model(
    name: Annotated[
        str, typer.Argument(help="A fetched model, or a writer or voice as 'wagglebot adapters' names it.")
    ],
    posts: Annotated[int, typer.Option(min=1, max=36, help="Posts that a writer tells.")] = 12,
    json: JsonOption = False,
) -> None:
    """A dozen posts through a writer or ten lines through a voice: how good and fast it is, before films are made."""
    from libraries.model_store.speech_recognition import load_recogniser
    from schemas.adapters import AdapterKind, usable_adapters
    from services.studio import adapter_trials

    if (model := read_catalogue().get(name)) is not None:
        if (installed := ModelStore().find_record(name)) is None and model.sources:
            raise BadInput("models.not_there", name=name)
        os.environ.update(installed.settings if installed else {})
    adapter, chosen = model.adapter if model else name, load_settings()
    figures: WriterTrialResult | VoiceTrialResult
    if adapter in {each.name for each in usable_adapters(AdapterKind.WRITER)}:
        figures = adapter_trials.try_writer(adapter, chosen.recipe.script, chosen.studio, errors.print, posts)
    elif adapter in {each.name for each in usable_adapters(AdapterKind.VOICE)}:
        figures = adapter_trials.try_voice(adapter, chosen.studio, errors.print, load_recogniser(ModelStore()))
    else:
        raise BadInput("models.no_trial", name=name)
    if json:
        print_json({"name": name, **figures.model_dump(mode="json")})
    else:
        rows = [(key, value) for key, value in figures.model_dump().items() if key != "failures"]
        print_table(name, ["figure", "value"], [*rows, *((failure.code, failure.of) for failure in figures.failures)])
    if figures.below_floor:
        print_error(error_text(BadInput("models.below_floor", name=name)))


@models.command("convert")
def convert_model(
    source: Annotated[
        str, typer.Argument(help="Folder of a Hugging Face model, or a repository: OWNER/NAME[@REVISION].")
    ],
    target: Annotated[Path | None, typer.Argument(help="Folder to make; that of the settings when left out.")] = None,
    device: Annotated[Literal["cpu", "cuda"], typer.Option(help="What the graph is made for.")] = "cpu",
) -> None:
    """Quantise a model to 4 bits, in an environment of its own that is made the first time."""
    from libraries.model_store.four_bit_conversion import ConversionRequest
    from libraries.model_store.four_bit_conversion import convert_to_4_bit as make
    from services.studio.script.llm.settings import OnnxModelSettings

    folder = make(
        ConversionRequest(source, target or load_settings().studio.section_of(OnnxModelSettings).folder, device),
        console.print,
    )
    console.print(f"{folder} is there. Try it: wagglebot models try onnx-genai")


def fetch_with_progress(model: Model, store: ModelStore, *, agree: bool, folder: Path | None = None) -> InstalledModel:
    """Fetch with a bar on a terminal, and a line for each source elsewhere. Raises as `libraries.model_store`."""
    columns = ("{task.description}", BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors, disable=not errors.is_terminal) as bar:
        task = bar.add_task(model.title, total=None)

        def begin(source: str, to_come: int, there: int) -> None:
            errors.print(f"{model.title} from {source}: {to_come / 1e6:.0f} MB, {there / 1e6:.0f} MB are here")
            bar.update(task, total=to_come, completed=there)

        def passed(error: WaggleError) -> None:
            print_error(error.explained(message_language()).sentence)

        return fetch_model(
            model,
            store,
            FetchOptions(agree=agree, folder=folder),
            FetchCallbacks(begin, lambda more: bar.advance(task, more), passed),
        )


def ask_licence_agreement(model: Model, store: ModelStore) -> bool:
    """Whether a person agreed to a licence that asks for it; False where nobody is at the terminal to be asked."""
    licence = model.licence
    if not licence.ask or store.find_agreement(licence) is not None:
        return True
    errors.print(f"{licence.name} ({licence.url})")
    errors.print(licence.terms_ko if message_language() == "ko" else licence.terms_en)
    return sys.stdin.isatty() and typer.confirm(
        "동의합니까?" if message_language() == "ko" else "Do you agree?", err=True
    )


def setting_variables_of(model: Model) -> dict[str, str]:
    """The model's choices of the recipe as variables of the settings."""
    return {
        f"WAGGLEBOT_RECIPE__{part.upper()}__{field.upper()}": jsonlib.dumps(value, ensure_ascii=False)
        for part, fields in model.recipe.items()
        if isinstance(fields, dict)
        for field, value in fields.items()
    }


def _model_json(model: Model, store: ModelStore) -> dict[str, Any]:
    installed = store.find_record(model.name)
    agreement = store.find_agreement(model.licence)
    return {
        **model.model_dump(mode="json"),
        "size": model.size,
        "state": store.model_state(model.name),
        "where": str(store.model_folder(model)),
        "agreed": agreement and agreement.model_dump(mode="json"),
        "installed": installed and installed.model_dump(mode="json"),
    }


def _row(model: Model, store: ModelStore) -> tuple[object, ...]:
    card = "for trials" if model.fits_gb is None else f"{model.fits_gb} GB" if model.fits_gb else "none"
    size = f"{model.size / 1e6:.0f}" if model.size else None
    state = store.model_state(model.name) + ("" if model.fetched else " (not fetched by us)")
    languages = " ".join(model.languages[:6]) + (" …" if len(model.languages) > 6 else "")
    return (model.name, model.purpose, languages, model.licence.name, size, model.memory_mb, model.card_mb, card, state)


def _plain(value: object) -> str:
    return value if isinstance(value, str) else jsonlib.dumps(value, ensure_ascii=False, indent=1)
