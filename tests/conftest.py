"""Fixtures of every test. What belongs to one part is in ``fixtures_<part>.py`` beside this file."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

pytest_plugins = []
for _plugin in ("fixtures_bus", "fixtures_database", "fixtures_browser"):  # TEMPORARY while the parts are written
    try:
        __import__(_plugin)
        pytest_plugins.append(_plugin)
    except ImportError as _error:
        print("not loaded:", _plugin, _error)

for name in [name for name in os.environ if name.startswith("WAGGLEBOT_")]:
    del os.environ[name]
