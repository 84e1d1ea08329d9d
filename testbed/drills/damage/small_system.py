"""A small system on disk: a broker's store, a projection, media and a backup of posts up to their uploads."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from libraries.backups.backup import FinishedBackup, back_up
from libraries.backups.operator_state import OperatorFolders
from libraries.bus import Bus, connect
from libraries.bus.embedded import run_embedded_server
from libraries.media.post_store import PostMediaStore
from libraries.media.store import LocalStore
from libraries.object_store.folder import FolderStore
from schemas.events import (
    ContentFailed,
    ContentPictured,
    ContentRendered,
    ContentScripted,
    ContentStarted,
    ContentUploaded,
    ContentUploading,
    ContentVoiced,
    Event,
    FailureKind,
    Film,
    PostApproved,
    PostCollected,
)
from schemas.media import MediaRef
from schemas.pictures import Pictures
from schemas.posts import Comment, Image, Post, PostKey, Sighting, Stats
from schemas.recipe import Stage
from schemas.script import Line, Role, Script, Speaker
from schemas.voice import SpokenLine, Timing, VoiceTrack, Word
from services.config import NatsSettings
from services.projector.database import create_database_engine as open_database
from services.projector.rebuild import rebuild_projection
from services.projector.writer import ProjectionWriter
from services.publish.upload.journal import UploadJournal, UploadRecord, UploadState

_MADE: Final = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
_KEY: Final = 64
CHANNEL: Final = "local"


class SmallSystem(NamedTuple):
    """The paths of a small system below one folder."""

    root: Path

    @property
    def nats_folder(self) -> Path:
        """The folder of the broker's store."""
        return self.root / "var" / "nats"

    @property
    def database_file(self) -> Path:
        """The file of the projection."""
        return self.root / "var" / "wagglebot.db"

    @property
    def database_url(self) -> str:
        """The address of the projection's database, as SQLAlchemy writes it."""
        return f"sqlite:///{self.database_file}"

    @property
    def store(self) -> LocalStore:
        """The store of its media."""
        return LocalStore(self.root / "media")

    @property
    def older_copy(self) -> Path:
        """A copy of ``var`` and ``media`` as they were some posts ago, with a stopped broker."""
        return self.root / "older"

    @property
    def backups(self) -> Path:
        """The folder of its backups."""
        return self.root / "backups"

    @property
    def backup_store(self) -> FolderStore:
        """The store that its backups lie in."""
        return FolderStore(self.backups)

    @property
    def operator_folders(self) -> OperatorFolders:
        """The folders of its operator: ``var`` and ``sites``."""
        return OperatorFolders(self.root / "var", self.root / "sites")

    def copy_to(self, root: Path) -> "SmallSystem":
        """Copy everything to another folder; gives the copy, whose broker takes another port than this one's."""
        shutil.copytree(self.root, root, ignore=shutil.ignore_patterns("nats-server.conf"))
        return SmallSystem(root)

    @asynccontextmanager
    async def running_broker(self) -> AsyncIterator[Bus]:
        """A connection to the system's broker, which runs within the block. Raises ProviderDown, ConfigurationError."""
        async with run_embedded_server(self.nats_folder) as address:
            bus = await connect(NatsSettings(url=address), "drill", patience=10, first=5)
            try:
                yield bus
            finally:
                await bus.close()

    async def back_up(self, bus: Bus) -> FinishedBackup:
        """Take a backup of the system into its backup store. Raises as `libraries.backups.backup.back_up`."""
        return await back_up(bus, self.store.root, self.backup_store, self.operator_folders)


