"""``wagglebot setup``."""
