"""Every maker of pictures passes the contract suite, those behind servers against fakes that speak their protocols."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures.studio.faces import face_network
from fixtures.studio.picture import with_pictures

from libraries.picture_makers.comfyui import MAKER as COMFYUI
from libraries.picture_makers.comfyui import ComfySettings
from libraries.picture_makers.commons import MAKER as COMMONS
from libraries.picture_makers.commons import CommonsSettings
from libraries.picture_makers.drawn import MAKER as DRAWN
from libraries.picture_makers.openai_images import MAKER as OPENAI
from libraries.picture_makers.openai_images import ImageServerSettings
from libraries.picture_makers.own import MAKER as OWN
from libraries.picture_makers.post_pictures import MAKER as POSTED
from schemas.beats import Place
from testbed.fake_servers import comfyui, picture_collections
from testbed.fake_servers.http_server import json_answer, png_picture, serve_answers
from wagglebot.plugins.picture import StoryToIllustrate
from wagglebot.testing.picture import PictureMakerContract


class TestDrawn(PictureMakerContract):
    adapter = DRAWN


class TestPostPictures(PictureMakerContract):
    adapter = POSTED

    def prepared(self, story: StoryToIllustrate) -> StoryToIllustrate:
        return story._replace(post=with_pictures(story.post, (1, 3)))


class TestOwn(PictureMakerContract):
    adapter = OWN

    def prepared(self, story: StoryToIllustrate) -> StoryToIllustrate:
        (story.assets / "pictures").mkdir()
        (story.assets / "pictures/도시락.png").write_bytes(png_picture())
        return story


class TestOpenAIImages(PictureMakerContract):
    adapter = OPENAI

    @pytest.fixture
    def section(self) -> Iterator[ImageServerSettings]:
        picture = {"b64_json": base64.b64encode(png_picture()).decode()}
        with serve_answers(lambda _: json_answer({"created": 1, "data": [picture]})) as server:
            yield ImageServerSettings(base_url=f"{server.url}/v1", model="m", timeout=5)


class TestComfyUI(PictureMakerContract):
    adapter = COMFYUI

    @pytest.fixture
    def section(self, tmp_path: Path) -> Iterator[ComfySettings]:
        file = tmp_path / "picture.json"
        file.write_text(comfyui.workflow_json(), encoding="utf-8")
        with comfyui.running_comfyui() as server:
            yield ComfySettings(base_url=server.url, workflow=file, timeout=5, poll=0.01)


class TestCommons(PictureMakerContract):
    adapter = COMMONS

    def prepared(self, story: StoryToIllustrate) -> StoryToIllustrate:
        face_network(story.faces)
        office = [beat.model_copy(update={"place": Place.OFFICE}) for beat in story.board.beats]
        return story._replace(board=story.board.model_copy(update={"beats": tuple(office)}))

    @pytest.fixture
    def section(self) -> Iterator[CommonsSettings]:
        with picture_collections.running_picture_collections(
            picture_collections.CollectionPicture("Office in Seoul")
        ) as (
            _,
            server,
        ):
            url = server.url
            yield CommonsSettings(base_url=url, files_url=url, openverse_url=url, contact="kim@example.org", timeout=5)
