"""A synthesizer: `python -m testbed.music_synth` makes the music and effects of assets/."""
