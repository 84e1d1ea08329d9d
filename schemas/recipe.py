"""The recipe of a film: every choice that is made for it. A film is a pure function of its post and its recipe."""

import hashlib
import json
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from schemas.base import ComposedName, Frozen, Sha256


class Stage(StrEnum):
    """The stages of a film, in order."""

    SCRIPT = "script"
    VOICE = "voice"
    PICTURE = "picture"
    FILM = "film"
    PUBLISH = "publish"


class ScriptChoice(Frozen):
    """Choices of the script. ``chain``: writers by name, tried in order. ``seconds``: the target length of the film.

    ``model`` is the language model of writers that use a server; ``prompt`` the id of the prompt.
    """

    chain: Annotated[tuple[str, ...], Field(min_length=1)] = ("extractive",)
    model: str = ""
    prompt: str = "ssul-2"
    seconds: Annotated[float, Field(ge=15, le=90)] = 57.0


class VoiceChoice(Frozen):
    """Choices of the voice. ``chain``: engines by name, tried in order. ``speed`` is relative to the engine's pace.

    ``commenters`` and ``persons``: voices in the order in which their speakers come. ``quotes``: who speaks lines of
    the narrator that are quoted speech as a whole.
    """

    chain: Annotated[tuple[str, ...], Field(min_length=1)] = ("espeak",)
    narrator: str = "narrator-1"
    commenters: tuple[str, ...] = ("commenter-1", "commenter-2")
    persons: tuple[str, ...] = ("person-1", "person-2", "person-3")
    quotes: Literal["narrator", "persons"] = "narrator"
    speed: Annotated[float, Field(ge=0.5, le=2.0)] = 1.15


class ChannelIdentity(Frozen):
    """What stays the same in all films of a channel. ``themes``: the only palettes that ``auto`` may choose, where one
    of them suits the genre. ``accent``: colour of highlights, progress and labels; empty leaves it to the palette."""

    themes: tuple[str, ...] = ()
    accent: Annotated[str, StringConstraints(pattern=r"^(#[0-9a-f]{6})?$")] = ""


class PictureChoice(Frozen):
    """Choices of the pictures. ``chain``: makers by name; each line gets its picture from the first that has one.

    ``style`` is put into the prompts of models, in place of their own.
    """

    chain: tuple[str, ...] = ("post", "own", "drawn")
    style: Annotated[str, StringConstraints(max_length=300)] = ""


class FilmChoice(Frozen):
    """Choices of the film."""

    template: str = "auto"
    """Name of a template; ``auto`` chooses one that suits the post."""
    theme: str = "auto"
    """Name of a palette; ``auto`` chooses one of the story's genre. One that is named leaves the other parts of the
    look plain where they say ``auto``: so films look as they did when there was no choice."""
    layout: str = "auto"
    """The frame around drawn places, and the form of the headline."""
    opening: str = "auto"
    closing: str = "auto"
    comments: str = "auto"
    """Form in which comments are shown."""
    identity: ChannelIdentity = ChannelIdentity()
    number: Annotated[int, Field(ge=0)] = 0
    """Running number of the film, set by its approval: two films in a row share no part of their look. 0: unknown."""
    caption_style: Literal["auto", "box", "line", "colour"] = "auto"
    """How the spoken word is highlighted."""
    transition: Literal["auto", "cut", "crossfade", "push", "zoom"] = "auto"
    """Transition between scenes; ``auto`` is the template's own."""
    music: ComposedName = "auto"
    """Name of a music file; ``auto`` chooses one of the script's mood by the seed; ``none``: no music."""
    background: ComposedName = "auto"
    """Name of a background; ``auto`` chooses one of the script's mood."""
    blur: Literal["auto", "must", "none"] = "auto"
    """Blur of number plates and faces in pictures; ``must``: no picture is shown where faces cannot be detected."""
    encoder: Literal["auto", "h264_nvenc", "libx264"] = "auto"
    quality: Literal["final", "preview"] = "final"
    seed: Annotated[int, Field(ge=0)] = 0
    """Chooses between equally suitable options. 0: an approval replaces it by the post's own seed."""


class CutChoice(Frozen):
    """A cut of a longer film, of the same scenes. ``seconds``: the most that it may take."""

    seconds: Annotated[float, Field(ge=38, le=58)] = 57.0


class Recipe(Frozen):
    """All choices of one film."""

    script: ScriptChoice = ScriptChoice()
    voice: VoiceChoice = VoiceChoice()
    picture: PictureChoice = PictureChoice()
    film: FilmChoice = FilmChoice()
    approve_script: bool = False
    """Whether the script waits for a person's approval. It belongs to no stage and is in no stage's key."""
    cut: CutChoice | None = None
    """A shorter cut beside the film, for the platforms that want one; it is in the key of the film stage where it is
    asked for."""

    def with_film_number_of(self, before: "Recipe") -> "Recipe":
        """This recipe with the film's number of the one before, where it has none of its own."""
        if self.film.number:
            return self
        return self.model_copy(update={"film": self.film.model_copy(update={"number": before.film.number})})

    def with_seed_of(self, post: str) -> "Recipe":
        """This recipe with a seed derived from the post's key, if none is chosen.

        So films of one mood differ in music and background, and a remake looks like the film before.
        """
        if self.film.seed:
            return self
        seed = 1 + int.from_bytes(hashlib.sha256(post.encode()).digest()[:2], "big")
        return self.model_copy(update={"film": self.film.model_copy(update={"seed": seed})})


def stage_key(stage: Stage, code_version: str, choice: BaseModel, *inputs: str) -> Sha256:
    """Key of a stage's result: sha256 over the stage, its code version, its part of the recipe and its inputs.

    ``inputs`` are hashes or canonical JSON of what goes in. Two runs with the same key give the same bytes.
    """
    parts = [stage.value, code_version, canonical_json(choice), *inputs]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def canonical_json(value: BaseModel) -> str:
    """Canonical JSON with sorted keys: equal values give equal text."""
    return json.dumps(value.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
