"""The hand-written sets that scripts are judged with, read and validated: posts, beats, good and bad drafts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import yaml
from pydantic import Field, StringConstraints, TypeAdapter, ValidationError

from crawlers.sample.sample_posts import POSTS, PictureFile, SamplePost, read_sample_post
from schemas.base import Frozen
from schemas.errors import BadInput
from schemas.posts import Comment, Post, PostKey, Stats
from schemas.script import Fault, Mood

SETS: Final = Path(__file__).resolve().parents[2] / "script_sets"
_Part = Annotated[str, StringConstraints(pattern=r"^(title|hook|closer|body\.\d+)$")]
_BodyLine = Annotated[str, StringConstraints(pattern=r"^body\.\d+$")]
_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_Span = Annotated[str, Field(min_length=8, max_length=40)]


class LabelledBeat(Frozen):
    """A part of a story that a listener must hear; each of ``told_by`` is a span of the post that tells it."""

    name: _Text
    role: Literal["beginning", "turn", "reveal", "end", "detail"]
    told_by: Annotated[tuple[_Span, ...], Field(min_length=1)]


class LabelledStory(Frozen):
    """The labelled beats of one post."""

    post: str
    genre: _Text
    beats: tuple[LabelledBeat, ...]


class GoodDraft(Frozen):
    """A draft that may be published, in the form a language model answers."""

    id: str
    register_: Annotated[Literal["haeyo", "eumseum", "banmal"], Field(alias="register")]
    title: _Text
    hook: _Text
    body: tuple[_Text, ...]
    comments: tuple[int, ...]
    closer: _Text
    hashtags: tuple[str, ...]
    mood: Mood

    @property
    def post_id(self) -> str:
        """The id of its post."""
        return self.id.partition("-")[0]


class BadDraft(Frozen):
    """A draft that must be stopped: an edit of the good draft ``of``; ``N`` of ``body.N`` counts its lines."""

    id: str
    of: str
    replace: dict[_Part, _Text] = Field(default_factory=dict)
    insert: dict[_BodyLine, _Text] = Field(default_factory=dict)
    drop: tuple[_BodyLine, ...] = ()
    body: tuple[_Text, ...] = ()
    comments: tuple[int, ...] | None = None
    also: tuple[Fault, ...] = ()

    def edited_draft(self, good: GoodDraft) -> GoodDraft:
        """The good draft with this edit made."""
        lines: list[str] = []
        for number, line in enumerate((*good.body, None)):
            part = f"body.{number}"
            if part in self.insert:
                lines.append(self.insert[part])
            if line is not None and part not in self.drop:
                lines.append(self.replace.get(part, line))
        whole: dict[str, Any] = {
            part: self.replace[part] for part in ("title", "hook", "closer") if part in self.replace
        }
        comments = good.comments if self.comments is None else self.comments
        whole |= {"id": self.id, "body": self.body or tuple(lines), "comments": comments}
        return good.model_copy(update=whole)


class ScriptSets:
    """The script sets of a folder; posts that are not in its ``stories`` are those of the sample board."""

    def __init__(self, folder: Path = SETS) -> None:
        self.folder = folder

    def post_file(self, post: str) -> Path:
        """The file of a post. Raises BadInput."""
        for folder in (self.folder / "stories", POSTS):
            if (path := folder / f"{post}.yaml").is_file():
                return path
        raise BadInput("bench.no_such_post", post=post)

    def post(self, post: str) -> Post:
        """A post as a crawler would deliver it, without its pictures. Raises BadInput."""
        return crawled_post(read_sample_post(self.post_file(post)))

    def stories(self) -> Iterator[LabelledStory]:
        """The beats of every post. Raises BadInput."""
        for path in self._files("beats"):
            yield load_yaml(path, LabelledStory)

    def good_drafts(self) -> dict[str, GoodDraft]:
        """The good drafts by id. Raises BadInput."""
        return {draft.id: draft for path in self._files("good") for draft in load_yaml(path, tuple[GoodDraft, ...])}

    def bad_drafts(self) -> Iterator[tuple[Fault, BadDraft]]:
        """The bad drafts, each with the fault its file is named for. Raises BadInput."""
        for path in self._files("bad"):
            for draft in load_yaml(path, tuple[BadDraft, ...]):
                yield Fault(path.stem), draft

    def _files(self, folder: str) -> list[Path]:
        return sorted((self.folder / folder).glob("*.yaml"))


def load_yaml(path: Path, form: Any) -> Any:
    """The content of a YAML file, validated as ``form``. Raises BadInput."""
    try:
        return TypeAdapter(form).validate_python(yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader))
    except (yaml.YAMLError, ValidationError, UnicodeDecodeError) as error:
        raise BadInput("bench.bad_set", file=path, why=error) from error


def crawled_post(found: SamplePost) -> Post:
    """A post of the sample board's form, as a crawler would deliver it, without its pictures."""
    return Post(
        key=PostKey.of("sample", found.id),
        origin_id=found.id,
        site_name="와글마당",
        board=found.board,
        url=f"https://waggle.example/post/{found.id}",
        title=found.title,
        content="\n\n".join(part for part in found.paragraphs if not isinstance(part, PictureFile)),
        author=found.author,
        stats=Stats(views=found.views, likes=found.likes, comments=len(list(found.all_comments()))),
        comments=tuple(
            Comment(id=str(place), author=remark.by, content=remark.text, likes=remark.likes, best=remark.best)
            for place, (remark, _) in enumerate(found.all_comments())
            if remark.state == "shown"
        ),
    )
