"""The draft: the JSON object a language model is asked for, its parser, and the script made of it."""

import json
import re
from collections.abc import Iterator
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, ValidationError

from libraries.korean.normalise import speech
from libraries.korean.sentences import tidy
from schemas.errors import BadInput, Refused
from schemas.posts import Post
from schemas.script import Line, Mood, Role, Script, Speaker
from services.studio.script import phrases
from services.studio.script.lines import line
from services.studio.script.llm.prompt import candidates
from services.studio.script.quotes import quote

NOT_A_DRAFT: Final = "script.not_a_draft"
"""Failure code of an answer that is no draft; its field ``faults`` says why, in Korean, for the model."""
_THOUGHT: Final = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_LONGEST: Final = 60_000
"""Characters of an answer that are looked at: many times what a script needs."""
_TAG: Final = re.compile(r"#?(\w{1,30})")
_NOTHING: Final = frozenset(("", "없음", "해당없음", "none", "null", "n/a", "no", "false", "-"))
_APOLOGY: Final = re.compile(
    r"(?:죄송|미안|유감)[^.!?\n]{0,60}(?:없|어렵|않)|(?:도와드릴|작성할|만들|제공할|응할|수행할)\s*수\s*(?:는\s*)?없|"
    r"(?:i'm|i am) (?:sorry|unable)|i (?:cannot|can't|can not|won't|must decline)",
    re.IGNORECASE,
)


_DESCRIPTION: Final = (
    "The answer of a model. Comments are named by their place in what it was given, never written by it."
)
"""What the model reads of the form. No docstring: rewording one must not change what a model is asked."""


def _text(longest: int) -> Any:
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=longest)


class Draft(BaseModel):
    """The answer of a model. Comments are named by their place in what it was given, never written by it."""

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="ignore",
        json_schema_extra={"additionalProperties": False, "description": _DESCRIPTION},
    )

    refusal: Annotated[str, StringConstraints(max_length=400)]
    title: Annotated[str, _text(100)]
    hook: Annotated[str, _text(60)]
    body: Annotated[list[Annotated[str, _text(160)]], Field(min_length=3, max_length=24)]
    comments: Annotated[list[Annotated[int, Field(ge=0)]], Field(max_length=6)]
    closer: Annotated[str, _text(100)]
    hashtags: Annotated[list[Annotated[str, StringConstraints(max_length=40)]], Field(max_length=10)]
    mood: Annotated[Mood, Field(strict=False)]


def schema() -> dict[str, JsonValue]:
    """The JSON schema of a draft, without the docstrings of the types in it."""
    form = Draft.model_json_schema()
    for definition in form.get("$defs", {}).values():
        definition.pop("description", None)
    return form


def parse(answer: str) -> Draft:
    """The draft in ``answer``: the first JSON object that is a valid one, whatever text is around it.

    Raises BadInput (script.not_a_draft) when there is none, Refused when the model declined in the form's own field or
    in words.
    """
    text = _THOUGHT.sub("", answer[:_LONGEST])
    why = "JSON 객체가 없다"
    for found in _objects(text):
        refusal = found.get("refusal")
        if isinstance(refusal, str) and refusal.strip(" .").lower() not in _NOTHING:
            raise declined(refusal)
        try:
            return Draft.model_validate(found)
        except ValidationError as error:
            why = "; ".join(
                f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}" for fault in error.errors()[:5]
            )
    if "{" not in text and _APOLOGY.search(text):
        raise declined(text)
    raise _not_a_draft(why)


def declined(reason: str) -> Refused:
    """The error for a model that will not write of a post, with its reason as one line."""
    return Refused("script.declined", why=" ".join(reason.split())[:200].rstrip(". "))


def _not_a_draft(faults: str) -> BadInput:
    return BadInput(NOT_A_DRAFT, faults=faults)


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """Every JSON object that begins at a brace outside those before it."""
    decoder = json.JSONDecoder()
    at = text.find("{")
    while at >= 0:
        end = at + 1
        try:
            found, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, dict):
            yield found
        at = text.find("{", end)


def compose(draft: Draft, post: Post) -> Script:
    """The script of ``draft``. Raises BadInput (script.not_a_draft) for a part without words, or too many lines."""
    narrated = {
        "hook": _narrated(draft.hook, Role.HOOK),
        "body": [made for sentence in draft.body for made in _narrated(sentence, Role.BODY)],
        "closer": _narrated(draft.closer, Role.CLOSER),
    }
    for part, lines in narrated.items():
        if not lines:
            raise _not_a_draft(f"{part}: 읽을 수 있는 말이 없다")
    script = (*narrated["hook"], *narrated["body"], *_quoted(draft, post), *narrated["closer"])
    if len(script) > 40:
        raise _not_a_draft("body: 너무 길다")
    title = tidy(draft.title)[:100].strip()
    if not speech(title):
        raise _not_a_draft("title: 읽을 수 있는 말이 없다")
    tags = [f"#{found.group(1)}" for tag in draft.hashtags if (found := _TAG.fullmatch(tag.strip()))]
    return Script(
        title=title,
        lines=script,
        hashtags=tuple(dict.fromkeys(tags))[:5] or phrases.hashtags(draft.mood, post),
        mood=draft.mood,
        summary=" ".join((draft.hook, draft.body[len(draft.body) // 2], draft.body[-1]))[:600],
    )


def _narrated(text: str, role: Role) -> list[Line]:
    return line(tidy(text), role, Speaker.NARRATOR)


def _quoted(draft: Draft, post: Post) -> list[Line]:
    """Lines of the comments the model chose by number, quoted from the post; unknown numbers are ignored."""
    offered = candidates(post)
    chosen = [offered[index] for index in dict.fromkeys(draft.comments) if index < len(offered)][:3]
    quoted = [made for comment, text in chosen for made in quote(comment, text)]
    intro = line(phrases.lead_in(post), Role.BODY, Speaker.NARRATOR) if quoted else []
    return [*intro, *quoted]
