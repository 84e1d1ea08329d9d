"""The packages of the wheel and their data; everything else about the project stands in pyproject.toml.

nats/ and assets/ hold no Python (a package ``nats`` would hide nats-py), so they are laid into the wheel below
wagglebot/data/, where services.config.paths finds them.
"""

from setuptools import find_packages, setup

CODE = ("schemas", "crawlers", "services", "testbed", "wagglebot")
DATA = {
    "nats": ["*.json", "*.conf"],
    "assets": ["LICENSES.md", "effects/*", "fonts/*", "music/*"],
    "requirements": ["convert.txt"],
    "tools": ["environment.sh"],
}
"""Top folders without Python and what the program reads of them; assets/own is the operator's."""

setup(
    packages=[
        *find_packages(include=[pattern for name in CODE for pattern in (name, f"{name}.*")]),
        *(f"wagglebot.data.{folder}" for folder in DATA),
    ],
    package_dir={f"wagglebot.data.{folder}": folder for folder in DATA},
    package_data={
        **{name: ["py.typed"] for name in CODE},
        "crawlers": ["py.typed", "sites/*.yaml"],
        "crawlers.sample": ["posts/*.yaml", "images/*.webp", "style.css"],
        "services.review": ["static/*"],
        "services.studio.script.llm": ["prompts/*.md"],
        **{f"wagglebot.data.{folder}": files for folder, files in DATA.items()},
    },
)
