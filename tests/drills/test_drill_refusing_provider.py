"""A provider that refuses everybody for a long time: nothing fails, and all goes on by itself."""

from pathlib import Path

import pytest

from libraries.http_client.client import ModelServerClient
from schemas.errors import ProviderDown
from testbed.drills.refusing_provider import drill_refusing_provider, running_refusing_speech_server


def test_our_own_adapters_take_a_403_for_a_provider_that_is_down() -> None:
    with running_refusing_speech_server() as server:
        voice = ModelServerClient(
            "The voice", f"http://127.0.0.1:{server.server_port}", setting="voice.remote", timeout=5
        )
        with pytest.raises(ProviderDown, match="403"):
            voice.post("/speech", {"input": "안녕하세요"})
        server.open = True
        assert voice.post("/speech", {"input": "안녕하세요"}).ok


@pytest.mark.slow
async def test_a_provider_that_refuses_for_an_hour_costs_no_post(tmp_path: Path) -> None:
    found = await drill_refusing_provider(tmp_path, lambda _: None)
    assert (found.failed, found.dead_letters) == (0, 0)
    assert found.waiting == found.rendered == found.posts
    # It was asked now and then, not by every post again and again.
    assert 2 <= found.refused <= 5
    assert found.parked >= found.posts
