"""Pictures in films: who is shown where, what is covered, what stands on them, and what a platform is told."""

import io
import json
from pathlib import Path

import pytest
from fixtures.facts import FILM, SCRIPT, post, reference
from fixtures.program import run_program
from fixtures.studio.film import picture as stored_picture
from fixtures.studio.film import script, store_in, voice_of
from PIL import Image

from libraries.drawing.canvas.camera import CameraMove, PictureFit
from libraries.drawing.canvas.compositor import draw_frame
from libraries.drawing.typography.design_tokens import PICTURE, SAFE
from libraries.media.store import LocalStore
from libraries.picture_makers.maker import SHOWN
from libraries.pictures.examiner import PictureExaminer
from libraries.storyboard.cards.card import Card
from libraries.storyboard.cards.picture import PictureCard, credit_plate
from libraries.storyboard.contact_sheet import SheetCell, contact_sheet
from libraries.texts.platform_text import utf16_length
from schemas.beats import Beat
from schemas.errors import BadInput
from schemas.pictures import Attribution, LinePicture, Origin, Pictures
from schemas.posts import Image as PostImage
from schemas.recipe import FilmChoice
from schemas.script import Mood
from services.publish.metadata.publication import DISCLOSURE, build_publication
from services.publish.platforms.instagram.uploader import caption_text
from services.studio.film.privacy.blur import cover_faces_and_plates, with_covered_pictures
from services.studio.film.render import plan_film
from services.studio.film.templates.registry import template_named
from services.studio.film.templates.toon.cards import SceneCard

KIM = Attribution(
    title="Store",
    author="Kim",
    licence="CC BY 4.0",
    page="https://commons.wikimedia.org/wiki/File:Store.jpg",
    provider="wikimedia",
    identity="File:Store.jpg",
)


def shown(line: int, image: PostImage, origin: Origin = Origin.DRAWN) -> LinePicture:
    told = KIM if origin is Origin.LICENSED else None
    lifelike = origin in (Origin.LICENSED, Origin.MODEL)
    return LinePicture(line=line, maker="test", origin=origin, image=image, attribution=told, lifelike=lifelike)


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return store_in(tmp_path)


@pytest.fixture
def images(store: LocalStore) -> list[PostImage]:
    return [stored_picture(store, 1080 + 2 * turn, 648) for turn in range(3)]


class TestCards:
    """The template card."""

    def cards(self, store: LocalStore, pictures: Pictures, own: tuple[PostImage, ...] = ()) -> list[Card]:
        told = script()
        source = post().model_copy(update={"images": own})
        timeline = plan_film(source, told, voice_of(told, store), FilmChoice(template="card", seed=3), pictures)
        return [scene.card for scene in timeline.scenes]

    def test_a_line_shows_its_picture_in_place_of_emblems(self, store: LocalStore, images: list[PostImage]) -> None:
        cards = self.cards(store, Pictures(pictures=(shown(1, images[0]),)))
        assert {card.images for card in cards} == {(images[0],), ()}
        assert not any(card.images for card in self.cards(store, Pictures()))

    def test_pictures_of_the_post_come_before_drawn_ones_and_licensed_ones_before_them(
        self, store: LocalStore, images: list[PostImage]
    ) -> None:
        drawn, licensed, of_post = images
        told = script()
        lines = range(1, len(told.lines))
        mixed = (shown(1, licensed, Origin.LICENSED), *(shown(line, drawn) for line in lines if line > 1))
        cards = self.cards(store, Pictures(pictures=mixed), (of_post,))
        assert {image.media.key for card in cards for image in card.images} == {each.media.key for each in images}
        told_of = {getattr(card, "credit", "") for card in cards if licensed in card.images}
        assert told_of == {"Kim · CC BY 4.0"}

    def test_one_of_the_post_with_a_line_of_its_own_is_not_spread(
        self, store: LocalStore, images: list[PostImage]
    ) -> None:
        cards = self.cards(store, Pictures(pictures=(shown(1, images[0], Origin.POST),)), (images[0],))
        first = next(at for at, card in enumerate(cards) if card.images)
        assert not any(card.images for card in cards[first + 3 :])

    def test_the_credit_is_in_the_safe_area(self, images: list[PostImage]) -> None:
        card = PictureCard(image=images[0], fit=PictureFit.COVER, motion=CameraMove(), credit="K" * 200)
        (box,) = card.text_boxes(0, 30)
        assert SAFE.left <= box.left < box.right <= SAFE.right
        assert box.bottom <= PICTURE.bottom
        assert credit_plate("Kim · CC0 1.0").plate.width < credit_plate("K" * 200).plate.width
        plain = PictureCard(image=images[0], fit=PictureFit.COVER, motion=CameraMove())
        assert plain.text_boxes(0, 30) == []


