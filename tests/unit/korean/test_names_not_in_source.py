"""Names that a post does not have."""

import pytest
from fixtures.rows import each_row

from crawlers.sample.sample_posts import all_sample_posts
from libraries.korean import names as names_of
from libraries.korean.names import names_not_in_source

NAMES = {
    "어제 민지가 전화했다": ["민지"],
    "지훈 씨는 몰랐다": ["지훈"],
    "지원 씨 이야기예요": ["지원"],
    "옆자리 정도현 대리가": ["정도현"],
    "최 부장님이 웃었다": ["최 부장"],
    "신입사원 태오가": [],
    "막내 소현이가 울었다": ["소현"],
    "초등학생 민호가": ["민호"],
    "순옥 할머니가": ["순옥"],
    "강아지 콩이가": ["콩이"],
    "부산에서 온": ["부산"],
    "망원동으로 이사": ["망원동"],
    "강남역에서 만났다": ["강남역"],
    "스타벅스에서": ["스타벅스"],
    "무궁화부대의 병장": ["무궁화부대"],
    "별빛미용실에 갔다": ["별빛미용실"],
}
NO_NAMES = (
    "우리 할머니가",
    "이 부장이",
    "지우개를",
    "지우는 중",
    "한 부장이",
    "주인 아저씨",
    "고양이가",
    "동네 병원에서",
    "하소연을 했다",
    "수정을 했다",
    "감동의 도가니",
    "운동에서",
    "지원을 받아",
    "연주를 했다",
    "고기를 태우는",
    "담임 선생님",
    "공원에서",
    "파리가 날았다",
    "이사를 갔다",
    "보람이 있었다",
    "딸 소식은 아직",
    "친구 안경을 썼다",
    "닭을 훔친 줄 안 할아버지",
    "시중은행 창구에서",
    "뱃고동이 울렸다",
    "어린이가",
    "친구 사이",
    "회사 카페에서",
)


@each_row(("text", "names"), NAMES.items(), ids=NAMES)
def test_a_name_is_found(text: str, names: list[str]) -> None:
    assert list(names_not_in_source(text, "")) == names


@each_row("text", NO_NAMES)
def test_a_word_is_no_name(text: str) -> None:
    assert list(names_not_in_source(text, "")) == []


@each_row("text", NAMES)
def test_a_name_of_the_post_is_not_strange(text: str) -> None:
    assert list(names_not_in_source(text, text.replace(" ", ""))) == []


def test_no_post_has_strange_names_of_its_own() -> None:
    assert [name for post in all_sample_posts() for name in names_not_in_source(post.body, post.body)] == []


def _is_a_name(word: str) -> bool:
    """Whether the rules can take ``word`` for a name of a person."""
    names = names_of._NAMES
    short = len(word) == 2 and word[0] in names.first and word[1] in names.second
    full = any(word.startswith(surname) and word[len(surname) :] in names.given for surname in names.surnames)
    return short or full or word in names.given


@pytest.mark.parametrize("kept", ["words_too", "no_names"])
def test_an_exception_of_the_names_could_be_a_name(kept: str) -> None:
    """Else it stands there for nothing."""
    assert [word for word in getattr(names_of._NAMES, kept) if not _is_a_name(word)] == []


def test_what_ends_like_a_quarter_is_as_short_as_the_rule_looks_for() -> None:
    assert [word for word in names_of._NAMES.no_places if len(word) > 3] == []


@each_row("table", ["surnames", "given", "persons", "pets", "titles", "places", "brands", "kinds"])
def test_a_name_is_written_once(table: str) -> None:
    words = getattr(names_of._NAMES, table)
    assert len(words) == len(set(words))
