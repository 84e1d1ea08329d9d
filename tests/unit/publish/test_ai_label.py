"""The AI label follows from the film: whose voice speaks in it, and whether its pictures could be taken for real."""

from typing import Final

import pytest
from fixtures.facts import FILM, SCRIPT, VOICE, post, reference
from fixtures.rows import each_row

from schemas.events import ContentReleased, ContentVoiced, PostApproved, PostCollected
from schemas.pictures import LinePicture, Origin, Pictures
from schemas.posts import Image
from schemas.recipe import Recipe
from schemas.states import PostState, apply_event
from services.publish.metadata.publication import build_publication, publication_of
from services.publish.upload.release_checks import matching_release

SEAL_BEFORE: Final = "fcc7e977f15761cd9a2e62ecd7330d1e7675c50b7989938d76a2c0fa746acd90"
"""The seal of the sample film as the program computed it when every film was labelled."""
MADE = Image(source_url="https://waggle.example/1.png", media=reference("7", "png"), width=540, height=960)


def state(voice_by: str = "espeak", *, recorded: bool = False, lifelike: bool = False) -> PostState:
    lines = tuple(line.model_copy(update={"recording": reference("e", "wav")}) for line in SCRIPT.lines)
    script = SCRIPT.model_copy(update={"lines": lines}) if recorded else SCRIPT
    picture = LinePicture(line=0, maker="comfyui", origin=Origin.MODEL, image=MADE, lifelike=lifelike)
    return PostState(
        post=post(), script=script, voice=VOICE, voice_by=voice_by, film=FILM, pictures=Pictures(pictures=(picture,))
    )


@each_row(
    "made, labelled",
    [
        (state("espeak"), False),
        (state("supertonic"), False),
        (state("edge"), False),
        (state("gpt-sovits"), True),
        (state("voice-of-an-unknown-package"), True),
        (state("gpt-sovits", recorded=True), False),
        (state("espeak", lifelike=True), True),
        (state("gpt-sovits", lifelike=True), True),
        (state(""), False),
    ],
)
def test_only_what_could_be_taken_for_a_real_person_or_scene_is_labelled(made: PostState, labelled: bool) -> None:
    publication = publication_of(made)
    assert publication is not None
    assert publication.labelled is labelled


@pytest.mark.parametrize("voice_by", ["espeak", "gpt-sovits"])
def test_a_release_of_the_time_when_all_films_were_labelled_still_counts(voice_by: str) -> None:
    wanted = publication_of(state(voice_by))
    assert wanted is not None
    release = ContentReleased(
        post_key=post().key, revision=1, reviewer="나", platform="youtube", seal=SEAL_BEFORE, privacy="public"
    )
    assert build_publication(post(), SCRIPT, FILM, 1).seal == SEAL_BEFORE
    assert matching_release(state(voice_by).model_copy(update={"released": (release,)}), "youtube", wanted) is release


def test_who_spoke_is_remembered_with_the_narration_and_forgotten_with_it() -> None:
    key, recipe = post().key, Recipe()
    made = PostState()
    for event in (
        PostCollected(post_key=key, revision=0, post=post()),
        PostApproved(post_key=key, revision=1, reviewer="나", recipe=recipe),
    ):
        made = apply_event(made, event, 1)
    made = made.model_copy(update={"script": SCRIPT, "status": "PROCESSING"})
    spoken = ContentVoiced(
        post_key=key, revision=1, stage_key="a" * 64, served_by="gpt-sovits", seconds=1.0, voice=VOICE
    )
    voiced = apply_event(made, spoken, 2)
    assert voiced.voice_by == "gpt-sovits"
    again = PostApproved(post_key=key, revision=2, reviewer="나", recipe=recipe)
    anew = apply_event(voiced.model_copy(update={"status": "COLLECTED"}), again, 3)
    assert (anew.voice, anew.voice_by) == (None, "")
