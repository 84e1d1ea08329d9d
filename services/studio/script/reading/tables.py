"""Word lists as they are written in the source: words separated by white space, pairs with an equals sign."""


def words(text: str) -> list[str]:
    """``"하나 둘"`` → ``["하나", "둘"]``."""
    return text.split()


def pairs(text: str) -> dict[str, str]:
    """``"ok=오케이 no=노"`` → ``{"ok": "오케이", "no": "노"}``."""
    return dict(pair.split("=", 1) for pair in text.split())
