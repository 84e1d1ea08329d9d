"""``wagglebot models``: make a model's folder, try one out, fetch the network that finds faces."""

import time
from pathlib import Path
from typing import Annotated, Literal

import typer
from pydantic import JsonValue

from services.cli.shared.output import JsonOption, console, emit, settings, table

models = typer.Typer(
    no_args_is_help=True, help="Models of the writers 'onnx-genai' and 'optimum'; the network that finds faces."
)


@models.command()
def convert(
    source: Annotated[str, typer.Argument(help="Folder of a Hugging Face model, or its name: owner/model.")],
    target: Annotated[Path | None, typer.Argument(help="Folder to make; that of the settings when left out.")] = None,
    device: Annotated[Literal["cpu", "cuda"], typer.Option(help="What the graph is made for.")] = "cpu",
) -> None:
    """Quantise a model to 4 bits, in an environment of its own that is made the first time."""
    from services.studio.models.convert import ConversionRequest
    from services.studio.models.convert import convert as make
    from services.studio.script.llm.settings import LocalModelSettings

    folder = make(
        ConversionRequest(source, target or settings().studio.of(LocalModelSettings).folder, device),
        console.print,
    )
    console.print(f"Try it: wagglebot models check {folder}")


@models.command()
def check(
    folder: Annotated[
        Path | None, typer.Argument(help="Folder of a model; that of the settings when left out.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Load a model and have it answer in the form of a script: where it runs, how fast, how large it is."""
    from libraries.gpu.memory import folder_size
    from libraries.gpu.onnx import devices
    from services.studio.script.llm.draft import parse, schema
    from services.studio.script.llm.settings import LocalModelSettings
    from services.studio.script.onnx_genai.model import GenaiModel

    chosen = settings().studio.of(LocalModelSettings)
    chosen = chosen.model_copy(update={"folder": folder or chosen.folder})
    began = time.perf_counter()
    model = GenaiModel(chosen)
    ready = time.perf_counter()
    question: list[JsonValue] = [{"role": "user", "content": "짧은 웃긴 이야기를 하나 지어 JSON으로 써라."}]
    answer = model.ask(question, schema(), 1)
    spent = time.perf_counter() - ready
    parse(answer.text)
    figures = {
        "folder": str(chosen.folder),
        "size_mb": folder_size(chosen.folder),
        "device": devices(),
        "load_s": round(ready - began, 3),
        "tokens_per_s": round(model.count(answer.text) / spent, 1),
    }
    if json:
        emit(figures)
    else:
        table("Model", ["figure", "value"], list(figures.items()))


@models.command()
def faces() -> None:
    """Fetch the network that finds faces in pictures, so that films cover them; 7 MB, by pip."""
    from libraries.vision.fetch import CENTERFACE, fetch

    target = settings().studio.faces
    state = f"{target} is there now." if fetch(target, CENTERFACE) else f"{target} was there already."
    console.print(f"{state}\n{CENTERFACE.origin}.")
