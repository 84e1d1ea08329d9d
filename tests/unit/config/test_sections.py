"""Sections of the settings: what a text means in each kind of field, and where the settings of adapters go."""

from pathlib import Path
from typing import Any

import pytest
from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, SecretStr, TypeAdapter, ValidationError

from libraries.settings.sections import Section, parse_list
from libraries.settings.value_types import Cron, Folder, Zone
from schemas.adapters import AdapterKind, usable_adapters
from schemas.errors import ConfigurationError
from services.config import HealthSettings, Settings, StudioSettings


class Toy(Section):
    names: tuple[str, ...] = ()
    sizes: dict[str, int] = Field(default_factory=dict)
    word: str = ""
    number: int = 0
    secret: SecretStr = SecretStr("")
    secrets: dict[str, SecretStr] = Field(default_factory=dict)
    pair: tuple[SecretStr, ...] = ()


@each_row(
    ("text", "names"),
    [
        ("", ()),
        (",", ()),
        ("a", ("a",)),
        (" a , b,,c ", ("a", "b", "c")),
        ('["a", "b,c"]', ("a", "b,c")),
        ("[]", ()),
        ("한글,b c", ("한글", "b c")),
        ("a]", ("a]",)),
    ],
)
def test_a_list_is_written_with_commas_or_as_json(text: str, names: tuple[str, ...]) -> None:
    assert Toy.model_validate({"names": text}).names == names
    assert tuple(parse_list(text)) == names


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"], exclude_characters=",[{"), min_size=1)))
def test_plain_names_with_commas_are_the_names(names: list[str]) -> None:
    assert Toy.model_validate({"names": " , ".join(names)}).names == tuple(names)


@each_row(
    ("content", "read"),
    [
        ({"sizes": '{"a": 1}'}, {"sizes": {"a": 1}}),
        ({"sizes": {"a": "1"}}, {"sizes": {"a": 1}}),
        ({"word": "{not json"}, {"word": "{not json"}),
        ({"word": "a,b"}, {"word": "a,b"}),
        ({"number": "7"}, {"number": 7}),
        ({"names": ["a"]}, {"names": ("a",)}),
    ],
)
def test_text_is_read_by_the_kind_of_its_field(content: dict[str, Any], read: dict[str, Any]) -> None:
    assert Toy.model_validate(content).model_dump(include=set(read)) == read


@each_row(
    ("content", "why"),
    [
        ({"sizes": "a=1"}, "is no JSON"),
        ({"sizes": "["}, "is no JSON"),
        ({"names": '["a"'}, "is no JSON"),
        ({"names": "[" * 5000}, "is no JSON"),
        ({"sizes": '["a"]'}, "valid dictionary"),
        ({"number": "x"}, "valid integer"),
        ({"numbr": "1"}, "not permitted"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_no_value_of_a_field_is_refused_shortly(content: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Toy.model_validate(content)
    message = caught.value.errors()[0]["msg"]
    assert why in message
    assert len(message) < 250


def test_secrets_are_shown_nowhere_but_in_what_is_revealed() -> None:
    toy = Toy.model_validate({"secret": "s3", "secrets": {"a": "s4"}, "pair": "s5,s6", "names": "a", "number": 2})
    assert not any(secret in f"{toy!r} {toy.model_dump_json()}" for secret in ("s3", "s4", "s5", "s6"))
    shown = toy.json_with_secrets()
    assert (shown["secret"], shown["secrets"], shown["pair"]) == ("s3", {"a": "s4"}, ["s5", "s6"])
    assert (shown["names"], shown["number"]) == (["a"], 2)
    assert Toy.model_validate(shown) == toy


def test_sections_are_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Toy().number = 3  # type: ignore[misc] # what is tested


ADDRESS = "https://alerts.example/hook"


@each_row(
    ("given_content", "notifiers"),
    [
        ({"notifiers": "mine"}, ("mine", "webhook")),
        ({"notifiers": "mine, other"}, ("mine", "other", "webhook")),
        ({"notifiers": '["mine"]'}, ("mine", "webhook")),
        ({"notifiers": ["webhook", "mine"]}, ("webhook", "mine")),
        ({"notifiers": "webhook"}, ("webhook",)),
        ({}, ("webhook",)),
    ],
)
def test_the_short_address_of_a_webhook_adds_it_to_the_notifiers(
    given_content: dict[str, Any], notifiers: tuple[str, ...]
) -> None:
    found = HealthSettings.model_validate({"alert_webhook": ADDRESS, **given_content})
    assert found.notifiers == notifiers
    assert found.adapters["webhook"].model_dump()["url"].get_secret_value() == ADDRESS


def test_a_webhook_that_is_no_table_is_told_by_its_own_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAGGLEBOT_HEALTH__ALERT_WEBHOOK", ADDRESS)
    monkeypatch.setenv("WAGGLEBOT_HEALTH__WEBHOOK", "x")
    with pytest.raises(ConfigurationError, match="WAGGLEBOT_HEALTH__WEBHOOK"):
        Settings.load()


def test_settings_of_adapters_are_read_under_their_names_and_passed_on_alone() -> None:
    voices = {adapter.name: adapter for adapter in usable_adapters(AdapterKind.VOICE)}
    kokoro, supertonic = voices["kokoro"], voices["supertonic"]
    assert kokoro.settings is not None
    assert supertonic.settings is not None
    studio = StudioSettings.model_validate({"kokoro": {"device": "cpu"}, "supertonic": {}, "idle_seconds": 5})
    assert set(studio.adapters) == {"kokoro", "supertonic"}
    assert studio.settings_of_adapter(kokoro) == kokoro.settings.model(device="cpu")
    assert StudioSettings().settings_of_adapter(kokoro) == kokoro.settings.model()
    alone = studio.with_only_adapters(kokoro)
    assert (set(alone.adapters), alone.idle_seconds) == ({"kokoro"}, 5)
    assert studio.with_only_adapters().adapters == {}
    changed = alone.with_adapter_sections(supertonic.settings.model(), kokoro.settings.model())
    assert changed.adapters == {"kokoro": kokoro.settings.model(), "supertonic": supertonic.settings.model()}
    assert alone.adapters == {"kokoro": kokoro.settings.model(device="cpu")}
    again = StudioSettings.model_validate(studio.json_with_secrets())
    assert again.adapters == studio.adapters
    with pytest.raises(ValidationError, match="kokro"):
        StudioSettings.model_validate({"kokro": {}})


@each_row(
    ("kind", "good", "bad"),
    [
        (
            Cron,
            ["0 0 * * * *", "*/5 0-3,7 * JAN-DEC * ?"],
            ["0 0 * * *", "@daily", "", "0 0 * * * ;"],
        ),
        (Zone, ["Asia/Seoul", "UTC"], ["Seoul", "", "../UTC", "/etc/passwd", "Asia/Seoul\0", "a" * 5000]),
    ],
    ids=["cron", "zone"],
)
def test_kinds_of_values(kind: Any, good: list[str], bad: list[str]) -> None:
    check: TypeAdapter[str] = TypeAdapter(kind)
    assert [check.validate_python(text) for text in good] == good
    for text in bad:
        with pytest.raises(ValidationError):
            check.validate_python(text)


def test_a_folder_may_be_one_that_can_be_made(tmp_path: Path) -> None:
    check: TypeAdapter[Path] = TypeAdapter(Folder)
    (tmp_path / "file").touch()
    assert check.validate_python(str(tmp_path / "new")) == tmp_path / "new"
    assert check.validate_python(tmp_path) == tmp_path
    with pytest.raises(ValidationError, match="is a file, not a folder"):
        check.validate_python(tmp_path / "file")
