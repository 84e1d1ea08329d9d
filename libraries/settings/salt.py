"""The salt of an installation, by which an author keeps a pseudonym, in a file of its own."""

import fcntl
import os
import secrets
from pathlib import Path

from libraries import files


def load_or_make_salt(file: Path) -> str:
    """The salt of an installation in ``file``, made where there is none or a killed process left it empty."""
    file.parent.mkdir(parents=True, exist_ok=True)
    folder = os.open(file.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)  # stations that start together make one; it ends with the descriptor
        if not file.is_file() or not file.stat().st_size:
            files.write_atomically(file, secrets.token_hex(32).encode(), mode=files.PRIVATE)
        return file.read_text(encoding="utf-8")
    finally:
        os.close(folder)
