"""Answers of platforms: what fits is parsed, and what does not is one error without secrets in it."""

from datetime import UTC, datetime

import pytest
from fixtures.rows import each_row

from libraries.platform_apis.answers import describe_answer, parse_answer, parse_date_header, received_bytes_in_range
from libraries.platform_apis.instagram import ContainerState, InstagramErrorKind, MetaError
from libraries.platform_apis.tiktok import BegunUpload
from libraries.platform_apis.youtube.answers import ChannelList, VideoState, YoutubeErrorAnswer
from schemas.errors import ProviderDown


@each_row(
    ("header", "received"),
    [
        (None, 0),
        ("bytes=0-0", 1),
        ("bytes=0-999", 1000),
        (" bytes=0-41 ", 42),
        ("bytes=0-1000", None),
        ("bytes=0-", None),
        ("bytes=*", None),
        ("bytes=5-9", None),
        ("bytes=9-0", None),
        ("bytes=0--1", None),
        ("0-9", None),
        ("bytes=0-" + "9" * 40, None),
        ("", None),
    ],
)
def test_the_range_of_a_session(header: str | None, received: int | None) -> None:
    if received is None:
        with pytest.raises(ProviderDown) as caught:
            received_bytes_in_range(header, 1000, "youtube")
        assert caught.value.code == "publish.odd_answer"
    else:
        assert received_bytes_in_range(header, 1000, "youtube") == received


@each_row(
    ("text", "moment"),
    [
        ("Mon, 23 Nov 2026 03:00:00 GMT", datetime(2026, 11, 23, 3, tzinfo=UTC)),
        ("Mon, 23 Nov 2026 03:00:00 -0000", datetime(2026, 11, 23, 3, tzinfo=UTC)),
        (None, None),
        ("", None),
        ("yesterday", None),
        ("Mon, 99 Nov 2026 03:00:00 GMT", None),
    ],
)
def test_a_date_header(text: str | None, moment: datetime | None) -> None:
    assert parse_date_header(text) == moment


def test_what_does_not_fit_is_named_by_its_fields_and_never_by_their_values() -> None:
    with pytest.raises(ProviderDown) as caught:
        parse_answer(BegunUpload, {"publish_id": "p", "upload_url": "secret", "x": 1}, "tiktok")
    assert caught.value.fields["what"] == (
        "upload_url: string_pattern_mismatch, in fields ['publish_id', 'upload_url', 'x']"
    )
    assert caught.value.__cause__ is None
    assert describe_answer(b"") == "an empty body"
    assert describe_answer(b"<html>\xff" + b"x" * 200).startswith("'<html>")
    assert describe_answer(b"[1]") == "list"
    assert len(describe_answer(b"y" * 4000)) < 100


@each_row(
    ("fields", "done", "lost"),
    [
        ({}, False, ""),
        ({"status": {"uploadStatus": "uploaded"}}, False, ""),
        ({"status": {"uploadStatus": "processed"}}, True, ""),
        ({"processingDetails": {"processingStatus": "succeeded"}}, True, ""),
        ({"processingDetails": {"processingStatus": "terminated"}}, True, ""),
        (
            {"status": {"uploadStatus": "processed"}, "processingDetails": {"processingStatus": "failed"}},
            True,
            "",
        ),
        ({"processingDetails": {"processingStatus": "failed"}}, False, "processing failed"),
        ({"status": {"uploadStatus": "rejected", "rejectionReason": "duplicate"}}, False, "rejected duplicate"),
    ],
)
def test_how_far_a_video_is(fields: dict[str, object], done: bool, lost: str) -> None:
    state = VideoState.model_validate(fields)
    assert (state.is_processed, state.rejection_reason) == (done, lost)


def test_an_account_without_a_channel_says_so_and_an_empty_answer_does_not() -> None:
    channels = {"items": [{"contentDetails": {"relatedPlaylists": {"uploads": "UU1"}}}]}
    assert ChannelList.model_validate(channels).uploads_playlist == "UU1"
    assert ChannelList.model_validate({"items": []}).has_no_channel
    assert ChannelList.model_validate({"pageInfo": {"totalResults": 0}}).has_no_channel
    assert not ChannelList.model_validate({}).has_no_channel


def test_an_error_gives_every_reason_of_both_forms() -> None:
    error = {"errors": [{"reason": "a"}], "details": [{"@type": "Help"}, {"reason": "B"}], "status": "S"}
    assert YoutubeErrorAnswer.model_validate({"error": error}).reasons == ("a", "B")
    assert YoutubeErrorAnswer.model_validate({"error": {"status": "S"}}).reasons == ("S",)
    assert YoutubeErrorAnswer.model_validate({"error": {}}).reasons == ()


def test_metas_errors_go_by_subcode_then_code_then_status() -> None:
    def kind(status: int, **fields: object) -> InstagramErrorKind:
        return MetaError.model_validate(fields).kind(status)

    assert kind(400, code=4, error_subcode=2207051) is InstagramErrorKind.BANNED
    assert kind(400, code=4) is InstagramErrorKind.SLOW_DOWN
    assert kind(400, code=80002) is InstagramErrorKind.SLOW_DOWN
    assert kind(401) is InstagramErrorKind.AUTH
    assert kind(502) is kind(302) is kind(403) is InstagramErrorKind.BUSY
    assert kind(400, code=77777) is InstagramErrorKind.REFUSED
    assert kind(400, code=77777, is_transient=True) is InstagramErrorKind.BUSY
    assert kind(400, code="100") is InstagramErrorKind.ABSENT
    assert ContainerState(status_code="ERROR", status="… error code 2207026").is_refused
    assert not ContainerState(status_code="ERROR", status="… error code 2207053").is_refused
