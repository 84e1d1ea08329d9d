"""Title, description and tags of a film, from the post and its script."""

from typing import Final

from libraries.texts.platform_text import clean_for_platform, fit_description, fit_tags, fit_title, shorten_text
from schemas.events import Film, PartTwo
from schemas.pictures import NO_PICTURES, Attribution, Pictures
from schemas.posts import Post
from schemas.script import Script
from schemas.states import PostState
from services.publish.metadata.voice_imitation import imitates_a_person
from services.publish.platforms.base import Publication

DISCLOSURE: Final = "AI 음성으로 읽고 각색한 영상입니다. 내용의 사실 여부는 확인되지 않았습니다."
_TITLE, _DESCRIPTION = 100, 4900
"""Characters and bytes that every platform takes, with room for an uploader's own line below the description."""

_NAME: Final = 40
"""Characters of the title and the author of a photograph."""


def publication_of(state: PostState) -> Publication | None:
    """The whole film and the words that would be published of a post as it is now; None while it has no film.

    `Publication.for_platform` gives it in the length that a platform is given.
    """
    if not (state.post and state.script and state.film):
        return None
    pictures = state.pictures or NO_PICTURES
    made = build_publication(state.post, state.script, state.film, state.revision, pictures, part_two=state.part_two)
    cut = state.cut.film if state.cut else None
    return made.model_copy(update={"imitated_voice": imitates_a_person(state), "other_length": cut})


def build_publication(
    post: Post,
    script: Script,
    film: Film,
    revision: int,
    pictures: Pictures = NO_PICTURES,
    *,
    part_two: PartTwo | None = None,
) -> Publication:
    """A film of ``post`` with its words, within the limits of every platform, cut only between whole characters.

    ``part_two``: the first part that it goes on with, which is named beside the source.
    """
    first = f"1편 출처: {part_two.url}" if part_two else ""
    credit = f"출처: {shorten_text(post.site_name, characters=60)} {post.url}"
    photos = "\n".join(map(_photo_credit, pictures.attributions))
    return Publication(
        post_key=post.key,
        revision=revision,
        title=fit_title(script.title, _TITLE, post.title) or str(post.key),
        description=fit_description(
            [script.summary], [credit, first, DISCLOSURE, photos, " ".join(script.hashtags)], _DESCRIPTION
        ),
        hashtags=script.hashtags,
        tags=fit_tags(name.removeprefix("#") for name in script.hashtags),
        source_url=str(post.url),
        film=film,
        synthetic_pictures=pictures.has_lifelike,
    )


def _photo_credit(photo: Attribution) -> str:
    """What an open licence asks to be told of a photograph, on one line."""
    name, author = (shorten_text(clean_for_platform(text), characters=_NAME) for text in (photo.title, photo.author))
    return f"사진: {name} — {author} · {photo.licence} ({photo.page})"
