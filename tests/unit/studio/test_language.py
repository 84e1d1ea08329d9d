"""The language of posts and scripts, and what follows from it: our own phrases, and who may speak."""

from pathlib import Path

import pytest
from fixtures.rows import each_row
from fixtures.studio.models import Asked, serving
from fixtures.studio.speech import encoded, said_line, speech
from fixtures.studio.studio import sample_posts, small_post
from hypothesis import given
from hypothesis import strategies as st

from libraries.film_scripts import phrases
from libraries.media.store import LocalStore
from libraries.texts.language import KOREAN, language_of_text
from schemas.errors import BadInput
from schemas.recipe import ScriptChoice, VoiceChoice
from schemas.script import Mood, Script
from services.config import Settings
from services.studio.script.stage import write_script
from services.studio.voice.espeak.voice import EspeakVoice
from services.studio.voice.stage import narrate

TEXTS = """
ko 회사 냉장고에서 도시락이 사라집니다
ko LG OLED TV 샀는데 AS 기사님이 오셨어요
ko ㅋㅋㅋㅋㅋ
ko 2026. 11. 29!
ko 檢, 前 장관 수사 착수
en My boss ate the lunch that I had left in the fridge.
en Breaking news
ja 昨日、会社の冷蔵庫からお弁当が消えました。
ja アイスクリーム食べた
zh 昨天公司冰箱里的午饭不见了
es Ayer mi jefe se comió la comida que yo tenía en la nevera de la oficina.
fr Hier, mon patron a mangé le repas que j'avais dans le frigo du bureau.
it Ieri il mio capo ha mangiato il pranzo che avevo nel frigo, e non si è scusato.
pt Ontem o meu chefe comeu o almoço que eu tinha na geladeira, e não pediu desculpas.
hi कल मेरे बॉस ने मेरा खाना खा लिया
"""


@each_row("row", TEXTS.strip().splitlines())
def test_the_language_of_a_text(row: str) -> None:
    language, text = row.split(" ", 1)
    assert language_of_text(text) == language


@pytest.mark.parametrize("text", ["Вчера мой начальник съел обед", "أكل مديري غدائي", "หัวหน้ากินข้าวของฉัน"])
def test_letters_that_no_voice_of_ours_reads(text: str) -> None:
    assert language_of_text(text) == ""


@given(st.text(max_size=60))
def test_any_text_has_a_language_or_none(text: str) -> None:
    assert language_of_text(text) in {"ko", "ja", "zh", "hi", "en", "es", "fr", "it", "pt", ""}


def test_every_sample_post_is_korean() -> None:
    assert {language_of_text(f"{post.title} {post.content}") for post in sample_posts()} == {KOREAN}


ENGLISH = small_post(
    title="My boss ate my lunch for a whole month",
    content="Somebody at the office kept stealing my lunch from the fridge. I complained, but nobody did anything.\n"
    "So I hid a small camera behind the milk, and I waited for a week.\nIt turned out that the thief was my boss.",
    comments=("That manager should be fired at once.", "Put some hot sauce into it next time!"),
)


def test_closers_and_lead_ins_are_in_the_language_of_the_post() -> None:
    for place in range(12):
        post = ENGLISH.model_copy(update={"key": ENGLISH.key.of("sample", str(place))})
        for mood in Mood:
            for text in (phrases.closing_line(mood, post), phrases.comments_lead_in(post)):
                assert language_of_text(text) == "en"
                assert text in phrases.all_program_phrases(post)
    assert phrases.source_and_figures_sentences(ENGLISH) == []
    assert language_of_text(phrases.closing_line(Mood.HUMOR, small_post())) == KOREAN


def test_an_english_post_is_told_by_an_english_voice(tmp_path: Path) -> None:
    studio = Settings().studio
    script = write_script(ENGLISH, ScriptChoice(), studio).made
    assert {language_of_text(line.display) for line in script.lines} == {"en"}
    served = narrate(script, VoiceChoice(), LocalStore(tmp_path), studio)
    assert served.by == "espeak"
    assert served.made.speech is not None
    assert served.made.speech.retaken == ()


def test_espeak_reads_english_as_english() -> None:
    english, korean = said_line("The lunch kept vanishing."), said_line("더 런치 켑트 배니싱.")
    one, other = (EspeakVoice().speak(line, "narrator-1", 1.0) for line in (english, korean))
    assert len(one.samples) != len(other.samples)
    assert one.words is not None
    assert len(one.words) == 4


def test_a_voice_is_not_asked_for_a_language_it_does_not_speak(tmp_path: Path) -> None:
    spanish = Script(title="La nevera", lines=(said_line("Ayer mi jefe se comió la comida que yo tenía."),))
    with pytest.raises(BadInput) as caught:
        narrate(spanish, VoiceChoice(), LocalStore(tmp_path), Settings().studio)
    assert (caught.value.code, caught.value.fields["language"]) == ("voice.other_language", "es")
    korean = Script(title="냉장고", lines=(said_line("도시락이 냉장고에서 사라졌습니다."),))
    served = narrate(korean, VoiceChoice(chain=("kokoro", "espeak")), LocalStore(tmp_path), Settings().studio)
    assert [(each.name, each.code) for each in served.passed_over] == [("kokoro", "voice.other_language")]


def test_a_server_is_sent_foreign_words_as_they_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = said_line("My boss ate my lunch.").model_copy(update={"spoken": "마이 보스 에이트 마이 런치."})

    def answer(asked: Asked) -> tuple[int, bytes]:
        spoken = speech(asked.body["input"])
        return 200, encoded(spoken.samples, spoken.sample_rate)

    with serving(answer) as heard:
        monkeypatch.setenv("WAGGLEBOT_STUDIO__SPEECH__BASE_URL", heard.url)
        script = Script(title="Lunch", lines=(line,))
        narrate(script, VoiceChoice(chain=("openai-speech",)), LocalStore(tmp_path), Settings().studio)
    assert [asked.body["input"] for asked in heard.asked] == ["My boss ate my lunch."]
