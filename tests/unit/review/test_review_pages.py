"""The pages and their words."""

import importlib
import json
import re
from itertools import chain
from pathlib import Path

import pytest
from fixtures.rows import each_row

from libraries.drawing.typography.design_tokens import BACKDROPS
from schemas.adapters import AdapterKind, usable_names
from schemas.script import Mood
from services.review.auth.login_page import STATIC
from services.review.i18n.language import request_language
from services.review.recipe_options import RecipeOptions, adapter_titles
from services.studio.film.audio.mix import BEDS, MUSIC

SCRIPTS = sorted(STATIC.glob("*.js"))


def words(language: str) -> dict[str, str]:
    """The texts of one language as text.js has them."""
    source = (STATIC / f"words_{language}.js").read_text(encoding="utf-8")
    block = re.search(r"words = \{\n(.*?)^\};", source, re.DOTALL | re.MULTILINE)
    assert block is not None
    return {key: json.loads(text) for key, text in re.findall(r"(\w+): (\"(?:[^\"\\]|\\.)*\")", block[1])}


def test_both_languages_say_everything() -> None:
    korean, english = words("ko"), words("en")
    assert korean.keys() == english.keys()
    assert len(korean) > 80
    for key, text in korean.items():
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", english[key])), key


def test_everything_that_people_do_beside_facts_has_a_name() -> None:
    lines = [line for path in STATIC.parents[1].rglob("*.py") for line in path.read_text("utf-8").splitlines()]
    said = [line.partition("what")[2].partition(", ")[0] for line in lines if re.search(r"Entry\(|^\s+what = ", line)]
    acts = {act for part in said for act in re.findall(r'"(\w+)"', part)}
    assert {"account", "site_on", "site_off", "site_added", "site_mended", "site_permit_withdrawn"} <= acts
    assert {f"A_{act}" for act in acts} <= words("ko").keys()


def test_no_english_left_in_korean() -> None:
    names = {"other"}
    ours = r"\{\w+\}|robots\.txt|YouTube|LUFS|dBTP|Hz|AI|API"
    left = {key for key, text in words("ko").items() if re.search("[A-Za-z]", re.sub(ours, "", text))}
    assert left <= names


def test_choices_have_words() -> None:
    """Music, backgrounds and moods that come with the project have a name in both languages."""
    chosen = {"template_auto"}
    beds = [file.stem for file in MUSIC.glob("*.ogg")]
    chosen |= {f"music_{name}" for name in ("auto", "none", *chain(*BEDS.values()), *beds)}
    chosen |= {f"background_{name}" for name in ("auto", *BACKDROPS)}
    chosen |= {f"mood_{mood}" for mood in Mood}
    assert len(chosen) > 25
    assert {name.replace("-", "_") for name in chosen} <= words("ko").keys()


def test_adapters_are_named_by_their_descriptors() -> None:
    """The app has no list of its own: every installed writer, voice, template and platform comes with its titles."""
    named = {(title.kind, title.name): (title.ko, title.en) for title in adapter_titles()}
    for kind in (AdapterKind.WRITER, AdapterKind.VOICE, AdapterKind.TEMPLATE, AdapterKind.PLATFORM):
        for name in usable_names(kind):
            assert all(named[kind, name]), name
            assert f"{kind.value}_{name}".replace("-", "_") not in words("ko")
    assert named[AdapterKind.TEMPLATE, "chat"] == ("대화", "Chat")


def test_choices_are_the_installed_adapters_and_own_files(tmp_path: Path) -> None:
    (tmp_path / "music").mkdir()
    (tmp_path / "music" / "sadness-piano.mp3").write_bytes(b"sound")
    offered = RecipeOptions.current(tmp_path)
    assert offered.templates == ("auto", *usable_names(AdapterKind.TEMPLATE))
    assert offered.voices == usable_names(AdapterKind.VOICE)
    assert {"auto", "none", "sadness-piano"} <= set(offered.music)
    assert "sadness-piano" not in offered.backgrounds


def test_every_text_that_is_asked_for_exists() -> None:
    known = words("ko").keys()
    for script in SCRIPTS:
        for key in re.findall(r"""\bt\("(\w+)["']""", script.read_text(encoding="utf-8")):
            assert key in known, f"{script.name} asks for {key}"


@each_row("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_build_no_markup(script: Path) -> None:
    """Text from the web can only become markup through one of these, so none of them is there."""
    source = script.read_text(encoding="utf-8")
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|srcdoc|createContextualFragment"
    assert not re.search(rf"{forbidden}|\beval\(|new Function|setTimeout\([\"'`]", source)


@pytest.mark.parametrize(("accept", "language"), [("en", "en"), ("ko", "ko"), ("en-US,en;q=0.9", "ko"), (None, "ko")])
def test_korean_unless_our_page_asks(accept: str | None, language: str) -> None:
    assert request_language(accept) == language


def test_our_modules_ask_for_no_animation_frames() -> None:
    """They would come once a second: frames.js slows them down, against Gradio's animation that never ends."""
    asking = [file.name for file in STATIC.glob("*.js") if "requestAnimationFrame" in file.read_text(encoding="utf-8")]
    assert asking == ["frames.js"]


def test_page_trusts_named_scripts_only() -> None:
    shell = importlib.import_module("services.review.gradio_shell")  # with it comes Gradio, which takes seconds
    html = (
        b'<html lang="en"><head><meta property="og:image" content="https://elsewhere.example/a.jpg" />'
        b'<link rel="manifest" href="/manifest.json" /><script>one()</script><script type="module" src="x.js"></script>'
        b"</head><body></body></html>"
    )
    page = shell.adapted_page(html, "abc").decode()
    assert page.count("<script") == page.count('<script nonce="abc"') == 4
    assert page.index("/ui/frames.js") < page.index("one()"), "it is too late once Gradio has begun"
    assert "elsewhere.example" not in page
    assert "manifest" not in page
    assert '<html lang="ko">' in page
    assert '<script nonce="abc" type="module" src="/ui/app.js">' in page