def test_a_drawn_film_shows_pictures_that_are_not_drawn_and_draws_the_others(
    store: LocalStore, images: list[PostImage]
) -> None:
    told, (licensed, drawn, _) = script(), images
    pictures = Pictures(pictures=(shown(1, licensed, Origin.LICENSED), shown(2, drawn)))
    timeline = plan_film(post(), told, voice_of(told, store), FilmChoice(template="toon", seed=3), pictures)
    seen = [scene.card for scene in timeline.scenes if scene.card.images]
    assert {card.images for card in seen} == {(licensed,)}
    index = next(at for at, scene in enumerate(timeline.scenes) if scene.card.images)
    drawing = template_named("toon").compose(timeline, index, {licensed.media.key: store.path(licensed.media)})
    bare = timeline.scenes[index].model_copy(update={"card": seen[0].model_copy(update={"image": None, "credit": ""})})
    scenes = (*timeline.scenes[:index], bare, *timeline.scenes[index + 1 :])
    drawn_film = template_named("toon").compose(timeline.model_copy(update={"scenes": scenes}), index, {})
    frame, other = (draw_frame(each, 4).y[500:1100] for each in (drawing, drawn_film))
    assert (frame != other).mean() > 0.5
    assert len(seen[0].text_boxes(0, 30)) == 1


@pytest.mark.parametrize("mood", [Mood.HORROR, Mood.TOUCHING, Mood.HUMOR, Mood.ANGER, Mood.SHOCK, Mood.SADNESS])
def test_the_credit_of_a_picture_lies_on_no_other_text(mood: Mood, store: LocalStore, images: list[PostImage]) -> None:
    told = script(mood=mood)
    pictures = Pictures(pictures=(shown(1, images[0], Origin.LICENSED),))
    timeline = plan_film(post(), told, voice_of(told, store), FilmChoice(template="toon", seed=3), pictures)
    index = next(at for at, scene in enumerate(timeline.scenes) if scene.card.images)
    boxes = template_named("toon").text_boxes(timeline, index)
    captions = len(timeline.scenes[index].captions)
    assert len(boxes) == 2 + captions
    for one in (boxes[0], boxes[-1]):
        assert not any(one.overlaps(other) for other in boxes if other is not one)
    assert all(SAFE.holds(box) for box in boxes)


def test_pictures_move_alike_whatever_the_lines_before_last(store: LocalStore, images: list[PostImage]) -> None:
    told, pictures = script(), Pictures(pictures=(shown(4, images[0], Origin.LICENSED),))
    longer = (told.lines[0].model_copy(update={"display": told.lines[0].display + " 정말로요"}), *told.lines[1:])
    moved = []
    for each in (told, told.model_copy(update={"lines": longer})):
        film = plan_film(post(), each, voice_of(each, store), FilmChoice(template="toon", seed=3), pictures)
        moved.append(
            [scene.card.motion for scene in film.scenes if isinstance(scene.card, SceneCard) and scene.card.image]
        )
    assert moved[0]
    assert moved[0] == moved[1]


class TestOpenings:
    """The picture that was made for line 0."""

    def films(self, store: LocalStore, first: LinePicture, own: tuple[PostImage, ...], opening: str) -> list[Card]:
        told = script()
        source = post().model_copy(update={"images": own})
        choice = FilmChoice(template="card", number=3, opening=opening)
        timeline = plan_film(source, told, voice_of(told, store), choice, Pictures(pictures=(first,)))
        return [scene.card for scene in timeline.scenes]

    def test_one_with_an_author_is_not_shown_without_its_credit(
        self, store: LocalStore, images: list[PostImage]
    ) -> None:
        assert self.films(store, shown(0, images[0], Origin.LICENSED), (), "postcard")[0].images == ()
        assert self.films(store, shown(0, images[0]), (), "postcard")[0].images == (images[0],)

    def test_one_of_the_post_is_shown_even_where_the_opening_has_no_room(
        self, store: LocalStore, images: list[PostImage]
    ) -> None:
        cards = self.films(store, shown(0, images[0], Origin.POST), (images[0],), "crack")
        assert cards[0].images == ()
        assert any(images[0] in card.images for card in cards)


def test_pictures_of_the_post_are_shown_as_they_were_covered(images: list[PostImage]) -> None:
    before, covered, drawn = images
    pictures = Pictures(pictures=(shown(1, before, Origin.POST), shown(2, drawn)))
    found = with_covered_pictures(pictures, (before,), (covered,))
    assert [each.image for each in found.pictures] == [covered, drawn]
    assert [each.image for each in with_covered_pictures(pictures, (before,), ()).pictures] == [drawn]


def test_a_picture_that_no_film_can_show_takes_nobody_elses_place(store: LocalStore, images: list[PostImage]) -> None:
    strip = images[0].model_copy(update={"media": reference("9", "png"), "width": 2000, "height": 100})
    source = post().model_copy(update={"images": (strip, images[1], images[2])})
    pictures = Pictures(pictures=tuple(shown(at, each, Origin.POST) for at, each in enumerate(source.images)))
    kept = cover_faces_and_plates(source, "none", None, store).post
    found = with_covered_pictures(pictures, source.images, kept.images)
    assert [(each.line, each.image) for each in found.pictures] == [(1, images[1]), (2, images[2])]


