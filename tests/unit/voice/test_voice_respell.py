"""Hangul as it sounds."""

from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st

from libraries.korean.pronunciation import respell_as_pronounced

PAIRS = """
국물=궁물 신라=실라 칼날=칼랄 심리=심니 독립=동닙 정류장=정뉴장 생산량=생산냥 앞문=암문
꽃망울=꼰망울 합니다=함니다 같이=가치 굳이=구지 붙여=부처 닫히다=다치다 놓고=노코 많다=만타
축하=추카 입학=이팍 못하다=모타다 먹히다=머키다 밝히다=발키다 앉히다=안치다 좋습니다=조씀니다 좋아=조아
싫어=시러 괜찮아=괜차나 끓이다=끄리다 놓는=논는 끓는=끌른 않는=안는 싫네=실레 있어요=이써요
있습니다=읻씀니다 없어서=업써서 값이=갑씨 닭이=달기 닭과=닥꽈 읽고=일꼬 앉아=안자 앉고=안꼬
넓다=널따 젊고=점꼬 핥다=할따 밟다=밥따 학교=학꾜 밖에=바께 꽃이=꼬치 옷이=오시
부엌에=부어케 희망=히망 의사=의사 사람의=사라메 가져=가저 강아지=강아지 나비=나비
"""


@each_row("pair", PAIRS.split())
def test_standard_pronunciation(pair: str) -> None:
    written, sounds = pair.split("=")
    assert respell_as_pronounced(written) == sounds


def test_words_do_not_touch_each_other_and_stops_stay() -> None:
    assert respell_as_pronounced("옷 안에, 국물도 없습니다.") == "옫 아네, 궁물도 업씀니다."


@given(st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=12))
def test_any_hangul_keeps_its_syllables_and_sounds_the_same_twice(word: str) -> None:
    once = respell_as_pronounced(word)
    assert len(once) == len(word)
    assert all("가" <= syllable <= "힣" for syllable in once)
