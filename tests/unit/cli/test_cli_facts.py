"""What the list of facts says of each."""

from datetime import UTC, datetime

from fixtures.facts import VOICE

from schemas.events import ContentVoiced, PassedOverAdapter, RecordedFact
from schemas.posts import PostKey
from schemas.voice import RetakenLine, SpeechFigures
from services.cli.read_only_commands import _fact_summary

NOW = datetime(2026, 11, 29, tzinfo=UTC)
RETAKEN = (RetakenLine(index=3, code="speech.cut_end", fields={"engine": "openai-speech"}),)


def gist(speech: SpeechFigures | None, *passed_over: PassedOverAdapter) -> str:
    fact = ContentVoiced(
        post_key=PostKey.of("sample", "1"),
        revision=1,
        time=NOW,
        stage_key="0" * 64,
        served_by="espeak",
        seconds=1.0,
        passed_over=passed_over,
        voice=VOICE.model_copy(update={"speech": speech}),
    )
    return _fact_summary(RecordedFact(1, NOW, fact))


def test_a_line_that_was_asked_for_again_and_a_voice_that_did_not_serve_are_told() -> None:
    figures = SpeechFigures(fastest=0.1, median=0.15, slowest=0.2, retaken=RETAKEN)
    passed = PassedOverAdapter(name="kokoro", code="voice.other_language", detail="It speaks English.")
    told = gist(figures, passed)
    assert "line 4 was asked for again (speech.cut_end)" in told
    assert "passed over kokoro" in told
    assert "asked" not in gist(None)
    assert "asked" not in gist(figures.model_copy(update={"retaken": ()}))
