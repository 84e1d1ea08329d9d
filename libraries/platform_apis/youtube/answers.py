"""Answers of the YouTube Data API v3, as far as they are read here.

Source: Google, "YouTube Data API": the resources video, channel and playlistItem.
"""

from pydantic import AwareDatetime, Field

from libraries.platform_apis.answers import ApiAnswer, Identity
from schemas.statistics import Count


class UploadedVideo(ApiAnswer):
    """The video that an upload became."""

    id: Identity


class UploadStatus(ApiAnswer):
    """``status`` of a video: uploaded, processed, failed, rejected or deleted, and why."""

    state: str = Field("", alias="uploadStatus")
    failure: str = Field("", alias="failureReason")
    rejection: str = Field("", alias="rejectionReason")


class ProcessingDetails(ApiAnswer):
    """``processingDetails`` of a video: processing, succeeded, failed, or terminated: not known any more."""

    state: str = Field("", alias="processingStatus")
    failure: str = Field("", alias="processingFailureReason")


class VideoState(ApiAnswer):
    """How far a video is."""

    status: UploadStatus = UploadStatus.model_validate({})
    processing: ProcessingDetails = Field(ProcessingDetails.model_validate({}), alias="processingDetails")

    @property
    def rejection_reason(self) -> str:
        """Why YouTube will not show the video; empty where it says nothing of that kind."""
        if self.status.state in ("failed", "rejected", "deleted"):
            return f"{self.status.state} {self.status.failure or self.status.rejection}".strip()
        failed = self.processing.state == "failed" and self.status.state != "processed"
        return f"processing failed {self.processing.failure}".strip() if failed else ""

    @property
    def is_processed(self) -> bool:
        """Whether it is processed; the details are kept for a limited time only, so either of the two is enough."""
        return self.status.state == "processed" or self.processing.state in ("succeeded", "terminated")


class VideoList(ApiAnswer):
    """Videos that were asked for by id; one that is not there is left out."""

    items: tuple[VideoState, ...] = ()


class VideoCounts(ApiAnswer):
    """``statistics`` of a video: totals until now. A count that the channel hides is left out."""

    views: Count | None = Field(None, alias="viewCount")
    likes: Count | None = Field(None, alias="likeCount")
    comments: Count | None = Field(None, alias="commentCount")


class _Privacy(ApiAnswer):
    privacy: str = Field("", alias="privacyStatus")


class _Published(ApiAnswer):
    at: AwareDatetime | None = Field(None, alias="publishedAt")


class PublicVideo(ApiAnswer):
    """What everybody can see of a video. ``publishedAt`` is when it was made public, also after a private upload."""

    counts: VideoCounts = Field(VideoCounts.model_validate({}), alias="statistics")
    status: _Privacy = _Privacy.model_validate({})
    snippet: _Published = _Published.model_validate({})

    @property
    def is_visible(self) -> bool:
        """Whether others than the channel can see it."""
        return self.status.privacy != "private"


class PublicVideos(ApiAnswer):
    """Videos that were asked for by id; one that is not there is left out."""

    items: tuple[PublicVideo, ...] = ()


class _Playlists(ApiAnswer):
    uploads: Identity


class _ChannelDetails(ApiAnswer):
    playlists: _Playlists = Field(alias="relatedPlaylists")


class _Channel(ApiAnswer):
    details: _ChannelDetails = Field(alias="contentDetails")


class _Total(ApiAnswer):
    results: int = Field(alias="totalResults")


class ChannelList(ApiAnswer):
    """Channels of the account that gave permission; an account without one is answered without ``items``."""

    items: tuple[_Channel, ...] = ()
    total: _Total | None = Field(None, alias="pageInfo")

    @property
    def uploads_playlist(self) -> str:
        """The playlist of the channel's uploads; empty when the answer has none."""
        return self.items[0].details.playlists.uploads if self.items else ""

    @property
    def has_no_channel(self) -> bool:
        """Whether the answer says that the account has no channel, rather than nothing."""
        return not self.items and ("items" in self.model_fields_set or self.total is not None)


class _ListedSnippet(ApiAnswer):
    description: str = ""


class _ListedDetails(ApiAnswer):
    video: Identity = Field(alias="videoId")


class ListedVideo(ApiAnswer):
    """A video in the list of uploads."""

    snippet: _ListedSnippet = _ListedSnippet()
    details: _ListedDetails = Field(alias="contentDetails")


class UploadsPage(ApiAnswer):
    """A page of the list of uploads, and the token of the next one."""

    items: tuple[ListedVideo, ...] = ()
    next_page: str | None = Field(None, alias="nextPageToken")


class IgnoredAnswer(ApiAnswer):
    """An answer of which nothing is read."""


class _Reason(ApiAnswer):
    reason: str = ""


class _Error(ApiAnswer):
    message: str = ""
    status: str = ""
    errors: tuple[_Reason, ...] = ()
    details: tuple[_Reason, ...] = ()


class YoutubeErrorAnswer(ApiAnswer):
    """An error, in the old form (``errors``), the new one (``details``, of which one is an ErrorInfo), or both."""

    error: _Error

    @property
    def reasons(self) -> tuple[str, ...]:
        """Every reason that is given, the old form first; ``status`` where there is no other."""
        found = [one.reason for one in (*self.error.errors, *self.error.details) if one.reason]
        return tuple(found or [self.error.status] * bool(self.error.status))
