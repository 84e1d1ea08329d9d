"""``wagglebot normalize``: what a voice is given for a text."""

import sys
from typing import Annotated

import typer

from services.cli.output import read_text


def normalize(
    text: Annotated[str, typer.Argument(help="Text to read out; - reads standard input, line by line.")],
) -> None:
    """Print the spoken form of a text, one line out for each line in; empty where there is nothing to say."""
    from services.studio.script.normalise import speech

    lines = read_text("-").split("\n") if text == "-" else text.split("\n")
    if len(lines) > 1 and not lines[-1]:
        lines.pop()  # the last line ended like the others
    sys.stdout.write("".join(f"{speech(line)}\n" for line in lines))
