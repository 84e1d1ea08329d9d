"""Path parameters of the routes: the key of a post."""

from typing import Annotated

from fastapi import Depends, HTTPException

from schemas.posts import PostKey


def path_post_key(key: str) -> PostKey:
    """The key of the post that the path names. Raises 404."""
    try:
        return PostKey.parse(key)
    except ValueError as error:
        raise HTTPException(404) from error


Key = Annotated[PostKey, Depends(path_post_key)]
