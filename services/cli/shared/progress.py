"""A live table of films that are made: a row per post, a cell per stage."""

import json
import time
from typing import Self

from rich.live import Live
from rich.table import Table
from rich.text import Text

from schemas.events import ContentFailed, ContentStarted, ContentUploaded, ContentUploading, RecordedFact, StageDone
from schemas.posts import PostKey
from schemas.recipe import Stage
from schemas.states import PostState, Status, apply_fact
from services.cli.shared.output import console


class ProgressDisplay:
    """The live table: folds facts and ticks into its rows. On anything but a terminal it prints a line a fact."""

    def __init__(self, posts: dict[PostKey, PostState], *, quiet: bool) -> None:
        self._posts = dict(posts)
        self._cells: dict[tuple[PostKey, Stage], Text] = {}
        self._reused = {key for key, state in posts.items() if state.status is Status.UPLOADED}
        self._quiet = quiet
        self._since: dict[PostKey, float] = {}
        self._live = Live(self._table(), console=console, refresh_per_second=8, transient=False)

    def __enter__(self) -> Self:
        if console.is_terminal and not self._quiet:
            self._live.start()
        for key in sorted(self._reused, key=str):
            self._line(f"{key}: film and package exist already; reused")
        return self

    def __exit__(self, *_: object) -> None:
        if self._live.is_started:
            self._live.update(self._table())
            self._live.stop()

    @property
    def post_states(self) -> list[PostState]:
        """The posts of the table as the facts so far make them."""
        return list(self._posts.values())

    @property
    def reused_posts(self) -> set[PostKey]:
        """Posts whose films were there before."""
        return self._reused

    def show_fact(self, recorded: RecordedFact) -> None:
        """Fold one fact in and show it."""
        event = recorded.event
        key = event.post_key
        state = self._posts.get(key)
        if state is None or recorded.sequence <= state.sequence:
            return
        self._posts[key] = apply_fact(state, recorded)
        match event:
            case ContentStarted():
                self._since[key] = time.monotonic()
                self._set(key, event.stage, "…", "yellow")
            case StageDone():
                note = "✓ reused" if event.cached else f"✓ {event.seconds:.1f} s"
                self._set(key, event.STAGE, note, "green")
                self._line(f"{key}: {event.STAGE.value} {note} ({event.served_by})")
                for passed in event.passed_over:
                    self._line(f"{key}: passed over {passed.sentence('en')}")
            case ContentUploading():
                self._set(key, Stage.PUBLISH, "…", "yellow")
            case ContentUploaded():
                self._set(key, Stage.PUBLISH, "✓", "green")
                self._line(f"{key}: delivered to {event.platform}")
            case ContentFailed():
                note = "retry" if event.retry_at else "✗"
                self._set(key, event.stage, note, "red")
                self._line(f"{key}: {event.stage.value} failed: {event.message}")
        self._show()

    def show_stage_progress(self, subject: str, payload: bytes) -> None:
        """Show how far a stage has come; a tick that cannot be decoded is ignored."""
        key = PostKey.parse(subject.removeprefix("live.tick."))
        try:
            progress = json.loads(payload)
            stage, percent = Stage(progress["stage"]), float(progress["percent"])
        except (ValueError, KeyError, TypeError):
            return
        if key in self._posts:
            self._set(key, stage, f"{percent:.0f} %", "yellow")
            self._show()

    def _set(self, key: PostKey, stage: Stage, text: str, style: str) -> None:
        self._cells[key, stage] = Text(text, style=style)

    def _line(self, text: str) -> None:
        if not self._quiet and not console.is_terminal:
            console.print(text)

    def _show(self) -> None:
        if self._live.is_started:
            self._live.update(self._table())

    def _table(self) -> Table:
        drawn = Table(box=None, header_style="bold")
        for column in ("post", "title", *(stage.value for stage in Stage)):
            drawn.add_column(column, no_wrap=column != "title")
        for key, state in self._posts.items():
            title = Text(state.post.title if state.post else "", overflow="ellipsis")
            waiting = Text("reused" if key in self._reused else "·", style="dim")
            drawn.add_row(str(key), title, *(self._cells.get((key, stage), waiting) for stage in Stage))
        return drawn
