"""The voice stage: a script becomes a narration with a time for every word."""
