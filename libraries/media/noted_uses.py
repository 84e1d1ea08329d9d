"""Who notes that it uses a file of the media store."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from schemas.posts import PostKey


class NotedUses:
    """The posts that note some files: all notes are read once, then those that were written since."""

    def __init__(self, folder: Path, names: Iterable[str]) -> None:
        self._folder = folder
        self._users: dict[str, set[str]] = {name: set() for name in names}
        self._read: dict[str, tuple[int, int]] = {}
        self.refresh()

    def refresh(self) -> None:
        """Read what was noted since the last call. Blocking."""
        for notes in self._folder.glob("*.txt") if self._users else ():
            with suppress(FileNotFoundError):  # its post was withdrawn meanwhile
                written = notes.stat()
                state = (written.st_mtime_ns, written.st_size)
                if self._read.get(notes.stem) != state:
                    self._read[notes.stem] = state
                    names = set(notes.read_text(encoding="utf-8", errors="replace").split())
                    for name in self._users.keys() & names:
                        self._users[name].add(notes.stem)

    def by_others(self, post: PostKey, names: Iterable[str]) -> set[str]:
        """Those of ``names`` that another post notes too."""
        return {name for name in names if self._users[name] - {str(post)}}

    def forget(self, post: PostKey) -> None:
        """Leave out a post whose notes are deleted."""
        for users in self._users.values():
            users.discard(str(post))
