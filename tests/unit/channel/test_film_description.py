"""What of a film is compared: taken from its facts, whatever the facts of older releases do not say."""

import io
from pathlib import Path

from fixtures.facts import FILM, SCRIPT, VOICE, post, reference
from fixtures.rows import each_row
from fixtures.studio.film import post as told_post
from fixtures.studio.film import script, store_in, voice_of
from PIL import Image

from libraries.channel.film_description import OWN_VOICE, describe_film
from libraries.storyboard.traits import color_shares, film_traits, perceptual_hash
from schemas.events import Film
from schemas.events.film_traits import FilmTraits
from schemas.recipe import FilmChoice, Recipe, VoiceChoice
from schemas.states import PostState
from services.studio.film.render import plan_film

TRAITS = FilmTraits(
    template="card",
    theme="ink",
    layout="page",
    opening="post",
    closing="page",
    comments="cards",
    captions="box",
    transition="cut",
    background="lights",
    music="none",
    shots=(2.0, 3.5),
    first_frame="0f" * 8,
    colours=(1.0,),
)
RECIPE = Recipe(voice=VoiceChoice(narrator="narrator-2"), film=FilmChoice(theme="moss", music="auto"))


def state(film: Film, *, recorded: int = 0) -> PostState:
    lines = tuple(
        line.model_copy(update={"recording": reference("e", "wav")}) if at < recorded else line
        for at, line in enumerate(SCRIPT.lines)
    )
    words = SCRIPT.model_copy(update={"lines": lines})
    return PostState(post=post(), recipe=RECIPE, script=words, voice=VOICE, voice_by="supertonic", film=film)


def test_a_film_is_described_by_what_was_chosen_for_it() -> None:
    found = describe_film("sample.1", state(FILM.model_copy(update={"traits": TRAITS})))
    assert found is not None
    assert [(line.role, line.speaker, line.syllables) for line in found.lines] == [
        ("hook", "narrator", 7),
        ("closer", "narrator", 7),
    ]
    assert (found.hook, found.closer) == ("막내가 남긴 메일", "여러분 생각은요?")
    assert (found.template, found.theme, found.music, found.shots) == ("card", "ink", "none", (2.0, 3.5))
    assert found.first_frame == TRAITS.first_frame
    assert found.voices[0] == "supertonic/narrator-2"


def test_of_an_older_film_only_what_its_recipe_names_is_known() -> None:
    found = describe_film("sample.1", state(FILM))
    assert found is not None
    assert (found.theme, found.template, found.music, found.first_frame, found.shots) == ("moss", "", "", None, ())


def test_there_is_no_description_without_a_film() -> None:
    whole = state(FILM)
    assert describe_film("sample.1", whole.model_copy(update={"film": None})) is None
    assert describe_film("sample.1", whole.model_copy(update={"script": None})) is None


@each_row("recorded, narrator", [(0, "supertonic/narrator-2"), (1, "supertonic/narrator-2"), (2, OWN_VOICE)])
def test_a_voice_of_ones_own_counts_as_one(recorded: int, narrator: str) -> None:
    found = describe_film("sample.1", state(FILM, recorded=recorded))
    assert found is not None
    assert found.voices[0] == narrator
    assert (OWN_VOICE in found.voices) is (recorded > 0)


def jpeg(*colours: tuple[int, int, int]) -> bytes:
    picture = Image.new("RGB", (64, 64 * len(colours)))
    for at, colour in enumerate(colours):
        picture.paste(colour, (0, 64 * at, 64, 64 * (at + 1)))
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=95)
    return file.getvalue()


def test_colours_are_shares_of_the_first_frame() -> None:
    shares = color_shares(jpeg((250, 250, 250), (5, 5, 5)))
    assert len(shares) == 27
    assert shares[26] > 0.45
    assert shares[0] > 0.45
    assert abs(sum(shares) - 1) < 0.01


def test_the_hash_of_a_first_frame_stays_in_another_size_and_quality() -> None:
    """Also of a frame that is mostly even ground, as drawn first frames are."""
    drawn = Image.new("L", (1080, 1920), 40)
    drawn.paste(230, (120, 500, 960, 760))
    drawn.paste(120, (120, 820, 700, 900))
    hashes = []
    for width, quality in ((1080, 95), (540, 60), (270, 85)):
        file = io.BytesIO()
        drawn.resize((width, width * 16 // 9)).save(file, "JPEG", quality=quality)
        hashes.append(int(perceptual_hash(file.getvalue()), 16))
    assert max((one ^ hashes[0]).bit_count() for one in hashes) <= 6
    other = int(perceptual_hash(jpeg((250, 250, 250), (5, 5, 5), (250, 250, 250))), 16)
    assert (other ^ hashes[0]).bit_count() > 16


def test_the_traits_are_those_of_the_plan(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    words, source = script(), told_post()
    choice = FilmChoice(template="card", number=4, seed=9)
    timeline = plan_film(source, words, voice_of(words, store), choice)
    found = film_traits(timeline, choice, source.board, "piano", jpeg((200, 30, 30), (30, 200, 30)))
    assert (found.template, found.theme, found.music) == ("card", timeline.theme, "piano")
    assert len(found.shots) == len(timeline.scenes)
    assert abs(sum(found.shots) - timeline.duration) < 0.05
    other = plan_film(source, words, voice_of(words, store), choice.model_copy(update={"number": 5}))
    assert film_traits(other, choice.model_copy(update={"number": 5}), source.board, "piano", jpeg((9, 9, 9))) != found
