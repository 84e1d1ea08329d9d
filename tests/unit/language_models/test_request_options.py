"""Forms of a question: each refusal takes away what it names, and every way down ends at the barest."""

from fixtures.rows import each_row
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from libraries.language_models.request_options import RequestOptions

NAMED = {
    "Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens' instead.": "length",
    "body.seed: Extra inputs are not permitted": "seed",
    "Unsupported value: 'temperature' does not support 0.7 with this model.": "temperature",
    "response_format; Invalid parameter: response_format.type": "response_format",
    "guided decoding failed: unsupported keyword in schema": "response_format",
    "failed to parse grammar": "response_format",
    "stream_options is not permitted": "usage",
    "include_usage: unknown field": "usage",
    "streaming is not supported": "stream",
    "Jinja Exception: System role not supported": "system",
    "Conversation roles must alternate user/assistant/user/assistant/...": "system",
    "upstream connect error": "response_format",
    "": "response_format",
}
"""What servers say, and the first part that is given up."""


def parts(form: RequestOptions) -> dict[str, object]:
    return {name: getattr(form, name) for name in RequestOptions.__slots__}


@each_row(("message", "part"), NAMED.items(), ids=NAMED)
def test_what_a_refusal_names_is_given_up_first(message: str, part: str) -> None:
    before, after = RequestOptions(), RequestOptions().options_after_refusal(message)
    assert after is not None
    assert [name for name, value in parts(before).items() if parts(after)[name] != value] == [part]


@given(st.lists(st.sampled_from(list(NAMED)), min_size=12, max_size=12))
def test_every_way_down_ends_at_the_barest_and_nothing_comes_back(messages: list[str]) -> None:
    forms = [RequestOptions()]
    for message in messages:
        weaker = forms[-1].options_after_refusal(message)
        if weaker is None:
            break
        forms.append(weaker)
    assert len(set(forms)) == len(forms) <= 11
    bare = forms[-1].request_fields({}, 1, 100)
    assert bare == {}
    assert RequestOptions().request_fields({"type": "object"}, 7, 100).keys() == {
        *("response_format", "stream", "stream_options", "seed", "temperature", "max_tokens"),
    }


def test_the_fields_are_those_of_the_protocol() -> None:
    schema: dict[str, JsonValue] = {"type": "object"}
    strict = RequestOptions().request_fields(schema, 7, 100)
    assert strict["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "script", "strict": True, "schema": schema},
    }
    assert (strict["stream"], strict["stream_options"]) == (True, {"include_usage": True})
    assert (strict["seed"], strict["temperature"], strict["max_tokens"]) == (7, 0.7, 100)
    weaker = RequestOptions(response_format="json_object", usage=False, length="max_completion_tokens").request_fields(
        schema, 7, 100
    )
    assert weaker["response_format"] == {"type": "json_object"}
    assert "stream_options" not in weaker
    assert weaker["max_completion_tokens"] == 100


def test_without_a_system_role_the_instructions_stand_before_the_first_question() -> None:
    said: list[JsonValue] = [
        {"role": role, "content": role.upper()} for role in ("system", "user", "assistant", "user")
    ]
    sent = RequestOptions(system=False).messages_as_sent([*said])
    assert [message["role"] for message in sent if isinstance(message, dict)] == ["user", "assistant", "user"]
    assert sent[0] == {"role": "user", "content": "SYSTEM\n\nUSER"}
    assert RequestOptions().messages_as_sent([*said]) == said
    assert RequestOptions(system=False).messages_as_sent([*said[1:]]) == said[1:]


def test_two_messages_are_joined_where_no_system_role_is_known() -> None:
    system, user = {"role": "system", "content": "한국어로."}, {"role": "user", "content": "글"}
    sent: list[JsonValue] = [dict(system), dict(user)]
    assert RequestOptions(system=False).messages_as_sent(sent) == [{"role": "user", "content": "한국어로.\n\n글"}]
    assert RequestOptions().messages_as_sent(sent) == sent
    assert RequestOptions(system=False).messages_as_sent([dict(user)]) == [user]
