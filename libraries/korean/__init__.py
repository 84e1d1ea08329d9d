"""The Korean language: how text is split into sentences and read aloud."""