async def build_system(root: Path, posts: int = 13) -> SmallSystem:
    """Make a system of ``posts`` posts, the last of them newer than its backup. The broker is stopped in the end."""
    system = SmallSystem(root)
    await asyncio.to_thread(make_folders, system)
    early = max(1, posts // 2)
    async with system.running_broker() as bus:
        first = await bus.ledger().compare_and_set("switches", b'{"off":[]}', expected=0)
        for number in range(1, early + 1):
            await add_post(bus, system.store, number)
        await rebuild_projection(bus, system.database_url)
    await asyncio.to_thread(_keep_older, system)
    async with system.running_broker() as bus:
        await bus.ledger().compare_and_set("switches", b'{"off":["mine"]}', expected=first)
        for number in range(early + 1, posts):
            await add_post(bus, system.store, number)
        await system.back_up(bus)
        await rebuild_projection(bus, system.database_url)
        await add_post(bus, system.store, posts)
        await asyncio.to_thread(_with_log, system.database_file, await _folded(bus, system))
    return system


def _keep_older(system: SmallSystem) -> None:
    for folder in (system.operator_folders.var, system.store.root):
        shutil.copytree(folder, system.older_copy / folder.relative_to(system.root))


def make_folders(system: SmallSystem) -> None:
    """Make the folders of a system, with the files of its operator."""
    for folder in (*system.operator_folders, system.store.root):
        folder.mkdir(parents=True, exist_ok=True)
    (system.operator_folders.var / "author.salt").write_text("salt of the drill", encoding="utf-8")
    (system.operator_folders.var / "accounts.json").write_text('{"keeper":"hash"}', encoding="utf-8")
    (system.operator_folders.sites / "mine.yaml").write_text("code: mine\n", encoding="utf-8")


async def _folded(bus: Bus, system: SmallSystem) -> Path:
    """Fold the newest facts; gives a copy of the database that was taken before it was closed."""
    engine = open_database(system.database_url)
    before = ProjectionWriter(engine)
    position = before.checkpoint().sequence
    facts = [fact async for batch in bus.facts(position) for fact in batch]
    before.fold_facts(facts, position)
    sightings = [seen async for batch in bus.sightings() for seen in batch]
    before.fold_sightings(sightings, 0)
    copy = system.root / "open"
    copy.mkdir()
    for file in system.database_file.parent.glob("wagglebot.db*"):
        shutil.copy(file, copy / file.name)
    engine.dispose()
    return copy


def _with_log(database: Path, copy: Path) -> None:
    """Put the copy with its write-ahead log in place of the closed database; the shared index is made anew."""
    for file in database.parent.glob("wagglebot.db*"):
        file.unlink()
    for file in copy.iterdir():
        if not file.name.endswith("-shm"):
            shutil.move(file, database.parent / file.name)
    shutil.rmtree(copy)


async def add_post(bus: Bus, store: LocalStore, number: int) -> PostKey:
    """Add one post with everything that its stages leave: facts, media, stage results, uses, journal, sighting."""
    key = PostKey.of("sample", str(number))
    after = 0
    for event in post_facts(PostMediaStore(store, key), key, number):
        after = await bus.publish(event, expected=after)
        if isinstance(event, ContentUploaded):
            await UploadJournal(bus.ledger()).write(_record(event), 0)
    await bus.record_sighting(Sighting(key=key, time=_MADE, stats=Stats(views=100 + number, likes=number)))
    return key


def _record(event: ContentUploaded) -> UploadRecord:
    """The journal's record of an upload; its other steps are on it, as a platform's delivery writes them."""
    return UploadRecord(
        platform=event.platform,
        channel=CHANNEL,
        post_key=event.post_key,
        revision=event.revision,
        video_sha256=event.video_sha256,
        state=UploadState.DONE,
        remote_id=event.remote_id,
        url=event.url,
        steps=("film", "captions"),
        since=_MADE,
    )


def post_facts(store: PostMediaStore, key: PostKey, number: int) -> list[Event]:
    """The facts of a post up to its upload; every third one fails once, every fourth is only approved."""

    def made(what: str, suffix: str) -> MediaRef:
        return store.put(f"{what} of post {number} ".encode() * 40, suffix)

    def kept(stage: str) -> str:
        stage_key = f"{number:02x}{len(stage):02x}" + "0" * (_KEY - 4)
        store.keep_result(stage_key, f'{{"stage":"{stage}","post":{number}}}'.encode())
        return stage_key

    approved = PostApproved(post_key=key, revision=1, reviewer="keeper")
    first: list[Event] = [PostCollected(post_key=key, revision=0, post=_post(key, number, made("picture", "webp")))]
    first.append(approved)
    if number % 4 == 0:
        return first
    if number % 3 == 0:
        failed = ContentFailed(
            post_key=key,
            revision=1,
            stage=Stage.SCRIPT,
            attempt=1,
            failure=FailureKind.RETRYABLE,
            error="ProviderDown",
            message="the writer does not answer",
        )
        first += [ContentStarted(post_key=key, revision=1, stage=Stage.SCRIPT, worker="drill"), failed]
    video = made("film", "mp4")
    film = Film(
        video=video,
        thumbnail=made("thumbnail", "jpg"),
        captions=made("captions", "srt"),
        duration=30.0,
        width=1080,
        height=1920,
        fps=30,
        encoder="libx264",
    )
    voice = VoiceTrack(audio=made("voice", "wav"), sample_rate=48000, duration=2.0, lines=(_SPOKEN,))
    done = {"post_key": key, "revision": 1, "served_by": "drill", "seconds": 1.0}
    on = {"post_key": key, "revision": 1, "platform": "export", "video_sha256": video.sha256}
    return [
        *first,
        ContentScripted(**done, stage_key=kept("script"), script=_SCRIPT),
        ContentVoiced(**done, stage_key=kept("voice"), voice=voice),
        ContentPictured(**done, stage_key=kept("picture"), pictures=Pictures()),
        ContentRendered(**done, stage_key=kept("film!"), film=film),
        ContentUploading(**on),
        ContentUploaded(**on, url=f"https://waggle.example/v/{number}", remote_id=f"v{number}"),
    ]


_SPOKEN: Final = SpokenLine(
    index=0, start=0.1, end=1.0, words=(Word(text="막내가", start=0.1, end=0.5),), timing=Timing.EXACT
)
_SCRIPT: Final = Script(
    title="퇴사하는 막내가 남긴 메일",
    lines=(
        Line(role=Role.HOOK, speaker=Speaker.NARRATOR, display="막내가 남긴 메일", spoken="막내가 남긴 메일"),
        Line(role=Role.CLOSER, speaker=Speaker.NARRATOR, display="여러분 생각은요?", spoken="여러분 생각은요?"),
    ),
    hashtags=("#썰",),
    summary="조용하던 막내가 마지막 날 보낸 메일 이야기.",
)


def _post(key: PostKey, number: int, picture: MediaRef) -> Post:
    return Post(
        key=key,
        origin_id=str(number),
        site_name="와글마당",
        board="직장",
        url=f"https://waggle.example/post/{number}",
        title=f"퇴사하는 막내가 남긴 메일 {number}",
        content=f"입사 {number}일째부터 막내는 조용했습니다.\n그런데 마지막 날 전 직원에게 메일이 왔습니다.",
        author="졸린수달42",
        posted_at=_MADE,
        stats=Stats(views=48000 + number, likes=981, comments=1),
        comments=(
            Comment(id="c1", author="느긋한고래7", content="커피값까지 청구했으면 완벽했다", likes=382, best=True),
        ),
        images=(Image(media=picture, width=640, height=480, source_url=f"https://waggle.example/{number}.png"),),
    )
