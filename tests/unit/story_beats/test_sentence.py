"""What the rules read from one sentence: quotes, hearsay, honorifics, another day."""

from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from libraries.story_beats.sentence import Sentence, read_sentence


def flags(text: str) -> set[str]:
    sentence = read_sentence(0, text)
    names = ("whole_quote", "reported", "earlier", "later", "habit", "honored", "humble", "to_readers", "observed")
    return {name for name in names if getattr(sentence, name)}


@each_row(
    ("text", "names"),
    [
        ('"안녕하세요."', {"whole_quote"}),
        ("'조용히 해 주세요.'", {"whole_quote"}),
        ('"안녕." 하고 웃었다.', set()),
        ("아저씨가 웃으셨어요.", {"honored"}),
        ("아저씨가 커피를 드셨습니다.", {"honored"}),
        ("저는 커피를 마셨습니다.", set()),
        ("정말 시시함.", set()),
        ("사장님이 사 주신 거였음.", {"honored", "earlier"}),
        ("할머니께 말씀드렸습니다.", {"humble"}),
        ("왜 그러시는지 여쭤봤어요.", {"humble"}),
        ("그분이 웃더라고요.", {"observed"}),
        ("그분은 요리사였대요.", {"reported"}),
        ("그분은 요리사였다고 합니다.", {"reported"}),
        ("저는 요리사라고 했습니다.", set()),
        ("다음 날 다시 갔어요.", {"later"}),
        ("그날 밤에도 소리가 났어요.", {"later"}),
        ("저는 오늘이 좋아요.", {"later"}),
        ("아무래도 좋은 건 오늘이에요.", set()),
        ("매일 밤 소리가 났다.", {"habit"}),
        ("초등학교 3학년 때 만났다.", {"earlier"}),
        ("여러분, 확인하세요.", {"to_readers", "honored"}),
    ],
)
def test_what_is_read_from_a_sentence(text: str, names: set[str]) -> None:
    assert flags(text) == names


def test_what_is_quoted_is_blanked_out_letter_by_letter() -> None:
    sentence = read_sentence(3, '그가 "병원에 가" 하고 말했다')
    assert sentence.line == 3
    assert sentence.told == "그가         하고 말했다"
    assert sentence.quotes == ("병원에 가",)
    assert [word for _, word in sentence.words] == ["그가", "하고", "말했다"]


@given(st.text(alphabet="가나 \"'“”‘’().,?!ㅋ[사진1]", max_size=60))
def test_letters_stay_where_they_are(text: str) -> None:
    sentence: Sentence = read_sentence(0, text)
    assert len(sentence.told) == len(text)
    assert all(letter in (" ", text[at]) for at, letter in enumerate(sentence.told))
    assert all(sentence.told[at : at + len(word)] == word for at, word in sentence.words)
