"""The pictures of the sample board, drawn by program: ``python -m crawlers.sample.draw``."""
