"""The benchmark of one adapter's speed, as a program of its own.

``python -m testbed.benchmarks.studio.adapter_speed {writer,voice} NAME``
"""

import json
import sys
import time
from typing import Final

from libraries.gpu.onnx import devices_in_use
from libraries.korean.text_normalisation import spoken_form
from schemas.adapters import AdapterKind
from schemas.recipe import ScriptChoice, VoiceChoice
from schemas.script import Script
from services.config import Settings
from services.studio.adapters import require_usable_adapters
from services.studio.script.llm import prompt
from services.studio.script.llm.draft import draft_schema
from services.studio.script.llm.local_model import load_model_once
from services.studio.script.llm.settings import InProcessSettings
from services.studio.script.stage import write_script
from services.studio.voice.voice_protocol import Voice
from testbed.benchmarks.studio.batch import distinct_posts

_LINES: Final = 12
_ENGLISH: Final = ("The lunch kept vanishing from our fridge.", "So I hid a camera, and waited.", "It was my boss!")


def measure_writer_speed(name: str) -> dict[str, float | str]:
    """The speed of a script writer: seconds to load its model, and tokens of its answer a second."""
    began = time.perf_counter()
    chosen = require_usable_adapters(AdapterKind.WRITER, (name,), Settings().studio, setting="recipe.script.chain")[0]
    assert isinstance(chosen.section, InProcessSettings)
    model = load_model_once(chosen.adapter.load().model, chosen.section)
    ready = time.perf_counter()
    post = distinct_posts(1)[0]
    answer = model.ask(
        [
            {"role": "system", "content": prompt.system_prompt(ScriptChoice())},
            {"role": "user", "content": prompt.post_as_json(post)},
        ],
        draft_schema(),
        1,
    )
    rate = model.count_tokens(answer.text) / (time.perf_counter() - ready)
    return {"load_s": ready - began, "tokens_per_s": rate, "device": devices_in_use()}


def measure_voice_speed(name: str) -> dict[str, float | str]:
    """The real-time factor of a voice: seconds of work for a second of sound, once the model is loaded."""
    settings = Settings().studio
    script = _english() if name == "kokoro" else write_script(distinct_posts(1)[0], ScriptChoice(), settings)[0]
    named = require_usable_adapters(AdapterKind.VOICE, (name,), settings, setting="recipe.voice.chain")[0]
    chosen: Voice = named.instantiate()
    choice = VoiceChoice()
    chosen.speak(script.lines[0], choice.narrator, choice.speed)
    began = time.perf_counter()
    spoken = [chosen.speak(line, choice.narrator, choice.speed) for line in script.lines[:_LINES]]
    work = time.perf_counter() - began
    sound = sum(len(each.samples) / each.sample_rate for each in spoken)
    return {"rtf": work / sound, **({"device": devices_in_use()} if devices_in_use() else {})}


def _english() -> Script:
    lines = [{"role": "body", "speaker": "narrator", "display": text, "spoken": spoken_form(text)} for text in _ENGLISH]
    return Script.model_validate({"title": "Lunch", "lines": lines})


def main() -> None:
    """Measure the adapter that the command line names; print its figures as one JSON object."""
    kind, name = sys.argv[1:]
    sys.stdout.write(json.dumps({"writer": measure_writer_speed, "voice": measure_voice_speed}[kind](name)) + "\n")


if __name__ == "__main__":
    main()
