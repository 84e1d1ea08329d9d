"""What an adapter is tested with: a broker, and one contract suite for each kind of adapter.

A suite is a class of tests to inherit from; the repository's own adapters pass the same ones::

    from wagglebot.testing.voice import VoiceContract

    class TestMyVoice(VoiceContract):
        adapter = MY_VOICE

Needs the extra 'testing' (pytest, pytest-asyncio, hypothesis).
"""
