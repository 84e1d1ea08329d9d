"""Settings that an operator changes at run time. They are stored in the broker, so every process sees the same."""

from pydantic import Field

from schemas.base import Frozen, Token
from schemas.recipe import Recipe


class RuntimeSettings(Frozen):
    """Changes to the settings; None, and sites not named, leave the configured values."""

    approve_script: bool | None = None
    """Whether scripts of posts approved from now on wait for a person."""
    recipe: Recipe | None = None
    """The choices of posts approved from now on."""
    sites: dict[Token, bool] = Field(default_factory=dict)
    """Sites switched on or off. A site that its policy disables stays off."""

    def recipe_for(self, own: Recipe, *, approve_script: bool) -> Recipe:
        """The recipe of a new approval; ``own`` and ``approve_script`` are the configured values."""
        waits = approve_script if self.approve_script is None else self.approve_script
        return (self.recipe or own).model_copy(update={"approve_script": waits})

    def is_crawled(self, site: str, configured: bool) -> bool:
        """Whether a site is crawled; ``configured``: whether the settings name it."""
        return self.sites.get(site, configured)
