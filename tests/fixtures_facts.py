"""Facts of an invented post, for tests that fold them."""

from collections.abc import Iterable
from datetime import UTC, datetime

from schemas.events import Event, Film, Recorded
from schemas.media import MediaRef
from schemas.posts import Comment, Post, PostKey, Stats
from schemas.script import Line, Role, Script, Speaker
from schemas.voice import SpokenLine, Timing, VoiceTrack, Word

NOW = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


def reference(digit: str, suffix: str) -> MediaRef:
    """A reference whose hash is one digit repeated."""
    return MediaRef(key=f"{digit * 2}/{digit * 64}.{suffix}", sha256=digit * 64, size=1000)


def post(identity: str = "1", site: str = "sample", title: str = "퇴사하는 막내가 남긴 메일") -> Post:
    return Post(
        key=PostKey.of(site, identity),
        origin_id=identity,
        site_name="와글마당",
        board="직장",
        url=f"https://waggle.example/post/{identity}",
        title=title,
        content="입사 첫날부터 막내는 조용했습니다.\n그런데 마지막 날 전 직원에게 메일이 왔습니다.",
        author="졸린수달42",
        posted_at=NOW,
        stats=Stats(views=48000, likes=981, comments=2),
        comments=(
            Comment(id="c1", author="느긋한고래7", content="커피값까지 청구했으면 완벽했다", likes=382, best=True),
            Comment(id="c2", author="바쁜참새3", content="존경합니다", likes=12),
        ),
    )


SCRIPT = Script(
    title="퇴사하는 막내가 남긴 메일",
    lines=(
        Line(role=Role.HOOK, speaker=Speaker.NARRATOR, display="막내가 남긴 메일", spoken="막내가 남긴 메일"),
        Line(role=Role.CLOSER, speaker=Speaker.NARRATOR, display="여러분 생각은요?", spoken="여러분 생각은요?"),
    ),
    hashtags=("#썰",),
    summary="조용하던 막내가 마지막 날 보낸 메일 이야기.",
)

VOICE = VoiceTrack(
    audio=reference("a", "wav"),
    sample_rate=48000,
    duration=2.0,
    lines=(
        SpokenLine(index=0, start=0.1, end=1.0, words=(Word(text="막내가", start=0.1, end=0.5),), timing=Timing.EXACT),
    ),
)

FILM = Film(
    video=reference("b", "mp4"),
    thumbnail=reference("c", "jpg"),
    captions=reference("d", "srt"),
    duration=30.0,
    width=1080,
    height=1920,
    fps=30,
    encoder="libx264",
)


def facts_of(events: Iterable[Event], after: int = 0) -> list[Recorded]:
    """The events as a stream would hold them, from sequence ``after + 1`` on."""
    return [Recorded(after + place, NOW, event) for place, event in enumerate(events, 1)]
