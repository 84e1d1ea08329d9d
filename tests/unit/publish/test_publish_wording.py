"""Words a platform takes, whatever is thrown at them."""

import random
import unicodedata
from pathlib import Path

import pytest
from fixtures.facts import FILM, NOW, SCRIPT, post
from fixtures.rows import each_row

from libraries.media.store import LocalStore
from libraries.texts.platform_text import (
    ELLIPSIS,
    clean_for_platform,
    fit_description,
    fit_tags,
    fit_title,
    grapheme_clusters,
    shorten_text,
    utf8_length,
    utf16_length,
)
from services.publish.limits.quota import AccountQuota
from services.publish.metadata.publication import build_publication
from services.publish.platforms.instagram.uploader import caption_text
from services.publish.platforms.youtube import YoutubeSettings
from services.publish.platforms.youtube.uploader import YoutubeUploader
from testbed.fake_platforms.youtube import require_valid_resource

PIECES = [
    "막내가 남긴 메일",
    "가나다라마바사",
    unicodedata.normalize("NFD", "퇴사하겠습니다"),
    "👨‍👩‍👧‍👦",
    "🇰🇷🇯🇵",
    "👍🏽",
    "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "❤️‍🔥",
    "<b>굵게</b>",
    "1 < 2 > 0",
    "\u202e거꾸로\u202c",
    "\u2066\u2069\u200f",
    "e\u0301" * 5,
    "z" + "\u0335" * 40,
    "ㅋ" * 120,
    "\x00\x07\x1b[31m",
    "줄\r\n바꿈\n\n\n\n끝",
    "\ud83d",
    "쉼표,가,있는 태그",
    '"따옴표"',
    "   ",
    "\ue000\ufffe",
    "العربية",
    "𝕊𝕤𝕦𝕝",
]


def sample(number: int) -> str:
    dice = random.Random(number)
    return "".join(dice.choice(PIECES) + dice.choice(["", " ", "\n"]) for _ in range(dice.randrange(0, 60)))


def whole(text: str, cut: str) -> bool:
    """Whether ``cut`` is made of whole characters of ``text``, as a reader sees them."""
    parts = grapheme_clusters(text)
    kept = grapheme_clusters(cut.removesuffix(ELLIPSIS))
    return parts[: len(kept)] == kept


@pytest.mark.parametrize("block", range(10))
@pytest.mark.quick_cases(2)
def test_a_thousand_titles_descriptions_and_tags_are_all_valid(block: int) -> None:
    for number in range(block * 100, block * 100 + 100):
        raw = sample(number)
        headline = fit_title(raw, 100, "제목 없는 이야기")
        text_below = fit_description([raw, sample(number + 5000)], ["출처: 와글마당 https://waggle.example/1"], 5000)
        words = {
            "title": headline,
            "description": text_below,
            "tags": list(fit_tags(sample(number * 7 + each) for each in range(8))),
            "categoryId": "24",
        }
        require_valid_resource({"snippet": words})
        for text in (headline, text_below):
            assert not set("<>\u202e\u202c\u2066\u2069\u200f\x00\x1b") & set(text)
            text.encode()
        assert text_below.endswith("출처: 와글마당 https://waggle.example/1")
        assert whole(clean_for_platform(raw), headline) or headline == "제목 없는 이야기"


@pytest.mark.parametrize("block", [0, *(pytest.param(each, marks=pytest.mark.slow) for each in (1, 2, 3))])
@pytest.mark.slow
def test_a_thousand_posts_are_told_as_every_platform_takes_it(block: int, tmp_path: Path) -> None:
    """The whole way: from post and script to the very words that are sent."""
    youtube = words_of_youtube(tmp_path)
    for number in range(block * 250, block * 250 + 250):
        hashtags = tuple(f"#{sample(number * 11 + each)[:40]}" for each in range(number % 45))
        line = SCRIPT.hook.model_copy(update={"display": "가", "spoken": "가"})
        script = SCRIPT.model_copy(
            update={"title": sample(number), "summary": sample(number + 9000), "hashtags": hashtags, "lines": (line,)}
        )
        about = post(str(number)).model_copy(
            update={"title": sample(number + 3000) or "제목", "site_name": "와글 <마당>"}
        )
        told = build_publication(about, script, FILM, 1)
        sent = youtube.video_resource(told)
        require_valid_resource(sent)
        assert sent["status"]["privacyStatus"] == "private"
        assert sent["status"]["containsSyntheticMedia"] is False
        for text in (sent["snippet"]["description"], caption_text(told)):
            assert f"https://waggle.example/post/{number}" in text
            assert "AI 음성으로 읽고 각색한 영상입니다." in text
            assert text.endswith(told.mark)
        assert utf16_length(caption_text(told)) <= 2200
        assert caption_text(told).count("#") <= 30
        assert whole(clean_for_platform(sample(number)), told.title) or not clean_for_platform(sample(number))


