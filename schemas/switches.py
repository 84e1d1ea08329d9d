"""What an operator changes while the program runs. It stands in the broker, so every process sees the same."""

from pydantic import Field

from schemas.base import Frozen, Token
from schemas.recipe import Recipe


class Switches(Frozen):
    """``None`` and what is not named leave the settings as they are."""

    approve_script: bool | None = None
    """Whether scripts of posts approved from now on wait for a person."""
    recipe: Recipe | None = None
    """The choices of posts approved from now on."""
    sites: dict[Token, bool] = Field(default_factory=dict)
    """Sites switched on or off. A site that its policy closes stays closed."""

    def recipe_for(self, own: Recipe, *, approve_script: bool) -> Recipe:
        """The recipe of an approval; ``own`` and ``approve_script`` are those of the settings."""
        waits = approve_script if self.approve_script is None else self.approve_script
        return (self.recipe or own).model_copy(update={"approve_script": waits})

    def crawls(self, site: str, configured: bool) -> bool:
        """Whether a site is crawled that the settings name, or do not."""
        return self.sites.get(site, configured)
