"""Channels as settings: their accounts, their recipes, and which posts they get."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from libraries.channel.channel_platform import ChannelPlatform, account_key
from libraries.channel.channel_settings import ChannelSettings, channels_for, recipe_of_channel
from libraries.channel.channel_setup import channel_findings
from schemas.errors import ConfigurationError
from schemas.recipe import Recipe
from services.config import PublishSettings
from services.publish.platforms.youtube import YoutubeSettings
from services.publish.platforms.youtube.oauth import load_token

CATS = {
    "sites": ["natepann"],
    "accounts": {"export": {}, "youtube": {"daily_cap": 5}},
    "slots": {"youtube": ["sun 11:00"]},
}


def channels(**given: dict[str, Any]) -> PublishSettings:
    return PublishSettings.model_validate({"platforms": ("export", "youtube"), "channels": given})


def test_a_platform_of_a_channel_is_read_as_it_is_written() -> None:
    for text, parsed in (("youtube", ("youtube", "")), ("cats@youtube", ("youtube", "cats"))):
        assert ChannelPlatform.parse(text) == parsed
        assert str(ChannelPlatform(*parsed)) == text
    assert account_key("youtube", "main") == "youtube.main"
    assert account_key("cats@youtube", "cats") == "youtube.cats"


def test_without_other_channels_everything_is_the_default_ones() -> None:
    alone = PublishSettings(platforms=("export", "youtube"), slots={"youtube": ("sun 11:00",)})
    assert alone.all_platforms == alone.platforms_of("") == ("export", "youtube")
    assert alone.slots_of("youtube") == ("sun 11:00",)
    adapter, section = alone.account_settings("youtube")
    assert (adapter.name, section) == ("youtube", YoutubeSettings())
    assert channels_for({}, "natepann", "ko") == ("",)


def test_a_channel_has_accounts_and_times_of_its_own() -> None:
    settings = channels(cats=CATS)
    assert settings.all_platforms == ("export", "youtube", "cats@export", "cats@youtube")
    assert settings.platforms_of("cats") == ("cats@export", "cats@youtube")
    assert settings.platforms_of("gone") == ()
    assert (settings.slots_of("cats@youtube"), settings.slots_of("youtube")) == (("sun 11:00",), ())
    _, own = settings.account_settings("cats@youtube")
    usual = YoutubeSettings()
    assert isinstance(own, YoutubeSettings)
    assert (own.channel, own.daily_cap, own.category) == ("cats", 5, usual.category)
    assert own.token_file == usual.token_file.with_name("cats-youtube-token.json")
    assert settings.account_settings("youtube")[1] == usual


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"main": {}}, "default channel"),
        ({"Cats": {}}, "string_pattern_mismatch"),
        ({"c@t": {}}, "string_pattern_mismatch"),
        ({"cats": {"recipe": {"film": {"template": 7}}}}, "film.template"),
        ({"cats": {"recipe": {"filn": {}}}}, "filn"),
        ({"cats": {"cap": 3}}, "cap"),
    ],
)
def test_what_is_no_channel_is_refused(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        channels(**given)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("accounts", "setting"),
    [
        ({"youtube": {"cap": 3}}, "cap"),
        ({"youtube": {"daily_cap": 0}}, "daily_cap"),
        ({"export": {"root": "x"}}, "root"),
    ],
)
def test_a_setting_that_an_account_cannot_have_is_named(accounts: dict[str, Any], setting: str) -> None:
    settings = channels(cats={"accounts": accounts})
    with pytest.raises(ConfigurationError) as caught:
        settings.account_settings(settings.platforms_of("cats")[0])
    assert (caught.value.code, caught.value.fields["setting"]) == ("channel.account_setting", setting)


def test_posts_go_to_every_channel_that_names_their_site_and_language() -> None:
    known = {
        "cats": ChannelSettings(sites=("natepann", "theqoo")),
        "world": ChannelSettings(languages=("en",)),
        "both": ChannelSettings(sites=("theqoo",), languages=("ko",)),
        "by-hand": ChannelSettings(),
    }
    assert channels_for(known, "natepann", "ko") == ("cats",)
    assert channels_for(known, "theqoo", "ko") == ("cats", "both")
    assert channels_for(known, "reddit", "en") == ("world",)
    assert channels_for(known, "dcinside", "ko") == ("",)


def test_a_channels_recipe_changes_what_it_names_and_nothing_else() -> None:
    usual = Recipe.model_validate({"voice": {"speed": 1.3}, "film": {"music": "none"}})
    assert recipe_of_channel(usual, {}) is usual
    own = recipe_of_channel(usual, {"film": {"identity": {"accent": "#ff0000"}}, "voice": {"narrator": "narrator-2"}})
    assert (own.voice.speed, own.voice.narrator) == (1.3, "narrator-2")
    assert (own.film.music, own.film.identity.accent) == ("none", "#ff0000")
    assert own.script == usual.script


def findings(publish: PublishSettings, *sites: str) -> list[tuple[str, str]]:
    return [(one.what, one.state) for one in channel_findings(publish, sites or ("natepann",))]


def test_the_doctor_names_what_a_channel_lacks() -> None:
    assert findings(PublishSettings()) == []
    ready = channels(cats={"sites": ["natepann"], "accounts": {"export": {}}})
    assert findings(ready) == [("channel cats", "ok"), ("sites of channels", "ok")]
    assert findings(ready, "theqoo") == [("channel cats", "warn"), ("sites of channels", "ok")]
    assert findings(channels(cats={"accounts": {}}))[0] == ("channel cats", "fail")
    (lacking, _) = channel_findings(channels(cats=CATS), ("natepann",))
    assert (lacking.state, lacking.remedy) == ("fail", "Run: wagglebot auth cats@youtube")
    nowhere = PublishSettings.model_validate({"platforms": (), "channels": {"cats": {"sites": ["natepann"]}}})
    assert findings(nowhere, "natepann", "theqoo")[-1] == ("sites of channels", "warn")


@pytest.mark.parametrize("shared", [{"token_file": "var/one.json"}, {"channel": "one"}])
def test_the_doctor_names_two_channels_with_one_account(shared: dict[str, str]) -> None:
    settings = channels(cats={"accounts": {"youtube": shared}}, dogs={"accounts": {"youtube": shared}})
    found = channel_findings(settings, ())[0]
    assert (found.state, "are one account" in found.found) == ("fail", True)


def test_a_missing_sign_in_says_which_account_to_sign_in(tmp_path: Path) -> None:
    own = YoutubeSettings(token_file=tmp_path / "youtube-token.json")
    settings = channels(cats={"accounts": {"youtube": {}}}).with_adapter_sections(own)
    for platform in ("youtube", "cats@youtube"):
        _, section = settings.account_settings(platform)
        assert isinstance(section, YoutubeSettings)
        with pytest.raises(ConfigurationError) as caught:
            load_token(section)
        assert caught.value.explained("en").remedy == f"Run: wagglebot auth {platform}"
