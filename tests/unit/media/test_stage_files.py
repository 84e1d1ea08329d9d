"""Files that a stage works on are read before it begins."""

from pathlib import Path

import pytest

from libraries.bus.service.retry import retry_request
from libraries.media.stage_files import require_whole_or_set_aside
from libraries.media.store import LocalStore, media_ref
from schemas.errors import NoSpace, PieceMissing, Retryable
from schemas.events import ContentFailed, ContentRequested, FailureKind
from schemas.failures import fields_as_json
from schemas.posts import PostKey
from schemas.recipe import Recipe, Stage


def test_whole_files_pass_and_the_first_missing_one_is_named(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    whole, gone = store.put(b"whole", "wav"), media_ref("ab" * 32, 3, "wav")
    require_whole_or_set_aside(store, tmp_path, (), Stage.VOICE)
    require_whole_or_set_aside(store, tmp_path, (whole,), Stage.VOICE)
    with pytest.raises(PieceMissing, match=f"(?s){gone.key}.*voice stage.*made again"):
        require_whole_or_set_aside(store, tmp_path, (whole, gone), Stage.VOICE)


def test_a_damaged_file_is_set_aside(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    ref = store.put(b"picture", "png")
    store.path(ref).chmod(0o600)
    store.path(ref).write_bytes(b"pictura")
    with pytest.raises(PieceMissing):
        require_whole_or_set_aside(store, tmp_path, (ref,), Stage.PICTURE)
    assert not (tmp_path / ref.key).exists()
    assert [path.read_bytes() for path in (tmp_path / "damaged").iterdir()] == [b"pictura"]


@pytest.mark.parametrize(
    ("error", "stage", "attempt"),
    [
        (PieceMissing("media.piece_missing", key="ab/cd.wav", make_from="voice"), Stage.VOICE, 3),
        (NoSpace("media.missing", key="x", root="y"), Stage.FILM, 2),
        (Retryable("media.missing", key="x", root="y"), Stage.FILM, 3),
    ],
)
def test_a_retry_begins_where_the_missing_file_is_made(error: Retryable, stage: Stage, attempt: int) -> None:
    cause = ContentRequested(
        post_key=PostKey(site="board", id="1"), revision=1, from_stage=Stage.FILM, recipe=Recipe(), attempt=2
    )
    failed = ContentFailed.caused_by(
        cause,
        "studio",
        stage=Stage.FILM,
        attempt=2,
        failure=FailureKind.RETRYABLE,
        error=type(error).__name__,
        message=str(error),
        code=error.code,
        fields=fields_as_json(error.fields),
    )
    request = retry_request(failed, Recipe(), "")
    assert (request.from_stage, request.attempt) == (stage, attempt)
