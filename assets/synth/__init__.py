"""Our own little orchestra: what assets/make_music.py plays."""
