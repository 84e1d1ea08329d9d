"""Settings as a person writes them: what is no setting is named with the nearest, a bad value is one sentence."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libraries.settings.environment import PREFIX, variable_names
from schemas.errors import ConfigurationError
from services.config import ROOT, Settings


def loaded(monkeypatch: pytest.MonkeyPatch, **given: str) -> Settings:
    for name, value in given.items():
        monkeypatch.setenv(f"WAGGLEBOT_{name}", value)
    return Settings.load()


BAD = [
    ("NTAS__URL", "x", "WAGGLEBOT_NTAS__URL is no setting .* nearest is WAGGLEBOT_NATS__URL"),
    ("NATS_URL", "x", "WAGGLEBOT_NATS_URL is no setting .* nearest is WAGGLEBOT_NATS__URL"),
    ("NATS__URLL", "x", "WAGGLEBOT_NATS__URLL is no setting .* nearest is WAGGLEBOT_NATS__URL"),
    ("LANGAGE", "ko", "nearest is WAGGLEBOT_LANGUAGE"),
    ("ZZZZZZ", "x", "WAGGLEBOT_ZZZZZZ is no setting of WaggleBot. Remove it"),
    ("STUDIO__KOKOR__DEVICE", "cpu", "WAGGLEBOT_STUDIO__KOKOR is no setting .* WAGGLEBOT_STUDIO__KOKORO__"),
    ("COLLECT__CRON", "every day", "WAGGLEBOT_COLLECT__CRON .*no cron line of six fields"),
    ("COLLECT__CRON", "0 0 * * *", "WAGGLEBOT_COLLECT__CRON .*no cron line of six fields"),
    ("COLLECT__TIME_ZONE", "Foo/Bar", "WAGGLEBOT_COLLECT__TIME_ZONE .*write it like Asia/Seoul"),
    ("HEALTH__TIME_ZONE", "../etc/passwd", "WAGGLEBOT_HEALTH__TIME_ZONE .*write it like Asia/Seoul"),
    ("COLLECT__TOKENS", "abc", "WAGGLEBOT_COLLECT__TOKENS .*is no JSON"),
    ("COLLECT__TOKENS", '{"lemmy": "s3cr3t"', "WAGGLEBOT_COLLECT__TOKENS (?!.*s3cr3t).*is no JSON"),
    ("MEDIA__ROOT", "/tmp/" + "x" * 300, "WAGGLEBOT_MEDIA__ROOT .*File name too long"),
    ("COLLECT__SITES", '["a"', "WAGGLEBOT_COLLECT__SITES .*is no JSON"),
    ("RECIPE", "{bad", "WAGGLEBOT_RECIPE .*not written as JSON"),
    ("RECIPE__SCRIPT__CHAIN", "x", "WAGGLEBOT_RECIPE__SCRIPT__CHAIN .*not written as JSON"),
    ("NATS", "x", "WAGGLEBOT_NATS .*not written as JSON"),
    ("REVIEW__PORT", "abc", "WAGGLEBOT_REVIEW__PORT .*valid integer"),
    ("REVIEW__PORT", "70000", "WAGGLEBOT_REVIEW__PORT .*65535"),
    ("LOG__LEVEL", "LOUD", "WAGGLEBOT_LOG__LEVEL .*'DEBUG'"),
]


def test_every_bad_setting_is_one_sentence_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = []
    for name, value, sentence in BAD:
        with monkeypatch.context() as patch:
            try:
                loaded(patch, **{name: value})
            except ConfigurationError as error:
                said = str(error)
                if re.search(sentence, said) is None or "\n" in said:
                    wrong.append((name, value, said))
            else:
                wrong.append((name, value, "nothing was said"))
    assert wrong == []


def test_a_file_in_place_of_a_folder_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    for name in ("MEDIA__ROOT", "NATS__STORE_DIR", "HEALTH__BACKUP_FOLDER"):
        with monkeypatch.context() as patch, pytest.raises(ConfigurationError, match=f"{name} .*is a file"):
            loaded(patch, **{name: str(file)})


def test_an_unknown_name_in_a_dotenv_file_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("WAGGLEBOT_REVEIW__PORT=1\nOTHER=2\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(Settings.model_config, "env_file", ".env")
    with pytest.raises(ConfigurationError, match="nearest is WAGGLEBOT_REVIEW__PORT"):
        Settings.load()


def test_lists_are_written_with_commas_or_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    assert loaded(monkeypatch, COLLECT__SITES="sample, clien").collect.sites == ("sample", "clien")
    assert loaded(monkeypatch, COLLECT__SITES='["sample"]').collect.sites == ("sample",)
    assert loaded(monkeypatch, PUBLISH__PLATFORMS="export").publish.platforms == ("export",)
    assert loaded(monkeypatch, RECIPE='{"script": {"seconds": 21}}').recipe.script.seconds == 21


def test_the_example_may_be_used_as_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every line uncommented gives the defaults: paths of the example are relative to where the program is started."""
    text = re.sub(r"(?m)^#(?=WAGGLEBOT_)", "", (ROOT / ".env.example").read_text(encoding="utf-8"))
    (tmp_path / ".env").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(Settings.model_config, "env_file", ".env")
    example = Settings.load()
    plain = Settings()
    assert example.collect.sites == plain.collect.sites
    assert example.review == plain.review
    assert example.studio.script_approval is False
    kokoro = example.studio.adapters["kokoro"].model_dump()
    assert kokoro["voices"]["narrator-1"] == "af_heart"


@given(st.sampled_from(sorted(variable_names(Settings, PREFIX))), st.integers(0, 40), st.sampled_from("XQ_"))
def test_a_setting_with_one_letter_more_is_never_passed_over(name: str, at: int, letter: str) -> None:
    wrong = name[: at + 11] + letter + name[at + 11 :]
    if wrong in set(variable_names(Settings, PREFIX)):
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(wrong, "1")
        with pytest.raises(ConfigurationError):
            Settings.load()
