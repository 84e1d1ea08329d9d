"""Checks before anybody sees a film: the reviewer's approval, and that the account did not tell the story before."""

import re
import unicodedata
import zlib
from typing import Final

from libraries.bus import Bucket
from libraries.channel.channel_platform import account_key
from schemas.base import Frozen
from schemas.errors import BadInput
from schemas.events import ContentReleased
from schemas.script import Script
from schemas.states import PostState
from services.publish.platforms.base import Publication

_SHINGLE: Final = 5
"""Characters of a shingle; about two 어절 fragments, so that a changed ending does not hide a copied sentence."""
_SKETCH: Final = 96
_RECENT: Final = 50


def matching_release(state: PostState, platform: str, wanted: Publication) -> ContentReleased | None:
    """The latest release of exactly this film with exactly these words; None when there is none.

    An approval of anything else (another film, another title) does not count.
    """
    fitting = (one for one in reversed(state.released) if (one.platform, one.seal) == (platform, wanted.seal))
    return next(fitting, None)


class ScriptMinhash(Frozen):
    """The smallest hashes of the script of one film (MinHash); see `script_minhash`."""

    post: str
    sketch: tuple[int, ...]


class RecentScriptHashes(Frozen):
    """The smallest hashes of the scripts of the latest films of an account."""

    told: tuple[ScriptMinhash, ...] = ()


class SimilarityCheck:
    """Refuses a script that is nearly that of one of the account's last fifty films."""

    def __init__(self, ledger: Bucket, platform: str, channel: str, limit: float) -> None:
        self._ledger = ledger
        self._key = f"recent.{account_key(platform, channel)}"
        self._limit = limit

    async def admit_script(self, wanted: Publication, script: Script) -> None:
        """Raises BadInput for a script too similar to another post's; else adds it to the recent ones."""
        mine = ScriptMinhash(
            post=str(wanted.post_key), sketch=script_minhash(" ".join(line.display for line in script.lines))
        )

        def told(now: RecentScriptHashes | None) -> RecentScriptHashes:
            recent = now or RecentScriptHashes()
            others = [one for one in recent.told if one.post != mine.post]
            for one in others:
                share = estimated_resemblance(one.sketch, mine.sketch)
                if share >= self._limit:
                    percent = round(share * 100)
                    raise BadInput("publish.too_similar", post=mine.post, other=one.post, share=percent)
            return recent if mine in recent.told else RecentScriptHashes(told=(*others, mine)[-_RECENT:])

        await self._ledger.update(self._key, RecentScriptHashes, told)


def script_minhash(text: str) -> tuple[int, ...]:
    """The smallest hashes of all shingles of a text, whatever its spaces, punctuation and case.

    Source: A. Broder, "On the resemblance and containment of documents" (bottom-k sketch).
    """
    plain = re.sub(r"\W+", "", unicodedata.normalize("NFKC", text).casefold())
    shingles = {plain[i : i + _SHINGLE] for i in range(max(1, len(plain) - _SHINGLE + 1))} if plain else set()
    return tuple(sorted({zlib.crc32(shingle.encode()) for shingle in shingles})[:_SKETCH])


def estimated_resemblance(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Estimated Jaccard index of the texts behind two sketches, 0..1; the standard error is about 0.05."""
    union = sorted({*one, *other})[:_SKETCH]
    return len({*one} & {*other} & {*union}) / len(union) if union else 0.0
