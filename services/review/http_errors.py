"""How errors are answered over HTTP: a status, a code, and a sentence in the reader's language.

The status follows from the code of an error, or else from its class; nothing else decides it.
"""

import asyncio
from collections.abc import Mapping
from typing import Final

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from libraries.bus import Bus
from libraries.log import get_logger
from schemas.errors import Conflict, IllegalTransition, Retryable, WaggleError
from schemas.failures import FailureExplanation, Language, failure_explanation, join_sentences
from schemas.posts import PostKey
from schemas.states import RETRY_BY
from schemas.views import Projection
from services.commands.fact_recording import NOT_SAVED
from services.review.i18n.language import request_language

_BY_CODE: Final[Mapping[str, int]] = {
    "review.bad_host": 400,
    "review.login_first": 401,
    "review.wrong_password": 401,
    "review.wrong_code": 401,
    "review.bad_origin": 403,
    "review.operators_only": 403,
    "review.not_here": 404,
    "post.unknown": 404,
    "post.no_script": 404,
    "site.unknown": 404,
    "site.not_declared": 404,
    "site.not_crawled": 404,
    "platform.not_configured": 409,
    "site.closed_by_policy": 409,
    "upload.not_in_doubt": 409,
    "letter.unknown": 409,
    "letter.unreadable": 409,
    "letter.changed": 409,
    "review.operator_first": 409,
    "review.last_operator": 409,
    "review.name_taken": 409,
    "review.json_only": 415,
    "review.weak_account": 422,
    "post.check_first": 428,
    "channel.verdict_first": 428,
    "review.throttled": 429,
    NOT_SAVED: 503,
}
_BY_CLASS: Final[tuple[tuple[type[WaggleError], int], ...]] = (
    (IllegalTransition, 409),
    (Conflict, 409),
    (Retryable, 503),
    (WaggleError, 422),
)
_log = get_logger(__name__)


def http_status_of(error: WaggleError) -> int:
    """The HTTP status of an error."""
    return _BY_CODE.get(error.code) or next(status for kind, status in _BY_CLASS if isinstance(error, kind))


def error_message(error: WaggleError, language: Language) -> str:
    """The text of an error that the page shows.

    The remedy, which may name a command, belongs to failures only: for a refused decision the page has its own ways.
    """
    explained = failure_explanation(error.code, error.fields, language) or FailureExplanation(str(error), "")
    return explained.sentence if http_status_of(error) != 422 else join_sentences(explained)


def refusal_response(code: str, accept: str | None, status: int | None = None) -> JSONResponse:
    """The answer for a code without fields; ``accept``: the request's Accept-Language."""
    explained = failure_explanation(code, {}, request_language(accept))
    assert explained is not None, code
    return JSONResponse({"code": code, "message": explained.sentence}, status_code=status or _BY_CODE[code])


def install_error_handlers(app: FastAPI, bus: Bus, projection: Projection) -> None:
    """Have ``app`` answer every error as JSON.

    A conflict about a post carries its ``card`` as it is now and who decided last (``by``); a missing check ``checks``.
    """

    @app.exception_handler(WaggleError)
    async def failed(request: Request, error: WaggleError) -> JSONResponse:
        status, accept = http_status_of(error), request.headers.get("accept-language")
        if status == 503 and error.code != NOT_SAVED:
            _log.warning("review.not_possible_now", path=request.url.path, error=str(error))
            return refusal_response("review.not_now", accept, status)
        more: dict[str, object] = {}
        if status == 428:
            more["checks"] = checks_missing_for_approval(error)
        elif status == 409 and "key" in request.path_params:
            key = PostKey.parse(request.path_params["key"])
            more |= {"card": await _card(bus, projection, key), "by": await _decided_by(bus, key)}
        message = error_message(error, request_language(accept))
        return JSONResponse({"code": error.code, "message": message, **more}, status_code=status)

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> JSONResponse:
        return refusal_response("review.not_here", request.headers.get("accept-language"), error.status_code)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, _: RequestValidationError) -> JSONResponse:
        return refusal_response("review.not_understood", request.headers.get("accept-language"), 422)


def checks_missing_for_approval(error: WaggleError) -> list[str]:
    """The checks that an approval still lacks; empty for any other error."""
    if error.code == "channel.verdict_first":
        return ["verdict"]
    return str(error.fields["checks"]).split(", ") if error.code == "post.check_first" else []


async def _decided_by(bus: Bus, key: PostKey) -> str:
    """The person who decided last on a post; empty when nobody did."""
    names = (getattr(one.event, "reviewer", "") or getattr(one.event, "by", "") for one in await bus.facts_of_post(key))
    return next((who for who in reversed(list(names)) if who and who != RETRY_BY), "")


async def _card(bus: Bus, projection: Projection, key: PostKey) -> dict[str, object] | None:
    """The post's card with the state it has in the stream: the projection may be a step behind."""
    card = await asyncio.to_thread(projection.post, key)
    if card is None:
        return None
    state = await bus.post_state(key)
    now = state.model_dump(include={"status", "revision", "sequence"})
    return card.model_copy(update=now).model_dump(mode="json")
