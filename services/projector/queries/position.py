"""The fact that the projection stands at, for those who look at nothing else of it."""

from services.projector.queries.projection_queries import SqlProjection


class ProjectionPosition:
    """Reads the position; the database is opened at the first call."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._opened: SqlProjection | None = None

    def read(self) -> int:
        """The sequence of the last fact that was folded. Raises ProviderDown and ConfigurationError."""
        if self._opened is None:
            self._opened = SqlProjection.open(self._url)
        return self._opened.position()

    def close(self) -> None:
        """Close the database."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None
