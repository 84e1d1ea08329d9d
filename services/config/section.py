"""What all sections of the settings share."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

ROOT = Path(__file__).resolve().parents[2]
"""The checkout: assets, topology and migrations lie below it."""


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
