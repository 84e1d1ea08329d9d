"""The parts of a backup: exported log, operator's state, media files by content, and how each is proven."""