class TestPublication:
    def test_credits_stand_in_the_description_and_what_looks_real_is_labelled(self, images: list[PostImage]) -> None:
        pictures = Pictures(pictures=(shown(1, images[0], Origin.LICENSED), shown(2, images[1])))
        told = build_publication(post(), SCRIPT, FILM, 1, pictures)
        assert f"사진: Store — Kim · CC BY 4.0 ({KIM.page})" in told.description
        assert told.synthetic_pictures
        assert told.labelled
        assert not told.model_copy(update={"synthetic_pictures": False}).labelled

    def test_the_longest_credits_leave_room_for_all_that_must_be_told(self, images: list[PostImage]) -> None:
        """Addresses are as long as a collection's may be; a title may look like another part of the description."""
        long = [
            KIM.model_copy(
                update={
                    "identity": str(number),
                    "title": f"{number} 가게\n\n출처: " + "가" * 280,
                    "author": f"{number}" + "나" * 190,
                    "licence": "CC BY-SA 4.0 KR",
                    "page": f"https://www.example.org/{number}/".ljust(120, "x"),
                }
            )
            for number in range(5)
        ]
        licensed = [shown(at, images[0], Origin.LICENSED) for at in range(5)]
        made = (each.model_copy(update={"attribution": told}) for each, told in zip(licensed, long, strict=True))
        script = SCRIPT.model_copy(update={"summary": "다" * 600})
        told = build_publication(post(), script, FILM, 1, Pictures(pictures=tuple(made)))
        below = caption_text(told)
        for words in (told.description, below):
            assert DISCLOSURE in words
            assert all(each.page in words for each in long)
            assert f"출처: 와글마당 {post().url}" in words
        assert utf16_length(below) <= 2200
        assert below.endswith(told.mark)
        assert below.startswith(f"{told.title}\n\n다")
        assert below.count("\n\n출처: ") == 1

    def test_drawn_pictures_change_neither_words_nor_seal(self, images: list[PostImage]) -> None:
        plain = build_publication(post(), SCRIPT, FILM, 1)
        drawn = build_publication(post(), SCRIPT, FILM, 1, Pictures(pictures=(shown(1, images[0]),)))
        assert drawn == plain
        made = build_publication(post(), SCRIPT, FILM, 1, Pictures(pictures=(shown(1, images[0], Origin.MODEL),)))
        assert made.seal != plain.seal


class TestExaminer:
    def examined(self, picture: Image.Image, kind: str = "PNG") -> tuple[str, int, int]:
        target = io.BytesIO()
        picture.save(target, kind)
        with PictureExaminer() as examiner:
            clean = examiner.clean_and_check(target.getvalue())
        return clean.suffix, clean.width, clean.height

    def test_a_picture_is_encoded_anew(self) -> None:
        assert self.examined(Image.linear_gradient("L").resize((800, 500)).convert("RGB"), "JPEG") == ("jpg", 800, 500)

    def test_one_that_shows_nothing_is_refused(self) -> None:
        nearly = Image.effect_noise((800, 500), 12).convert("RGB")
        with pytest.raises(BadInput) as caught:
            self.examined(nearly)
        assert caught.value.code == "picture.blank"


def test_a_picture_is_a_file_or_a_scene() -> None:
    with pytest.raises(ValueError, match="a file, or what a template draws"):
        LinePicture(line=0, maker="x", origin=Origin.DRAWN)
    assert LinePicture(line=0, maker="x", origin=Origin.DRAWN, shows=Beat(line=0)).image is None


def test_a_contact_sheet_has_a_cell_for_each_line(tmp_path: Path) -> None:
    file = tmp_path / "one.png"
    Image.new("RGB", SHOWN, "#c03030").save(file)
    cells = [SheetCell(at + 1, "문을 열었습니다.", "office", "drawn", file if at else None) for at in range(5)]
    sheet = contact_sheet(cells)
    assert sheet.size == (4 * 380 + 20, 2 * 354 + 20)
    assert sheet.getpixel((20 + 180, 120)) == (255, 255, 255)
    assert sheet.getpixel((400 + 180, 120)) == (192, 48, 48)


@pytest.mark.slow
def test_a_storyboard_is_written_before_the_film(tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text("냉장고 도둑\n회사 탕비실에서 도시락이 사라졌습니다. 범인은 부장님이었습니다.", encoding="utf-8")
    environment = {"WAGGLEBOT_MEDIA__ROOT": str(tmp_path / "media")}
    told = run_program("storyboard", str(story), "--json", environment=environment)
    assert told.returncode == 0, told.stderr
    rows = json.loads(told.stdout)
    assert [row["line"] for row in rows] == list(range(len(rows)))
    assert all(row["picture"]["maker"] == "drawn" and Path(row["file"]).is_file() for row in rows)
    assert rows[0]["beat"]["line"] == 0
    out = tmp_path / "board.png"
    assert run_program("storyboard", str(story), "--out", str(out), environment=environment).returncode == 0
    with Image.open(out) as sheet:
        assert sheet.width == 1540
