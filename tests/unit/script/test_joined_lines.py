"""Which lines are not to be heard without the one before."""

from fixtures.rows import each_row

from libraries.film_scripts.joined_lines import lines_bound_to_the_one_before
from schemas.script import Line, Role, Speaker


def line(text: str) -> Line:
    return Line(
        role=Role.BODY, speaker=Speaker.NARRATOR, display=text.rstrip("→"), spoken=text, continues=text.endswith("→")
    )


@each_row(
    ("texts", "expected"),
    [
        (("어제 일입니다.", "버스를 탔는데,→", "자리가 없었습니다."), {2}),
        (("그분이 말했죠.", '"얼음만 주세요."', "하는 남자분이 있었습니다."), {2}),
        (("그분이 말했죠.", '"얼음만 주세요."', "그러고는 나갔습니다."), set()),
        (('"어서 와요.', '비 맞지 말고 들어가세요."', "문이 닫혔습니다."), {1}),
        (("'치즈색 고양이를 찾습니다.", "귀가 접혀 있어요.'", "전단지였습니다."), {1}),
        (("“하나.", "둘.", "셋.”", "끝."), {1, 2}),
        (('"닫히지 않는 말.', "일.", "이.", "삼.", "사.", "오.", "육.", '"닫힌 말"이 있고.'), set()),
        (('"한 줄에 다 있는 말"입니다.', '또 "하나"가 있죠.'), set()),
        (("혼자 있는 줄",), set()),
    ],
)
def test_lines_that_stay_together(texts: tuple[str, ...], expected: set[int]) -> None:
    assert lines_bound_to_the_one_before([line(text) for text in texts]) == expected
