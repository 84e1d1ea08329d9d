"""The morning brief: yesterday's films, what waits, what failed, and one suggestion with its reason, in Korean."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from libraries.channel.channel_platform import ChannelPlatform
from libraries.channel.host_verdict import host_speech_share
from schemas.events import ContentRendered, ContentUploaded, RecordedFact
from schemas.failures import failure_explanation
from schemas.posts import Post, PostKey
from schemas.recipe import Recipe, Stage
from schemas.script import Script
from schemas.states import PostState, Status, apply_fact
from schemas.voice import VoiceTrack

_TITLE: Final = 30
_NAMED: Final = 3
_DAYS: Final = "월화수목금토일"
_STAGES: Final = {
    Stage.SCRIPT: "대본",
    Stage.VOICE: "음성",
    Stage.PICTURE: "그림",
    Stage.FILM: "영상",
    Stage.PUBLISH: "게시",
}
_UNSEEN: Final = frozenset(("export",))
"""Platforms on which nobody is shown anything, so nothing waits for a release there."""
_EMPTY: Final[dict[str, Any]] = {}
_POST: Final = Post.model_construct(**_EMPTY)
_SCRIPT: Final = Script.model_construct(**_EMPTY)
_VOICE: Final = VoiceTrack.model_construct(**_EMPTY)
"""What stands for a post, script or voice in the states that are kept: that there is one counts, and a title."""
_RECIPES: Final = {asks: Recipe(approve_script=asks) for asks in (False, True)}


class FilmOfYesterday(NamedTuple):
    """A film that was finished or uploaded yesterday, and the platforms it came to."""

    title: str
    platforms: tuple[str, ...]


class GivenUpPost(NamedTuple):
    """A post that was given up: its title, the stage, and why."""

    title: str
    stage: str
    why: str


class MorningBrief(NamedTuple):
    """What a channel's host should know in the morning of ``day``."""

    day: date
    made: tuple[FilmOfYesterday, ...]
    undecided: int
    scripts: int
    """Scripts that wait for their reviewer."""
    unreleased: int
    """Films that lie on a platform, and that nobody released yet."""
    at_work: int
    failed: tuple[GivenUpPost, ...]
    without_verdict: int
    """Films of yesterday in which the host's own opinion is missing or too short."""

    @property
    def suggestion(self) -> str:
        """One suggestion with its reason: what holds up the most comes first."""
        if self.failed:
            first = self.failed[0]
            return f"실패한 글부터 살펴보세요(앱의 실패 탭). 이유: ‘{first.title}’ {first.stage} 단계가 멈춰 있습니다."
        if self.scripts:
            return f"대본 {self.scripts}개를 확인해 주세요. 이유: 확인해야 음성과 영상 작업이 이어집니다."
        if self.unreleased:
            return f"올려 둔 영상 {self.unreleased}개를 공개해 주세요. 이유: 공개 전에는 아무도 볼 수 없습니다."
        if self.without_verdict:
            return (
                f"오늘 승인할 때는 한마디를 덧붙여 보세요. 이유: 어제 영상 {self.without_verdict}개에 운영자의 의견이 "
                "20%에 못 미칩니다. 남의 글을 읽기만 한 영상은 수익을 받지 못할 수 있습니다."
            )
        if self.undecided and not self.at_work:
            return f"수집함에서 글을 골라 주세요. 이유: 만들고 있는 영상이 없고 {self.undecided}개가 결정을 기다립니다."
        return "오늘은 그대로 두셔도 됩니다. 이유: 막힌 일이 없습니다."


def collect_brief(facts: Iterable[RecordedFact], now: datetime, zone: ZoneInfo) -> MorningBrief:
    """The brief of a morning, from all facts in the order of the stream; days are those of ``zone``."""
    fold = MorningBriefFold(now, zone)
    for fact in facts:
        fold.add_fact(fact)
    return fold.brief()


