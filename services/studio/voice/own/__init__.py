"""Own narration: a person's recording in place of synthetic lines."""
