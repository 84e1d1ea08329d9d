"""Fixtures of every test. What belongs to one part is in ``fixtures_<part>.py`` beside this file."""

import os

pytest_plugins = ["fixtures_bus", "fixtures_database", "fixtures_browser"]

for name in [name for name in os.environ if name.startswith("WAGGLEBOT_")]:
    del os.environ[name]
