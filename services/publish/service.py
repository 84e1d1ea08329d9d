"""The publishers: one durable per platform."""

import asyncio
from collections.abc import Sequence

from schemas.events import ContentRendered, ContentRequested, ContentUploaded, ContentUploading
from schemas.recipe import Stage
from services.bus import Bus, Service, Work
from services.publish.metadata import publication
from services.publish.uploader import BaseUploader, upload


def build(uploader: BaseUploader) -> Service:
    """The service that brings finished films to ``uploader``'s platform."""
    platform = uploader.platform
    service = Service(f"publish-{platform}", durable=f"publish-{platform}")

    @service.on(stage=Stage.PUBLISH)
    async def publish(fact: ContentRendered | ContentRequested, work: Work) -> ContentUploaded | None:
        state = work.state
        if platform in state.uploaded or not (state.post and state.script and state.film):
            return None
        wanted = publication(state.post, state.script, state.film, state.revision)
        sha256 = wanted.film.video.sha256
        await work.record(ContentUploading.caused_by(fact, platform, platform=platform, video_sha256=sha256))
        receipt = await upload(uploader, wanted)
        return ContentUploaded.caused_by(
            fact,
            platform,
            platform=platform,
            remote_id=receipt.remote_id,
            url=receipt.url,
            video_sha256=receipt.video_sha256,
        )

    return service


async def run_publish(bus: Bus, uploaders: Sequence[BaseUploader], stop: asyncio.Event) -> None:
    """Serve every platform until ``stop``; a slow one does not hold up the others."""
    async with asyncio.TaskGroup() as group:
        for uploader in uploaders:
            group.create_task(build(uploader).run(bus, stop), name=uploader.platform)
