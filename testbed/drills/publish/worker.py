"""The workers of the publishing drill: ours, and as a baseline the client library's own sample."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from googleapiclient.http import MediaFileUpload

from libraries.bus import Bus, MessageContext, connect
from libraries.media.store import LocalStore
from libraries.platform_apis.youtube.api import google_api_client
from schemas.base import Frozen
from schemas.errors import IllegalTransition, Permanent, Retryable
from schemas.events import ContentRendered
from schemas.posts import PostKey
from schemas.recipe import Stage
from services.config import NatsSettings, PublishSettings
from services.publish.limits.quota import AccountQuota
from services.publish.platforms.youtube import YoutubeSettings
from services.publish.platforms.youtube.oauth import channel_credentials
from services.publish.service import Publisher
from services.publish.upload.exactly_once import ExactlyOnceUploader
from testbed.drills.publish.drilled_platforms import platform_case
from testbed.drills.publish.fork_server import fork_workers

LEASE: Final = 1.0


class WorkerTask(Frozen):
    """What one worker is to do.

    ``jobs``: post keys. ``die_at``: the step at which the worker kills itself; empty for none.
    """

    platform: str
    plain: bool
    nats: str
    media: Path
    publish: PublishSettings
    jobs: tuple[str, ...]
    die_at: str = ""
    done: Path
    """Folder in which the plain sample notes what it has uploaded."""


def run_worker(task: dict[str, Any]) -> None:
    """Upload the films of a task, by our publisher or by the plain sample."""
    parsed = WorkerTask.model_validate(task)
    if parsed.plain:
        _plain(parsed)
    else:
        asyncio.run(_ours(parsed))


async def _ours(task: WorkerTask) -> None:
    """The station's own publisher on each job, as a delivery of the fact that its film was rendered."""
    bus = await connect(NatsSettings(url=task.nats), "drill")

    def now() -> datetime:
        return datetime.now(UTC)

    async def alert(what: str, where: str) -> None:
        sys.stderr.write(f"{what}: {where}\n")

    quota = AccountQuota(bus.ledger(), task.platform, "main", now, alert)
    uploader = platform_case(task.platform).uploader(LocalStore(task.media), task.publish, quota)
    delivery = ExactlyOnceUploader(bus, uploader, settle=1.0, on_step=_killer(task.die_at), pause=0.05, lease=LEASE)
    publisher = Publisher(bus, delivery)
    for job in task.jobs:
        await _deliver(bus, publisher, PostKey.parse(job))
    await bus.close()


async def _deliver(bus: Bus, publisher: Publisher, key: PostKey) -> None:
    """A failure is left to the next worker that gets the job."""
    history = await bus.post_history(key)
    fact = next(one.event for one in history.facts if isinstance(one.event, ContentRendered))
    delivery = MessageContext(bus, fact, Stage.PUBLISH, 1, history)
    try:
        answer = await publisher.publish(fact, delivery)
        if answer is not None:
            await delivery.record(answer)
    except (Retryable, IllegalTransition, Permanent) as error:
        sys.stderr.write(f"{key}: {error}\n" if isinstance(error, Permanent) else "")


def _killer(step: str) -> Callable[[str], None]:
    def passed(name: str) -> None:
        if name == step:
            os.kill(os.getpid(), signal.SIGKILL)

    return passed


def _plain(task: WorkerTask) -> None:
    """The upload sample of the library's documentation: begin, send the next chunk until there is an answer."""
    chosen = task.publish.section_of(YoutubeSettings)
    youtube = google_api_client(channel_credentials(chosen), chosen.endpoint)
    for job in task.jobs:
        film = task.media / f"{job}.mp4"
        media = MediaFileUpload(str(film), mimetype="video/mp4", chunksize=chosen.chunk_bytes, resumable=True)
        body = {
            "snippet": {"title": job, "description": job, "categoryId": "24"},
            "status": {"privacyStatus": "private"},
        }
        request = youtube.videos().insert(part="snippet,status", body=body, media_body=media)
        response = None
        while response is None:
            _, response = request.next_chunk()
        (task.done / job).write_text(response["id"])


if __name__ == "__main__":
    fork_workers(run_worker)
