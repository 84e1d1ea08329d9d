"""Scripts for which a reviewer waits at the screen: they are written beside the studio's queue, where films stand."""

import asyncio

from libraries.bus import Bus
from libraries.log import get_logger
from schemas.errors import Conflict, WaggleError
from schemas.events import ContentScripted, PostApproved
from schemas.posts import PostKey
from schemas.states import Status
from services.studio.preview import PreviewMaker

log = get_logger(__name__)


class EarlyScriptWriter:
    """Writes the scripts of approved posts that are to be edited, one after another, as soon as they are asked for.

    The fact is the very one that the studio would record for the same approval, with the same id, so that whoever comes
    second records nothing; what was decided meanwhile wins. Where this fails, the studio writes the script in its turn.
    """

    def __init__(self, bus: Bus, previews: PreviewMaker) -> None:
        self._bus = bus
        self._previews = previews
        self._asked: asyncio.Queue[PostKey] = asyncio.Queue()

    def ask_for(self, key: PostKey) -> None:
        """Have the script of a post written that was just approved."""
        self._asked.put_nowait(key)

    async def run(self) -> None:
        """Write scripts until cancelled."""
        while True:
            key = await self._asked.get()
            try:
                await self._write(key)
            except Conflict:
                log.info("a script was written or the post decided meanwhile", post=str(key))
            except WaggleError as error:
                log.warning("a script is left to the studio", post=str(key), why=str(error))

    async def _write(self, key: PostKey) -> None:
        history = await self._bus.post_history(key)
        state, approval = history.state(), history.facts[-1].event if history.facts else None
        if not isinstance(approval, PostApproved) or state.status is not Status.APPROVED or state.post is None:
            return
        fields = await self._previews.write_script(state.post, approval.recipe, approval.verdict)
        if fields is not None:
            scripted = ContentScripted.caused_by(approval, "", **fields)
            await self._bus.publish(scripted, expected=history.sequence)
