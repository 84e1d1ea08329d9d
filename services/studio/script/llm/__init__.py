"""What the writers with a language model share: the prompt, the answer's form and rules, and models in this process."""

from pathlib import Path
from typing import Final

from libraries.versions import VersionedPart

RETELLING: Final = VersionedPart("script.llm", "3")
"""Raised when the model is asked differently, or something else is made of the same answer."""
PROMPTS: Final = Path(__file__).parent / "prompts"
"""The instructions that a model is given, by the id in the recipe. Their content is in the key itself."""
