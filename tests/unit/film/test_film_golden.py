"""What films look like, against what they looked like when somebody last looked: ``make gallery`` keeps it anew."""

import numpy as np
import pytest
from fixtures.studio.gallery import TEMPLATES, Gallery, distance, kept, small

from libraries.drawing.typography.design_tokens import THEMES

FAR = 5.0
"""From here on a difference is seen."""


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Gallery:
    return Gallery(tmp_path_factory.mktemp("gallery"))


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.quick_cases(1)
def test_every_kind_of_scene_looks_as_it_did(gallery: Gallery, name: str) -> None:
    """Each in one of the themes, which take turns; all of them in all themes are among the slow tests."""
    themes = list(THEMES)
    turn = TEMPLATES.index(name)
    film = gallery.film(name, themes[0])
    for column, moment in enumerate(gallery.moments(film)):
        theme = themes[(turn + column) % len(themes)]
        picture = small(gallery.scene(gallery.film(name, theme), moment.scene), moment.frame)
        assert distance(picture, kept(name, theme)[column]) < FAR, (theme, moment)


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", TEMPLATES)
def test_every_kind_of_scene_looks_as_it_did_in_every_theme(gallery: Gallery, name: str, theme: str) -> None:
    drawn = list(gallery.drawn(name, theme))
    before = kept(name, theme)
    assert len(drawn) == len(before)
    for (moment, picture), golden in zip(drawn, before, strict=True):
        assert distance(picture, golden) < FAR, moment


def test_a_difference_that_is_seen_is_found(gallery: Gallery) -> None:
    """A word that moves by six pixels, another tint of a card, a missing caption."""
    film = gallery.film("card", "ink")
    moment = gallery.moments(film)[2]
    picture = small(gallery.scene(film, moment.scene), moment.frame)
    assert distance(picture, picture) == 0
    later = small(gallery.scene(film, moment.scene), moment.frame + 12)
    assert distance(picture, later) > FAR
    tinted = picture.copy()
    tinted[60:70, 40:50] = np.clip(tinted[60:70, 40:50].astype(int) + np.array([24, 0, -24]), 0, 255)
    assert distance(picture, tinted) > FAR
    assert distance(picture, np.roll(picture, 1, axis=1)) > FAR
