"""The pages and their words."""

import json
import re
from importlib.metadata import entry_points
from itertools import chain
from pathlib import Path

import pytest

from schemas.script import Mood
from services.review.auth.login_page import STATIC
from services.review.gradio_shell import our_page
from services.review.i18n.messages import _SENTENCES, language_of, sentence
from services.studio.film.audio.mix import BEDS, MUSIC
from services.studio.film.templates.registry import template_names
from services.studio.film.typography.design_tokens import BACKDROPS

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


def test_no_english_left_in_korean() -> None:
    names = {"other", "platform_tiktok", "platform_instagram"}
    ours = r"\{\w+\}|robots\.txt|YouTube|Edge|eSpeak|GPT-SoVITS|Kokoro|OpenAI|Supertonic|LUFS|dBTP|Hz|AI"
    left = {key for key, text in words("ko").items() if re.search("[A-Za-z]", re.sub(ours, "", text))}
    assert left <= names


def test_choices_have_words() -> None:
    """Whatever comes with the project and may be chosen in the app has a name in both languages."""
    chosen = {f"template_{name}" for name in ("auto", *template_names())}
    beds = [file.stem for file in MUSIC.glob("*.ogg")]
    chosen |= {f"music_{name}" for name in ("auto", "none", *chain(*BEDS.values()), *beds)}
    chosen |= {f"background_{name}" for name in ("auto", *BACKDROPS)}
    chosen |= {f"engine_{name}" for name in our_own("wagglebot.voices")}
    chosen |= {f"platform_{name}" for name in our_own("wagglebot.publishers") if name != "fake"}
    chosen |= {f"mood_{mood}" for mood in Mood}
    assert len(chosen) > 30
    assert {name.replace("-", "_") for name in chosen} <= words("ko").keys()


def our_own(group: str) -> list[str]:
    return [point.name for point in entry_points(group=group) if point.value.startswith("services.")]


def test_every_text_that_is_asked_for_exists() -> None:
    known = words("ko").keys()
    for script in SCRIPTS:
        for key in re.findall(r"""\bt\("(\w+)["']""", script.read_text(encoding="utf-8")):
            assert key in known, f"{script.name} asks for {key}"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_build_no_markup(script: Path) -> None:
    """Text from the web can only become markup through one of these, so none of them is there."""
    source = script.read_text(encoding="utf-8")
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|srcdoc|createContextualFragment"
    assert not re.search(rf"{forbidden}|\beval\(|new Function|setTimeout\([\"'`]", source)


def test_server_speaks_both_languages() -> None:
    for code, said in _SENTENCES.items():
        assert set(said) == {"ko", "en"}, code
        assert re.search("[가-힣]", said["ko"]), code
        assert not re.search("[가-힣]", said["en"]), code
    assert sentence("not_saved").startswith("저장하지 못했습니다")


@pytest.mark.parametrize(("accept", "language"), [("en", "en"), ("ko", "ko"), ("en-US,en;q=0.9", "ko"), (None, "ko")])
def test_korean_unless_our_page_asks(accept: str | None, language: str) -> None:
    assert language_of(accept) == language


def test_page_trusts_named_scripts_only() -> None:
    html = (
        b'<html lang="en"><head><meta property="og:image" content="https://elsewhere.example/a.jpg" />'
        b'<link rel="manifest" href="/manifest.json" /><script>one()</script><script type="module" src="x.js"></script>'
        b"</head><body></body></html>"
    )
    page = our_page(html, "abc").decode()
    assert page.count("<script") == page.count('<script nonce="abc"') == 3
    assert "elsewhere.example" not in page
    assert "manifest" not in page
    assert '<html lang="ko">' in page
    assert '<script nonce="abc" type="module" src="/ui/app.js">' in page
