"""Keys of posts that stand for a channel's further film."""

import pytest
from fixtures.facts import post

from libraries.channel.films_of_post import channel_of_further_film, key_of_further_film
from schemas.posts import PostKey


@pytest.mark.parametrize("origin_id", ["12", "a--cats", "x" * 64, "가나다", "x" * 200, "a-b_c", "y" * 58])
@pytest.mark.parametrize("channel", ["", "cats", "a", "c" * 24])
def test_a_further_film_is_known_by_its_key_alone(origin_id: str, channel: str) -> None:
    first = PostKey.of("sample", origin_id)
    made = post("1").model_copy(update={"key": first, "origin_id": origin_id})
    assert channel_of_further_film(made) is None
    further = key_of_further_film(first, channel)
    assert further != first
    assert PostKey.parse(str(further)) == further
    assert channel_of_further_film(made.model_copy(update={"key": further})) == (channel or "main")


def test_channels_and_posts_never_share_a_key() -> None:
    keys = {
        key_of_further_film(PostKey.of("sample", origin_id), channel)
        for origin_id in ("1", "12", "x" * 60, "x" * 61)
        for channel in ("", "cats", "dogs")
    }
    assert len(keys) == 12