class MorningBriefFold:
    """Reads all facts, one after another, and keeps of each post what the brief needs."""

    def __init__(self, now: datetime, zone: ZoneInfo) -> None:
        self._today = now.astimezone(zone).date()
        self._zone = zone
        self._states: dict[PostKey, PostState] = {}
        self._made: dict[PostKey, set[str]] = {}
        self._without: set[PostKey] = set()
        self._brief_hosts: set[PostKey] = set()
        """Posts in whose script the host's own opinion is missing or too short."""

    def add_fact(self, fact: RecordedFact) -> None:
        """Fold one more fact. Facts of today count for the state, not among the films of yesterday."""
        key = fact.event.post_key
        before = self._states.get(key, PostState())
        state = apply_fact(before, fact)
        if state.script is not None and state.script is not before.script:
            missing = host_speech_share(state.script).missing
            (self._brief_hosts.add if missing else self._brief_hosts.discard)(key)
        if fact.time.astimezone(self._zone).date() == self._today - timedelta(days=1):
            if isinstance(fact.event, ContentRendered):
                self._made.setdefault(key, set())
                if state.script is not None and key in self._brief_hosts:
                    self._without.add(key)
            if isinstance(fact.event, ContentUploaded):
                self._made.setdefault(key, set()).add(fact.event.platform)
        self._states[key] = _slim(state)

    def brief(self) -> MorningBrief:
        """The brief of what was read."""
        states = [state for state in self._states.values() if state.post is not None]
        return MorningBrief(
            day=self._today,
            made=tuple(
                FilmOfYesterday(_title(state), tuple(sorted(platforms)))
                for key, platforms in self._made.items()
                if (state := self._states[key]).post is not None
            ),
            undecided=sum(state.status is Status.COLLECTED and not state.gone for state in states),
            scripts=sum(state.script_waits and state.recipe.approve_script for state in states),
            unreleased=sum(map(_waits_for_release, states)),
            at_work=sum(state.status in (Status.APPROVED, Status.PROCESSING) for state in states),
            failed=tuple(_failed(state) for state in states if _is_given_up(state)),
            without_verdict=sum(self._states[key].post is not None for key in self._without),
        )


def brief_text(brief: MorningBrief, platforms: Mapping[str, str]) -> str:
    """The brief as a short message. ``platforms``: their names as people say them."""
    day = f"{brief.day.month}월 {brief.day.day}일({_DAYS[brief.day.weekday()]})"
    return "\n".join((f"와글봇 아침 브리핑 · {day}", *_yesterday(brief, platforms), *_rest(brief)))


def _yesterday(brief: MorningBrief, names: Mapping[str, str]) -> list[str]:
    if not brief.made:
        return ["어제: 새로 나온 영상이 없습니다."]
    shown = [
        f"‘{one.title}’" + (f"({', '.join(_said(name, names) for name in one.platforms)})" if one.platforms else "")
        for one in brief.made[:_NAMED]
    ]
    more = f" 외 {len(brief.made) - _NAMED}개" if len(brief.made) > _NAMED else ""
    return [f"어제: 영상 {len(brief.made)}개. {', '.join(shown)}{more}"]


def _said(name: str, names: Mapping[str, str]) -> str:
    platform, channel = ChannelPlatform.parse(name)
    return f"{channel} {names.get(platform, platform)}".lstrip()


def _rest(brief: MorningBrief) -> list[str]:
    waiting = [
        f"{what} {count}개"
        for what, count in (
            ("결정할 글", brief.undecided),
            ("확인할 대본", brief.scripts),
            ("공개할 영상", brief.unreleased),
        )
        if count
    ]
    failed = [f"‘{one.title}’ {one.stage}: {one.why}" for one in brief.failed[:_NAMED]]
    more = [f"외 {len(brief.failed) - _NAMED}건"] if len(brief.failed) > _NAMED else []
    return [
        f"기다리는 일: {', '.join(waiting) or '없습니다.'}",
        f"실패: {len(brief.failed)}건. {' / '.join((*failed, *more))}" if failed else "실패: 없습니다.",
        f"제안: {brief.suggestion}",
    ]


def _slim(state: PostState) -> PostState:
    """What the brief and later facts ask of a state, about a kilobyte: the posts of years are held at once."""
    post, script = state.post, state.script
    return state.model_copy(
        update={
            "post": None if post is None else _POST.model_copy(update={"title": post.title}),
            "recipe": _RECIPES[state.recipe.approve_script],
            "script": None if script is None else _SCRIPT.model_copy(update={"title": script.title}),
            "voice": None if state.voice is None else _VOICE,
            "pictures": None,
            "film": None,
            "verdict": "",
            "released": state.released[:1],
        }
    )


def _title(state: PostState) -> str:
    title = state.script.title if state.script is not None else state.post.title if state.post is not None else ""
    return title if len(title) <= _TITLE else f"{title[: _TITLE - 1]}…"


def _waits_for_release(state: PostState) -> bool:
    platforms = {ChannelPlatform.parse(one).platform for one in state.uploaded}
    return state.status is Status.UPLOADED and bool(platforms - _UNSEEN) and not state.released


def _is_given_up(state: PostState) -> bool:
    """Given up for good: not what is tried again by itself."""
    return state.failure is not None and state.failure.retry_at is None


def _failed(state: PostState) -> GivenUpPost:
    assert state.failure is not None
    explained = failure_explanation(*state.failure.code_and_fields, "ko")
    why = explained.sentence if explained else state.failure.message
    return GivenUpPost(_title(state), _STAGES[state.failure.stage], why)
