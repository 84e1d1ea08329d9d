"""The writers that compute here pass the contract suite of writers."""

from pathlib import Path

import pytest
from fixtures.studio.models import story
from fixtures.studio.toy_gguf import gguf_model
from pydantic import BaseModel

from services.studio.script.extractive import WRITER as EXTRACTIVE
from services.studio.script.gguf import WRITER as GGUF
from services.studio.script.gguf import GgufSettings
from services.studio.script.llm import prompt
from wagglebot.testing.writer import POST, WriterContract

RETOLD = story(
    title="회사 냉장고 도시락 도둑의 정체",
    hook="회사 냉장고에 넣어 둔 도시락이 자꾸 사라졌습니다.",
    body=[
        "글쓴이의 도시락은 지난주부터 하나씩 없어지기 시작했습니다.",
        "처음에는 본인이 착각한 줄 알고 이름표를 크게 붙여 두었다고 하네요.",
        "그런데 어제 점심에 열어 보니 남아 있는 것은 이름표뿐이었습니다.",
        "알고 보니 팀장님이 자기 것인 줄 알고 일주일 내내 드시고 계셨죠.",
        "그리고 오늘 아침, 미안했던 팀장님이 손수 만든 도시락을 글쓴이 책상에 올려 두셨다고 합니다.",
    ],
    comments=[0],
    closer="여러분은 이런 팀장님을 어떻게 생각하시나요?",
)
"""A script of the suite's post."""


class TestExtractive(WriterContract):
    adapter = EXTRACTIVE


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that retells the suite's post."""
    known = prompt.system_prompt(WriterContract.choice) + prompt.post_as_json(POST)
    return gguf_model(tmp_path_factory.mktemp("toy") / "toy.gguf", RETOLD, known)


class TestGguf(WriterContract):
    adapter = GGUF

    @pytest.fixture
    def section(self, file: Path) -> BaseModel:
        return GgufSettings(folder=file, device="cpu")
