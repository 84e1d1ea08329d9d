"""TikTok and Instagram accounts: permission, tokens that end, limits, and what is particular about each."""

import asyncio
import json
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

import pytest
from fixtures.facts import FILM, SCRIPT, post
from fixtures.platform import CHUNK, Clock, clock
from fixtures.publishers import Rig, rigs

from libraries.bus import Bus, MessageContext
from schemas.errors import BadInput, ConfigurationError, IllegalTransition, Parked, Permanent, ProviderDown
from schemas.events import ContentRendered, ContentUploaded
from schemas.posts import PostKey
from schemas.recipe import Stage
from schemas.states import Status
from services.commands.release import ReleaseFilm, release_film
from services.commands.settle_upload import SettleUpload, settle_upload
from services.publish.metadata.publication import build_publication
from services.publish.platforms.base import RELEASE_IN_DOUBT, Publication, UploadReceipt
from services.publish.platforms.instagram import token as instagram_token
from services.publish.platforms.instagram.uploader import caption_text
from services.publish.platforms.tiktok import token as tiktok_token
from services.publish.service import Publisher, PublishTrigger
from services.publish.upload.journal import UploadState
from services.publish.withdraw.withdrawal import WithdrawalOutcome, Withdrawer
from testbed.fake_platforms.instagram import InstagramPlatform
from testbed.fake_platforms.platform import ErrorResponse
from testbed.fake_platforms.tiktok import LEAST, TiktokPlatform

__all__ = ["clock"]
KEY = PostKey.of("sample", "1")
ACCOUNTS = ("tiktok", "instagram")


@pytest.fixture(params=ACCOUNTS)
def rig(request: pytest.FixtureRequest, bus: Bus, tmp_path: Path, clock: Clock) -> Iterator[Rig]:
    yield from rigs(bus, tmp_path, request.param, clock)


def tiktok_of(rig: Rig) -> TiktokPlatform:
    assert isinstance(rig.history, TiktokPlatform)
    return rig.history


def reels_of(rig: Rig) -> InstagramPlatform:
    assert isinstance(rig.history, InstagramPlatform)
    return rig.history


async def deliver(rig: Rig, fact: PublishTrigger) -> ContentUploaded | None:
    work = MessageContext(rig.bus, fact, Stage.PUBLISH, 1, await rig.bus.post_history(fact.post_key))
    answer = await Publisher(rig.bus, rig.deliver()).publish(fact, work)
    if answer is not None:
        await work.record(answer)
    return answer


async def take_back(rig: Rig) -> WithdrawalOutcome:
    return await Withdrawer(rig.bus, rig.store, [rig.make()], reason="본인 요청", by="나").withdraw(KEY)


# permission


@pytest.mark.parametrize("rig", ["tiktok"], indirect=True)
async def test_auth_tiktok_keeps_tokens_for_the_owner_alone(rig: Rig) -> None:
    chosen = rig.tiktok
    client = {"client_key": "k", "client_secret": "canary-secret"}
    chosen.client_file.write_text(json.dumps(client | {"auth_uri": f"{rig.url}auth", "token_uri": f"{rig.url}token"}))
    chosen.token_file.unlink()
    with pytest.raises(ConfigurationError, match="wagglebot auth tiktok"):
        tiktok_token.valid_access_token(chosen)
    loop = asyncio.get_running_loop()
    answers: list[int] = []

    def show(address: str) -> None:
        loop.run_in_executor(None, lambda: answers.append(urlopen(address).status))

    await tiktok_token.ask_and_store_tokens(chosen, show)
    assert answers == [200]
    assert stat.S_IMODE(chosen.token_file.stat().st_mode) == 0o600
    assert await asyncio.to_thread(tiktok_token.valid_access_token, chosen) in tiktok_of(rig).access
    wanted = rig.publication()
    await rig.deliver().upload(wanted)
    assert rig.living() == 1


@pytest.mark.parametrize("rig", ["tiktok"], indirect=True)
async def test_a_token_of_yesterday_is_renewed_once_by_many_at_a_time(rig: Rig) -> None:
    chosen = rig.tiktok
    held = json.loads(chosen.token_file.read_text())
    yesterday = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    chosen.token_file.write_text(json.dumps(held | {"expires": yesterday}))
    tokens = await asyncio.gather(*(asyncio.to_thread(tiktok_token.valid_access_token, chosen) for _ in range(6)))
    # A refresh token is good once: had two used the same one, the account would be locked out.
    assert len(set(tokens)) == 1
    assert tiktok_of(rig).count_calls("POST /token") == 1
    assert len(tiktok_of(rig).refresh_tokens) == 1