def words_of_youtube(folder: Path) -> YoutubeUploader:
    """Only its words: no account, no ledger."""
    lane = AccountQuota(None, "youtube", "main", lambda: NOW, None)  # type: ignore[arg-type]  # nothing is asked of either
    return YoutubeUploader(LocalStore(folder), YoutubeSettings(), lane)


@each_row("length", range(1, 60))
def test_nothing_is_cut_within_a_syllable_a_family_or_a_flag(length: int) -> None:
    text = "가👨‍👩‍👧‍👦🇰🇷각👍🏽" + unicodedata.normalize("NFD", "값") + "e\u0301끝"
    characters, octets = shorten_text(text, characters=length), shorten_text(text, octets=length)
    assert utf16_length(characters) <= length
    assert utf8_length(octets) <= length
    assert whole(text, characters)
    assert whole(text, octets)


def test_clusters_are_what_a_reader_sees() -> None:
    syllable = unicodedata.normalize("NFD", "값")
    assert grapheme_clusters(f"가{syllable}👨‍👩‍👧‍👦🇰🇷🇯🇵👍🏽ㅋ") == [
        "가",
        syllable,
        "👨‍👩‍👧‍👦",
        "🇰🇷",
        "🇯🇵",
        "👍🏽",
        "ㅋ",
    ]


def test_a_title_is_cut_between_words_where_that_costs_little() -> None:
    assert shorten_text("막내가 퇴사하면서 남긴 메일 한 통", characters=15) == "막내가 퇴사하면서 남긴…"


def test_the_credit_stands_whole_below_a_text_that_is_far_too_long() -> None:
    told = fit_description(["가" * 9000], ["출처: 와글마당 https://waggle.example/1", "AI 음성입니다."], 5000)
    assert utf8_length(told) <= 5000
    assert told.endswith("…\n\n출처: 와글마당 https://waggle.example/1\n\nAI 음성입니다.")


def test_tags_count_their_commas_and_quotes() -> None:
    kept = fit_tags(["#썰", "회사 생활", "썰", "가" * 31, *(f"태그{number:03}" for number in range(200))])
    assert kept[:2] == ("썰", "회사 생활")
    assert len(",".join(kept)) + 2 <= 500
    assert len(kept) == 83


def test_what_is_published_names_its_source_and_says_that_the_voice_is_synthetic() -> None:
    told = build_publication(post(), SCRIPT, FILM, 1)
    assert told.description.splitlines()[-1] == "#썰"
    assert "출처: 와글마당 https://waggle.example/post/1" in told.description
    assert "AI 음성으로 읽고 각색한 영상입니다." in told.description


def test_every_change_of_film_or_words_breaks_the_seal() -> None:
    told = build_publication(post(), SCRIPT, FILM, 1)
    assert build_publication(post(), SCRIPT, FILM, 2).seal == told.seal
    others = [
        told.model_copy(update={"title": told.title + "."}),
        told.model_copy(update={"description": told.description + " "}),
        told.model_copy(update={"tags": ("다른",)}),
        build_publication(post(), SCRIPT, FILM.model_copy(update={"video": FILM.thumbnail}), 1),
        build_publication(post(), SCRIPT, FILM.model_copy(update={"thumbnail": FILM.video}), 1),
    ]
    assert len({told.seal, *(other.seal for other in others)}) == 6
