"""The contract suite of script writers."""

from typing import ClassVar, cast

import pytest
from pydantic import BaseModel

from wagglebot.plugins import AdapterKind
from wagglebot.plugins.writer import Comment, Post, PostKey, Role, ScriptChoice, Speaker, Stats, Writer
from wagglebot.testing.adapter import AdapterContract

POST = Post(
    key=PostKey.of("sample", "1"),
    origin_id="1",
    site_name="와글마당",
    board="직장",
    url="https://waggle.example/post/1",
    title="회사 냉장고에서 도시락이 사라집니다",
    content=(
        "지난주부터 회사 냉장고에 넣어 둔 도시락이 자꾸 사라졌습니다.\n"
        "처음에는 제가 착각한 줄 알고 이름표를 크게 붙여 두었어요.\n"
        "그런데 어제 점심에 냉장고를 열었더니 이름표만 남아 있었습니다.\n"
        "알고 보니 팀장님이 본인 것인 줄 알고 일주일 내내 드시고 계셨습니다.\n"
        "오늘 아침 제 자리에는 팀장님이 직접 싸 온 도시락이 놓여 있었습니다."
    ),
    stats=Stats(views=1200, likes=30, comments=2),
    comments=(
        Comment(id="c1", author="느긋한고래7", content="팀장님이 싸 온 도시락은 맛있었나요", likes=50, best=True),
        Comment(id="c2", author="바쁜참새3", content="그래도 훈훈하게 끝나서 다행입니다", likes=12),
    ),
)


class WriterContract(AdapterContract):
    """A writer gives a script that the other stages can work with: the same one each time, with nobody misquoted."""

    kind = AdapterKind.WRITER
    choice: ClassVar[ScriptChoice] = ScriptChoice()

    @pytest.fixture
    def writer(self, section: BaseModel | None) -> Writer:
        """The writer with its settings."""
        factory = self.adapter.load()
        return cast("Writer", factory() if section is None else factory(section))

    def test_a_script_begins_with_a_hook_and_ends_with_a_closer(self, writer: Writer) -> None:
        roles = [line.role for line in writer.write(POST, self.choice).lines]
        assert roles[0] is Role.HOOK
        assert roles[-1] is Role.CLOSER
        assert roles.count(Role.HOOK) == 1

    def test_every_word_that_is_shown_is_spoken(self, writer: Writer) -> None:
        for line in writer.write(POST, self.choice).lines:
            assert len(line.display.split(" ")) == len(line.spoken.split(" "))

    def test_comments_are_quoted_from_the_post_and_credited(self, writer: Writer) -> None:
        authors = {comment.author for comment in POST.comments}
        for line in writer.write(POST, self.choice).lines:
            assert (line.role is Role.COMMENT) == (line.speaker is Speaker.COMMENTER)
            assert line.credit in authors if line.role is Role.COMMENT else not line.credit

    def test_the_same_post_gives_the_same_script(self, writer: Writer) -> None:
        assert writer.write(POST, self.choice) == writer.write(POST, self.choice)
