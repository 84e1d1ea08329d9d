"""The packages of the wheel and their data; everything else about the project stands in pyproject.toml.

nats/ and assets/ hold no Python (a package ``nats`` would hide nats-py), so they are laid into the wheel below
wagglebot/data/, where libraries.paths finds them.
"""

from setuptools import find_namespace_packages, setup

CODE = ("schemas", "libraries", "crawlers", "services", "testbed", "wagglebot")
DATA = {
    "nats": ["*.json", "*.conf"],
    "assets": ["LICENSES.md"],
    "assets/design": ["*"],
    "assets/effects": ["*"],
    "assets/fonts": ["*"],
    "assets/music": ["*"],
    "requirements": ["convert.txt"],
    "tools": ["environment.sh"],
}
"""Top folders without Python and what the program reads of them; assets/own is the operator's."""
DATA_PACKAGES = {f"wagglebot.data.{folder.replace('/', '.')}": folder for folder in DATA}

setup(
    packages=[
        *find_namespace_packages(include=[*CODE, *(f"{name}.*" for name in CODE)], exclude=["*.__pycache__"]),
        *DATA_PACKAGES,
    ],
    package_dir=DATA_PACKAGES,
    package_data={
        **{name: ["py.typed"] for name in CODE},
        "": ["*.toml"],
        "libraries.korean.letters": ["hanja.txt"],
        "crawlers": ["py.typed", "sites/*.yaml"],
        "crawlers.sample": ["posts/*.yaml", "images/*.webp", "style.css"],
        "services.review": ["static/*"],
        "testbed": [
            "py.typed",
            "script_sets/README.md",
            "script_sets/*/*.yaml",
            "beat_sets/README.md",
            "beat_sets/*/*.yaml",
        ],
        "services.studio.script.llm": ["prompts/*.md"],
        **{package: DATA[folder] for package, folder in DATA_PACKAGES.items()},
    },
)
