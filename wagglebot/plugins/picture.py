"""The Protocol of a maker of pictures, and what it is given and gives back."""

from libraries.picture_makers.maker import SHOWN, FoundPicture, LineToIllustrate, PictureMaker, StoryToIllustrate
from libraries.picture_makers.prompts import Prompt, prompt_for, seed_for
from schemas.beats import Beat, CastMember, Storyboard
from schemas.pictures import Attribution, Origin, PicturesShown
from schemas.posts import Image, Post
from schemas.script import Script

__all__ = [
    "SHOWN",
    "Attribution",
    "Beat",
    "CastMember",
    "FoundPicture",
    "Image",
    "LineToIllustrate",
    "Origin",
    "PictureMaker",
    "PicturesShown",
    "Post",
    "Prompt",
    "Script",
    "StoryToIllustrate",
    "Storyboard",
    "prompt_for",
    "seed_for",
]
