"""Site files: what is right is read, what is wrong is named by file, line and field."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from crawlers.sites_config import registry
from crawlers.sites_config.loader import read_site
from crawlers.sites_config.model import SiteSpec
from schemas.errors import BadInput

GOOD = """\
code: toy
name: 장난감
engine: declarative-html
base_url: https://board.example/
hosts: [board.example, m.board.example]
boards:
  - {code: best, path: /best}
encoding: euc-kr
selectors:
  list: {rows: li, id: {attr: data-id}, link: a, title: a}
  post: {title: h1, body: .body}
policy:
  enabled: true
"""


def written(folder: Path, text: str, name: str = "toy.yaml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    spec = read_site(written(tmp_path, GOOD))
    assert spec.base_url == "https://board.example"
    assert spec.encoding == "cp949"
    assert spec.policy.min_delay == 5.0
    assert spec.page_hosts == {"board.example", "m.board.example"}
    assert spec.selectors is not None
    assert spec.selectors.list is not None
    assert spec.selectors.list.id.attr == "data-id"


@pytest.mark.parametrize(
    ("old", "new", "line", "field"),
    [
        ("  - {code: best, path: /best}", "  - {code: best, path: best}", 7, "boards.0.path"),
        ("rows: li", "rows: 'li['", 10, "selectors.list.rows"),
        ("title: h1", "titel: h1", 11, "selectors.post.titel: there is no such field"),
        ("encoding: euc-kr", "encoding: euc-korean", 8, "encoding"),
        ("base_url: https://board.example/", "base_url: ftp://board.example", 4, "base_url"),
        ("  enabled: true", "  enabled: true\n  min_delay: 1", 12, "policy"),
        ("  enabled: true", "  enabled: false", 12, "policy"),
        ("  enabled: true", "  enabled: true\n  robots: deny", 12, "policy"),
        ("  enabled: true", "  enabled: true\n  loopback: true", 1, "loopback"),
        ("name: 장난감", "name: 장난감\nname: 둘째", 3, "written twice"),
        ("name: 장난감", "name: [장난감", 3, ""),
        ("hosts: [board.example, m.board.example]", "hosts: [m.board.example]", 1, "hosts"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, old: str, new: str, line: int, field: str) -> None:
    assert old in GOOD
    path = written(tmp_path, GOOD.replace(old, new))
    with pytest.raises(BadInput) as caught:
        read_site(path)
    assert str(path) in str(caught.value)
    assert f"line {line}:" in str(caught.value)
    assert field in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"- 1\n- 2\n", b"\xff\xfe\x00", b"just text", b"? [a, b]\n: c\n"])
def test_what_is_no_site_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.yaml"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=r"odd\.yaml"):
        read_site(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.yaml"):
        registry.site_spec(str(tmp_path / "none.yaml"))


def test_our_own_sites_are_valid_and_their_engines_exist() -> None:
    specs = registry.site_specs()
    assert "sample" in specs
    for spec in specs.values():
        if spec.evidence != "none":
            assert registry.make_engine(spec).spec is spec


def test_an_unknown_site_lists_what_there_is() -> None:
    with pytest.raises(BadInput, match=r"sampel.*Similar: sample.*wagglebot sites"):
        registry.site_spec("sampel")


def test_an_unknown_engine_lists_what_there_is(tmp_path: Path) -> None:
    spec = read_site(written(tmp_path, GOOD.replace("declarative-html", "declarative-htm")))
    with pytest.raises(BadInput, match=r"most similar first: declarative-html"):
        registry.make_engine(spec)


def test_an_engine_without_what_it_needs_says_so(tmp_path: Path) -> None:
    text = GOOD[: GOOD.index("selectors:")] + GOOD[GOOD.index("policy:") :]
    with pytest.raises(BadInput, match="selectors"):
        registry.make_engine(read_site(written(tmp_path, text)))


def test_codes_and_hosts_belong_to_one_site(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    assert {"sample", "toy"} <= set(registry.site_specs(tmp_path))
    written(tmp_path, GOOD, "toy2.yaml")
    with pytest.raises(BadInput, match="the code toy"):
        registry.site_spec("toy2", tmp_path)
    written(tmp_path, GOOD.replace("code: toy", "code: toy2"), "toy2.yaml")
    assert "board.example" in registry.site_specs(tmp_path)["toy2"].policy.reason
    with pytest.raises(BadInput, match=r"host .*board\.example"):
        registry.require_hosts_unshared([registry.site_spec("toy", tmp_path), registry.site_spec("toy2", tmp_path)])


def test_a_moved_site_keeps_its_public_links() -> None:
    moved = registry.site_spec("sample").moved_to("http://127.0.0.1:8123")
    assert moved.host == "127.0.0.1"
    assert moved.public_address("http://127.0.0.1:8123/post/7") == "https://waggle.example/post/7"
    assert moved.public_address("https://elsewhere.example/x") == "https://elsewhere.example/x"


def test_only_loopback_is_declared_loopback() -> None:
    with pytest.raises(ValidationError, match="loopback"):
        registry.site_spec("sample").moved_to("http://192.168.0.10")


def test_fields_nobody_knows_are_refused() -> None:
    content = registry.site_spec("sample").model_dump()
    with pytest.raises(ValidationError, match="extra"):
        SiteSpec.model_validate(content | {"colour": "yellow"})