@pytest.mark.parametrize("rig", ["tiktok"], indirect=True)
async def test_a_token_that_the_platform_no_longer_takes_is_renewed_in_the_middle(rig: Rig) -> None:
    tiktok_of(rig).access.clear()
    await rig.deliver().upload(rig.publication())
    assert rig.living() == 1
    assert tiktok_of(rig).count_calls("POST /token") == 1


@pytest.mark.parametrize("rig", ["tiktok"], indirect=True)
async def test_a_token_that_is_not_renewed_because_tiktok_is_busy_is_no_end_of_the_permission(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stopped the account until a person resumed it."""

    def busy(_form: dict[str, str]) -> None:
        raise ErrorResponse(400, "temporarily_unavailable")

    monkeypatch.setattr(tiktok_of(rig), "token_answer", busy)
    refused = json.loads(rig.tiktok.token_file.read_text())["access_token"]
    with pytest.raises(ProviderDown, match="temporarily_unavailable"):
        await asyncio.to_thread(tiktok_token.valid_access_token, rig.tiktok, refused)
    monkeypatch.undo()
    tiktok_of(rig).refresh_tokens.clear()
    assert await asyncio.to_thread(tiktok_token.valid_access_token, rig.tiktok, refused) is None


@pytest.mark.parametrize("rig", ["instagram"], indirect=True)
async def test_auth_instagram_keeps_the_token_of_the_page(rig: Rig) -> None:
    chosen = rig.instagram
    client = {"client_id": "i", "client_secret": "canary-secret", "auth_uri": f"{rig.url}auth"}
    chosen.client_file.write_text(json.dumps(client))
    chosen.token_file.unlink()
    shown: list[str] = []

    def paste() -> str:
        code = reels_of(rig).new_authorization_code()
        state = shown[0].split("state=")[1].split("&")[0]
        return f"https://localhost/?code={code}&state={state}#_=_"

    assert await instagram_token.ask_and_store_token(chosen, shown.append, paste) == "waggle"
    assert stat.S_IMODE(chosen.token_file.stat().st_mode) == 0o600
    await rig.deliver().upload(rig.publication())
    with pytest.raises(BadInput, match="does not belong to this question"):
        await instagram_token.ask_and_store_token(
            chosen, shown.append, lambda: "https://localhost/?code=x&state=forged"
        )


async def test_permission_that_ended_stops_the_lane_once_and_wastes_no_call(rig: Rig) -> None:
    assert rig.history is not None
    if isinstance(rig.history, TiktokPlatform):
        rig.history.refresh_tokens.clear()
    access: set[str] = getattr(rig.history, "access")  # noqa: B009 - both kinds have it
    access.clear()
    with pytest.raises(Parked, match=f"wagglebot auth {rig.name}"):
        await rig.deliver().upload(rig.publication(1))
    before = len(rig.history.calls)
    for number in range(2, 6):
        with pytest.raises(Parked):
            await rig.deliver().upload(rig.publication(number))
    assert len(rig.history.calls) == before
    assert len(rig.told) == 1
    access |= {"access-first", "page-token"}
    await rig.quota_of(rig.name).resume_publishing()
    for number in range(1, 6):
        await rig.deliver().upload(rig.publication(number))
    assert len([page async for page in rig.deliver().journal.entries()]) == 5


async def test_no_secret_is_in_facts_logs_or_what_a_person_is_shown(
    rig: Rig, bus: Bus, capfd: pytest.CaptureFixture[str]
) -> None:
    assert rig.history is not None
    rig.history.faults["chunk"].extend(["503", "cut"])
    fact = await rig.rendered(1)
    await release_film(bus, ReleaseFilm(post=KEY, platform=rig.name), "나")
    said = []
    for _ in range(3):
        try:
            await deliver(rig, fact)
        except (Parked, ProviderDown) as error:
            said.append(f"{error} {error.__cause__!r}")
    secrets = ["canary", "access-first", "refresh-first", "page-token", "upload_token", "ig-api-upload"]
    told = [repr(await rig.record(1)), *said, *capfd.readouterr()]
    told += [one.event.model_dump_json() for one in await bus.facts_of_post(KEY)]
    assert not [secret for secret in secrets for text in told if secret in text]


# limits


async def test_a_full_account_rests_and_costs_one_call(rig: Rig) -> None:
    if isinstance(rig.history, TiktokPlatform):
        rig.history.inbox_full = True
    else:
        reels_of(rig).quota = 0
    for number in range(4):
        with pytest.raises(Parked):
            await rig.deliver().upload(rig.publication(number))
    assert rig.history is not None
    assert len(rig.history.calls) == 1
    assert len(rig.told) == 1
    if isinstance(rig.history, TiktokPlatform):
        rig.history.inbox_full = False
    else:
        reels_of(rig).quota = 10
    rig.clock.move(hours=25)
    for number in range(4):
        await rig.deliver().upload(rig.publication(number))


@pytest.mark.parametrize("rig", ["tiktok"], indirect=True)
@pytest.mark.parametrize("size", [1, LEAST - 1, LEAST, 2 * LEAST - 1, 2 * LEAST, 50_000_123, 500_000_000])
async def test_pieces_are_as_the_platform_takes_them(rig: Rig, size: int) -> None:
    uploader = rig._tiktok()
    uploader.settings = rig.tiktok.model_copy(update={"chunk_bytes": LEAST})  # type: ignore[attr-defined]
    chunk, count = uploader.chunk_size_and_count(size)  # type: ignore[attr-defined]
    platform = TiktokPlatform()
    source = {"source": "FILE_UPLOAD", "video_size": size, "chunk_size": chunk, "total_chunk_count": count}
    assert platform.begin_upload(source).count == count


# what is particular


@pytest.mark.parametrize("rig", ["tiktok"], indirect=True)
async def test_what_the_platform_broke_off_is_begun_anew_and_what_it_will_never_take_is_not(rig: Rig) -> None:
    platform = tiktok_of(rig)
    platform.faults["last"].append("cut")
    wanted = rig.publication(size=CHUNK * 3)
    uploader = rig.make()
    handle = await uploader.open(wanted)
    upload = next(iter(platform.uploads.values()))
    upload.failed = "internal"
    assert (await uploader.ask_upload_progress(handle, wanted)).aborted == "internal"
    upload.failed = "duration_check_failed"
    with pytest.raises(Permanent, match="duration_check_failed"):
        await uploader.ask_upload_progress(handle, wanted)


@pytest.mark.parametrize("rig", ["tiktok"], indirect=True)
async def test_what_lies_in_an_inbox_is_left_to_the_creator_and_said_so(rig: Rig, bus: Bus) -> None:
    fact = await rig.rendered(1)
    await deliver(rig, fact)
    async with bus.listen("live.alert") as heard:
        outcome = await take_back(rig)
        _, told = await asyncio.wait_for(anext(heard), 60)
    assert b"delete it by hand: sample.1 on tiktok" in told
    assert [one.startswith("tiktok: v_inbox_file") for one in outcome.by_hand] == [True]
    assert (outcome.deleted, (await bus.post_state(KEY)).status) == ((), Status.RETRACTED)
    assert (await take_back(rig)).by_hand == outcome.by_hand
    record = await rig.record(1)
    page = await settle_upload(bus, SettleUpload(upload=record.key, video=None), "나")
    assert page.record.taken_down
    assert (await take_back(rig)).by_hand == ()


@pytest.mark.parametrize("rig", ["instagram"], indirect=True)
async def test_nothing_of_a_reel_is_sent_before_it_is_released(rig: Rig, bus: Bus) -> None:
    fact = await rig.rendered(1)
    assert await deliver(rig, fact) is None
    assert reels_of(rig).calls == []
    told = await release_film(bus, ReleaseFilm(post=KEY, platform="instagram"), "나")
    answer = await deliver(rig, fact)
    (reel,) = reels_of(rig).existing_films()
    assert answer is not None
    assert (answer.remote_id, answer.url) == (reel.id, f"https://www.instagram.com/reel/{reel.id}/")
    assert reel.caption.startswith(told.title)
    assert reel.caption.endswith(told.mark)
    assert "출처: 와글마당" in reel.caption
    assert reel.label == "true"
    assert await deliver(rig, fact) is None
    assert len(reels_of(rig).videos) == 1


@pytest.mark.parametrize("rig", ["instagram"], indirect=True)
async def test_a_reel_that_is_put_off_while_it_is_uploaded_is_not_shown(rig: Rig, bus: Bus) -> None:
    fact = await rig.rendered(1)
    await release_film(bus, ReleaseFilm(post=KEY, platform="instagram"), "나")
    delivery = rig.deliver()
    upload = delivery.upload

    async def put_off(wanted: Publication, begun: datetime | None = None) -> UploadReceipt:
        receipt = await upload(wanted, begun)
        later = datetime.now(UTC) + timedelta(days=1)
        await release_film(bus, ReleaseFilm(post=KEY, platform="instagram", at=later), "나")
        return receipt

    delivery.upload = put_off  # type: ignore[assignment, method-assign]  # a person, at the worst moment
    work = MessageContext(bus, fact, Stage.PUBLISH, 1, await bus.post_history(KEY))
    with pytest.raises(IllegalTransition, match="changed while it was published"):
        await Publisher(bus, delivery).publish(fact, work)
    assert reels_of(rig).existing_films() == []
    with pytest.raises(Parked):
        await deliver(rig, fact)


@pytest.mark.parametrize("lag", [0.0, 100.0], ids=["listed at once", "listed late"])
@pytest.mark.parametrize("fault", ["POST /USER/media_publish after", "POST /USER/media_publish"])
@pytest.mark.parametrize("rig", ["instagram"], indirect=True)
async def test_a_reel_whose_answer_was_lost_is_not_made_again(rig: Rig, fault: str, lag: float) -> None:
    platform = reels_of(rig)
    platform.lag = lag
    platform.faults[fault].append("lose" if fault.endswith("after") else "cut")
    fact = await rig.rendered(1)
    await release_film(rig.bus, ReleaseFilm(post=KEY, platform="instagram"), "나")
    for _ in range(6):
        try:
            await deliver(rig, fact)
        except (ProviderDown, Parked):
            rig.clock.move(seconds=61)
        else:
            break
    assert len(platform.videos) == 1
    uploaded = [one.event for one in await rig.bus.facts_of_post(KEY) if isinstance(one.event, ContentUploaded)]
    assert [one.remote_id for one in uploaded] == [reel.id for reel in platform.existing_films()]


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize("rig", ["instagram"], indirect=True)
async def test_a_reel_that_nobody_can_tell_of_is_a_doubt_and_not_a_second_one(rig: Rig, listed: bool) -> None:
    platform = reels_of(rig)
    platform.lag = 0.0 if listed else 1000.0
    platform.faults["POST /USER/media_publish after"].append("lose+gone")
    fact = await rig.rendered(1)
    await release_film(rig.bus, ReleaseFilm(post=KEY, platform="instagram"), "나")
    with pytest.raises(ProviderDown):
        await deliver(rig, fact)
    if listed:
        await deliver(rig, fact)
    else:
        with pytest.raises(Permanent) as caught:
            await deliver(rig, fact)
        assert caught.value.code == RELEASE_IN_DOUBT
        record = await rig.record(1)
        assert record.state is UploadState.DOUBT
        rig.clock.move(seconds=2000)
        await settle_upload(rig.bus, SettleUpload(upload=record.key, video=next(iter(platform.videos))), "나")
        await deliver(rig, fact)
    assert len(platform.videos) == 1
    assert (await rig.record(1)).privacy == "public"


@pytest.mark.parametrize("rig", ["instagram"], indirect=True)
async def test_a_container_that_expired_before_its_release_is_filled_anew(rig: Rig) -> None:
    wanted = rig.publication()
    await rig.deliver().upload(wanted)
    rig.clock.move(hours=25)
    with pytest.raises(ProviderDown, match="has expired"):
        await rig.deliver().release(wanted, "public")
    await rig.deliver().upload(wanted)
    await rig.deliver().release(wanted, "public")
    assert rig.copies() == {wanted.film.video.sha256: 1}


@pytest.mark.parametrize("rig", ["instagram"], indirect=True)
async def test_a_reel_is_taken_down_by_hand_and_found_gone_afterwards(rig: Rig, bus: Bus) -> None:
    fact = await rig.rendered(1)
    assert isinstance(fact, ContentRendered)
    await release_film(bus, ReleaseFilm(post=KEY, platform="instagram"), "나")
    await deliver(rig, fact)
    (reel,) = reels_of(rig).existing_films()
    first = await take_back(rig)
    assert first.by_hand == (f"instagram: https://www.instagram.com/reel/{reel.id}/",)
    reel.deleted = True
    second = await take_back(rig)
    assert (second.by_hand, second.deleted) == ((), (reel.id,))


def test_a_caption_keeps_its_credit_however_long_the_text_is(tmp_path: Path) -> None:
    long = SCRIPT.model_copy(update={"summary": "가나다 " * 2000, "hashtags": tuple(f"#t{n}" for n in range(40))})
    told = build_publication(post(), long, FILM, 1)
    said = caption_text(told)
    assert len(said.encode("utf-16-le")) // 2 <= 2200
    assert said.count("#") <= 30
    assert "출처: 와글마당 https://waggle.example/post/1" in said
    assert "AI 음성으로 읽고 각색한 영상입니다." in said
    assert said.endswith(told.mark)
