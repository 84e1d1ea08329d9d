"""The draft: the JSON object a language model is asked for, its parser, and the script made of it."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Final, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, ValidationError, WithJsonSchema
from pydantic_core import ErrorDetails

from libraries.film_scripts import phrases
from libraries.film_scripts.checks.sentence_endings import most_common_level
from libraries.film_scripts.lines import script_lines
from libraries.film_scripts.quotes import comment_lines
from libraries.korean.sentences import shorten_repetitions
from libraries.korean.text_normalisation import spoken_form
from libraries.language_models.json_objects import json_objects_in
from schemas.errors import BadInput
from schemas.posts import Post
from schemas.script import DeclineReason, Line, Mood, Role, Script, Speaker
from services.studio.script.llm.prompt import quotable_comments

NOT_A_DRAFT: Final = "script.not_a_draft"
"""Failure code of an answer that is no draft; its field ``faults`` says why, in Korean, for the model."""
_TAG: Final = re.compile(r"#?(\w{1,30})")
_OURS: Final = re.compile(r"[0-9_가-힣]+")
_LONGEST: Final = {"title": 100, "hook": 60, "closer": 100}
"""Characters a part may have."""
_LONGEST_LINE: Final = 160
_NONE: Final = "none"

_DESCRIPTION: Final = (
    "The answer of a model. Comments are named by their place in what it was given, never written by it."
)
"""What the model reads of the form. No docstring: rewording one must not change what a model is asked."""


def _text(longest: int) -> Any:
    """A text with words. ``longest`` is far more than a part may have: a server may end it there in mid-word."""
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=longest)


OFFERED: Final = tuple(reason for reason in DeclineReason if reason is not DeclineReason.FILTERED)
"""The reasons that a model may give; that its server took out the answer is for the server to say."""
_REFUSAL: Final = WithJsonSchema({"type": "string", "enum": [_NONE, *(reason.value for reason in OFFERED)]})


class Draft(BaseModel):
    """The answer of a model. Comments are named by their place in what it was given, never written by it."""

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="ignore",
        json_schema_extra={"additionalProperties": False, "description": _DESCRIPTION},
    )

    refusal: Annotated[object, _REFUSAL] = _NONE
    title: Annotated[str, _text(200)]
    hook: Annotated[str, _text(200)]
    body: Annotated[list[Annotated[str, _text(400)]], Field(min_length=3, max_length=24)]
    comments: Annotated[list[Annotated[int, Field(ge=0)]], Field(max_length=6)]
    closer: Annotated[str, _text(300)]
    hashtags: Annotated[list[Annotated[str, StringConstraints(max_length=100)]], Field(max_length=20)]
    mood: Annotated[Mood, Field(strict=False)]


def draft_schema() -> dict[str, JsonValue]:
    """The JSON schema of a draft, without the docstrings of the types in it.

    It asks for no least lengths: a model that declines leaves the other fields empty.
    """
    form = Draft.model_json_schema()
    for definition in form.get("$defs", {}).values():
        definition.pop("description", None)
    fields = form["properties"]
    for field in (*fields.values(), *(field["items"] for field in fields.values() if "items" in field)):
        field.pop("minLength", None)
        field.pop("minItems", None)
    fields["refusal"].pop("default", None)
    return {**form, "required": list(fields)}


class ParsedAnswer(NamedTuple):
    """A model's answer as it was parsed. ``declined``: the reason it gives; ``fault``: why there is no draft."""

    draft: Draft | None
    declined: DeclineReason | None
    fault: str


def parse_draft(answer: str) -> ParsedAnswer:
    """The last draft in the text ``answer``, whatever is around it, or why there is none."""
    fault, reason, most = "JSON 객체가 없다", None, -1
    for found in json_objects_in(answer):
        try:
            return ParsedAnswer(Draft.model_validate(found), None, "")
        except ValidationError as error:
            known = len(found.keys() & Draft.model_fields.keys())
            if known > most:
                most, reason = known, _declined(found)
                fault = "; ".join(_told(each) for each in error.errors()[:5])
    return ParsedAnswer(None, reason, fault)


def _declined(found: Mapping[str, object]) -> DeclineReason | None:
    """The reason in an object that declines: by its name, and with no story beside it.

    Whatever else stands in that field is no reason: weak models fill it with anything.
    """
    reason = next((each for each in OFFERED if each.value == found.get("refusal")), None)
    told = found.get("body")
    lines = told if isinstance(told, list) else [told]
    return None if any(isinstance(line, str) and line.strip() for line in lines) else reason


def _told(fault: ErrorDetails) -> str:
    return f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}"


def _not_a_draft(faults: str) -> BadInput:
    return BadInput(NOT_A_DRAFT, faults=faults)


def script_of_draft(draft: Draft, post: Post) -> Script:
    """The script of ``draft``.

    Raises BadInput (script.not_a_draft) for a part that is too long or without words, or too many lines.
    """
    if too_long := _too_long(draft):
        raise _not_a_draft("; ".join(too_long))
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
    title = shorten_repetitions(draft.title)[:100].strip()
    if not spoken_form(title):
        raise _not_a_draft("title: 읽을 수 있는 말이 없다")
    return Script(
        title=title,
        lines=script,
        hashtags=_tags(draft, post) or phrases.hashtags(draft.mood, post),
        mood=draft.mood,
        summary=" ".join((draft.hook, draft.body[len(draft.body) // 2], draft.body[-1]))[:600],
    )


def _too_long(draft: Draft) -> list[str]:
    """The parts that have more characters than they may, each told to the model."""
    parts = [(name, getattr(draft, name), longest) for name, longest in _LONGEST.items()]
    parts += [(f"body.{at}", sentence, _LONGEST_LINE) for at, sentence in enumerate(draft.body)]
    return [
        f"{name}: {len(text)}자이다. {longest}자 안에서 끝나는 온전한 문장으로 써라"
        for name, text, longest in parts
        if len(text) > longest
    ][:5]


def _tags(draft: Draft, post: Post) -> tuple[str, ...]:
    """Five tags at most, each one word of Hangul or of the post; a script is as good without the others."""
    words = [found.group(1) for tag in draft.hashtags if (found := _TAG.fullmatch(tag.strip()))]
    known = f"{post.title} {post.content}".lower()
    return tuple(dict.fromkeys(f"#{word}" for word in words if _OURS.fullmatch(word) or word.lower() in known))[:5]


def _narrated(text: str, role: Role) -> list[Line]:
    return script_lines(shorten_repetitions(text), role, Speaker.NARRATOR)


def _quoted(draft: Draft, post: Post) -> list[Line]:
    """Lines of the comments the model chose by number, quoted from the post; unknown numbers are ignored."""
    offered = quotable_comments(post)
    chosen = [offered[index] for index in dict.fromkeys(draft.comments) if index < len(offered)][:3]
    quoted = [made for comment, text in chosen for made in comment_lines(comment, text)]
    style = most_common_level((draft.hook, *draft.body))
    intro = script_lines(phrases.comments_lead_in(post, style), Role.BODY, Speaker.NARRATOR) if quoted else []
    return [*intro, *quoted]
