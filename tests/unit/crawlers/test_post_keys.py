"""Keys of posts: boards that number their posts for themselves do not share them."""

from crawlers.base import PostRef
from crawlers.sites_config.registry import shipped_sites, site_spec
from schemas.posts import PostKey


def test_two_posts_of_one_number_in_two_boards_have_two_keys() -> None:
    one, other = (PostRef(origin_id="7", url="", title="x", scope=board) for board in ("dcbest", "hit"))
    assert PostKey.of("dcinside", one.id_within_site) != PostKey.of("dcinside", other.id_within_site)
    assert PostRef(origin_id="7", url="", title="x").id_within_site == "7"


def test_sites_with_boards_that_count_for_themselves_name_the_board() -> None:
    """A site whose addresses name the board beside the number: without it two posts would become one."""
    own_numbers = {
        "dcinside",
        "ppomppu",
        "todayhumor",
        "humoruniv",
        "bobaedream",
        "slrclub",
        "inven",
        "quasarzone",
        "pgr21",
    }
    assert own_numbers <= set(shipped_sites())
    lacking = [
        code
        for code in sorted(own_numbers)
        if (spec := site_spec(code)).selectors is None
        or spec.selectors.list is None
        or spec.selectors.list.scope is None
    ]
    assert lacking == []
