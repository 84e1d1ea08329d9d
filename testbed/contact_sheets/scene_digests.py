"""Digests of drawn places, for tests; ``python -m testbed.contact_sheets.scene_digests`` records them.

A digest is over the vectors, not over pixels: pixels are the painter's. Changed digests are only recorded with a new
version of `SCENES`, or with ``--unreleased`` while that version has not left the house.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Final

from libraries.drawn_world.scenes import SCENES, ScenePalette, Setting, scene_of_setting
from libraries.drawn_world.scenes.places import SCENE_FUNCTIONS
from schemas.beats import Place, Season, TimeOfDay, Weather

FILE: Final = Path(__file__).parents[2] / "tests/golden/scenes.json"


def setting_digest(setting: Setting) -> str:
    """The digest of a setting: of all that is drawn of it at a moment, its marks and its light."""
    made = scene_of_setting(setting)
    text = repr((made.picture_at(0.7), made.marks, made.light))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def digests_by_name() -> dict[str, str]:
    """Digests by name: every place at noon and on a rainy night; one place in every weather, season and mood."""
    found = {f"{place}: noon": setting_digest(Setting(place, TimeOfDay.NOON)) for place in SCENE_FUNCTIONS}
    found |= {
        f"{place}: rain at night": setting_digest(Setting(place, TimeOfDay.NIGHT, Weather.RAIN, seed=1))
        for place in SCENE_FUNCTIONS
    }
    found |= {f"weather: {weather}": setting_digest(Setting(Place.PLAYGROUND, weather=weather)) for weather in Weather}
    found |= {f"season: {season}": setting_digest(Setting(Place.PLAYGROUND, season=season)) for season in Season}
    found |= {
        f"mood: {mood}": setting_digest(Setting(Place.LIVING_ROOM, TimeOfDay.EVENING, mood=mood))
        for mood in ScenePalette
    }
    return found


def main(arguments: list[str]) -> int:
    """Record the digests; gives exit status 1 where they changed without a new version."""
    before = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {"version": "", "digests": {}}
    now = {"version": SCENES.version, "digests": digests_by_name()}
    if before["version"] == now["version"] and before["digests"] != now["digests"] and "--unreleased" not in arguments:
        sys.stderr.write("places look different: raise the version of SCENES\n")
        return 1
    FILE.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
