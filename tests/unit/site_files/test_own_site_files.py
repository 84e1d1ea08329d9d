"""An operator's files beside the settings: changes to declared sites, further sites, and permissions."""

import shutil
from pathlib import Path

import pytest

from crawlers.sites_config import registry
from crawlers.sites_config.declared_site import SiteValue, site_values
from crawlers.sites_config.site_details import file_notices, site_details, site_remarks
from schemas.errors import BadInput

SHIPPED = """\
code: toy
name: 장난감
engine: declarative-html
base_url: https://board.example
boards:
  - {code: best, path: /best}
selectors:
  list: {rows: li, id: {attr: data-id}, link: a, title: a}
  post: {title: h1, body: .body}
observed: {source: a book, saved: 2026-01-02, pages: {list: 1, post: 1}}
policy:
  robots: deny
  robots_overlay: "User-agent: *\\nDisallow: /a"
  terms: {stance: forbid, clause: no robots, url: https://board.example/terms}
  enabled: false
  reason: Its terms forbid it.
"""
GRANT = {"ref": "a letter", "date": "2026-11-20", "ground": "site"}


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's folder with one site, and `registry.OWN` beside it."""
    folder = tmp_path / "program"
    folder.mkdir()
    (folder / "toy.yaml").write_text(SHIPPED, "utf-8")
    monkeypatch.setattr(registry, "SITES", folder)
    monkeypatch.setattr(registry, "OWN", tmp_path / "sites")
    return folder


def own(text: str, code: str = "toy") -> Path:
    registry.OWN.mkdir(exist_ok=True)
    path = registry.OWN / f"{code}.yaml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.usefixtures("shipped")
def test_fields_are_changed_one_by_one_and_each_says_where_it_is_from() -> None:
    path = own("selectors: {list: {rows: tr, hidden: .ad}, post: {title: {css: h2}}}\npolicy: {min_delay: 20}\n")
    spec = registry.site_spec("toy")
    assert spec.selectors is not None
    assert spec.selectors.list is not None
    assert spec.selectors.post is not None
    assert (spec.selectors.list.rows, spec.selectors.list.hidden, spec.selectors.list.link.css) == ("tr", ".ad", "a")
    assert (spec.selectors.post.title.css, spec.selectors.post.body) == ("h2", ".body")
    assert (spec.policy.min_delay, spec.policy.terms.stance, spec.policy.enabled) == (20, "forbid", False)
    found = {value.field: value for value in site_values(registry.declared_site("toy"))}
    assert found["selectors.list.rows"] == SiteValue("selectors.list.rows", "tr", str(path), "li")
    assert found["policy.min_delay"] == SiteValue("policy.min_delay", 20, str(path), "")
    assert found["selectors.list.title"] == SiteValue("selectors.list.title", "a", "program", "")


@pytest.mark.usefixtures("shipped")
def test_lists_are_replaced_a_null_takes_away_and_rules_for_robots_are_added() -> None:
    own('boards: [{code: new, path: /new}]\nobserved: null\npolicy: {robots_overlay: "User-agent: *\\nDisallow: /b"}\n')
    with pytest.raises(BadInput, match="observed"):
        registry.site_spec("toy")
    own('boards: [{code: new, path: /new}]\nimages: null\npolicy: {robots_overlay: "User-agent: *\\nDisallow: /b"}\n')
    spec = registry.site_spec("toy")
    assert [board.code for board in spec.boards] == ["new"]
    assert ("Disallow: /a" in spec.policy.robots_overlay, "Disallow: /b" in spec.policy.robots_overlay) == (True, True)


@pytest.mark.usefixtures("shipped")
def test_a_site_whose_selectors_were_changed_is_not_observed_any_more() -> None:
    assert registry.site_spec("toy").evidence_level == 2
    own("boards: [{code: new, path: /new}]\n")
    assert registry.site_spec("toy").evidence_level == 2
    own("selectors: {post: {body: main}}\n")
    assert (registry.site_spec("toy").evidence_level, registry.site_spec("toy").evidence) == (1, "declared")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("policy: {enabled: true}\n", "policy.enabled"),
        ("policy: {terms: {stance: allow}}\n", "policy.terms"),
        ("policy: {operator_permission: {ref: x, date: 2026-01-01}}\n", "site permit toy"),
        ("observed: {}\n", "observed"),
        ("code: other\n", "other.yaml"),
        ("name: a\nboards:\n  - {code: x, path: x}\n", "line 3: boards.0.path"),
        ("selectors: {list: {rows: 'li['}}\n", "line 1: selectors.list.rows"),
        ("- a\n", "no fields"),
        ("name: [a\n", "line 2"),
        ("colour: red\n", "colour"),
        ("policy: {min_delay: 1}\n", "min_delay"),
    ],
)
@pytest.mark.usefixtures("shipped")
def test_what_may_not_be_changed_closes_this_site_alone_and_is_said(text: str, named: str) -> None:
    (registry.SITES / "second.yaml").write_text(SHIPPED.replace("code: toy", "code: second"), "utf-8")
    path = own(text)
    with pytest.raises(BadInput, match=str(path)):
        registry.site_spec("toy")
    site = registry.declared_sites()[0]["toy"]
    assert named in str(site.fault)
    assert (site.spec.policy.enabled, named in site.spec.policy.reason) == (False, True)
    assert [named in notice for notice in file_notices(registry.declared_sites()[0].values())] == [True]
    assert any(named in remark for remark in site_remarks(site))
    assert registry.declared_sites()[0]["second"].fault is None


def test_a_later_file_of_the_program_is_compared_with_what_was_replaced(shipped: Path) -> None:
    own("selectors: {list: {rows: tr}}\n")
    site = registry.declared_site("toy")
    assert site.later is None
    line = next(remark for remark in site_remarks(site) if "replaces" in remark)
    own(f"selectors: {{list: {{rows: tr}}}}\n{line[line.index('replaces') :]}\n")
    assert registry.declared_site("toy").later is False
    assert not any("replaces" in remark for remark in site_remarks(registry.declared_site("toy")))
    # Another field changes in an upgrade: nothing that was replaced.
    (shipped / "toy.yaml").write_text(SHIPPED.replace("body: .body", "body: .text"), "utf-8")
    assert registry.declared_site("toy").later is False
    (shipped / "toy.yaml").write_text(SHIPPED.replace("rows: li", "rows: div.row"), "utf-8")
    later = registry.declared_site("toy")
    assert (later.later, site_details(later)["newer_below"]) == (True, True)
    assert any("has changed since" in remark for remark in site_remarks(later))
    assert ["sites show toy" in notice for notice in file_notices([later])] == [True]


@pytest.mark.usefixtures("shipped")
def test_a_further_site_is_listed_and_a_broken_one_harms_no_other() -> None:
    other = SHIPPED.replace("code: toy", "code: mine").replace("board.example", "mine.example")
    own(other, "mine")
    broken = own("code: broken\n", "broken")
    assert list(registry.site_specs()) == ["mine", "toy"]
    assert [fault.fields["file"] for fault in registry.declared_sites()[1]] == [broken]
    assert {value.source for value in site_values(registry.declared_site("mine"))} == {str(registry.OWN / "mine.yaml")}
    with pytest.raises(BadInput, match="mine"):
        registry.site_spec("minee")


@pytest.mark.usefixtures("shipped")
def test_a_permission_opens_a_site_and_its_withdrawal_closes_it() -> None:
    granted = registry.record_or_withdraw_permission("toy", "kim", GRANT)
    assert granted.permit is not None
    assert (granted.permit.by, granted.permit.ground, granted.spec.policy.enabled) == ("kim", "site", True)
    again = registry.site_specs()["toy"].policy
    assert (again.enabled, again.operator_permission) == (True, granted.permit)
    said = "\n".join(site_remarks(registry.declared_site("toy")))
    for part in ("no robots", "https://board.example/terms", "a letter", "kim", "obeyed all the same"):
        assert part in said
    assert any(value.field == "permit.ref" for value in site_values(granted))
    closed = registry.record_or_withdraw_permission("toy", "kim", None)
    assert (closed.permit, closed.spec.policy.enabled) == (None, False)
    with pytest.raises(BadInput, match="No permission"):
        registry.record_or_withdraw_permission("toy", "kim", None)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"date": "2099-01-01"}, "its date cannot be .2099-01-01"),
        ({"date": ""}, "date"),
        ({"ref": ""}, "ref"),
        ({"ground": "hearsay"}, "ground"),
        ({"ground": "terms"}, "clause"),
        ({"url": "board.example/terms"}, "url"),
        ({"colour": "red"}, "colour"),
    ],
)
@pytest.mark.usefixtures("shipped")
def test_a_permission_without_what_it_rests_on_is_refused(changes: dict[str, str], named: str) -> None:
    with pytest.raises(BadInput, match=named):
        registry.record_or_withdraw_permission("toy", "kim", GRANT | changes)
    assert not registry.site_spec("toy").policy.enabled


@pytest.mark.usefixtures("shipped")
def test_two_sites_of_one_host_are_not_both_permitted() -> None:
    (registry.SITES / "second.yaml").write_text(SHIPPED.replace("code: toy", "code: second"), "utf-8")
    registry.record_or_withdraw_permission("toy", "kim", GRANT)
    with pytest.raises(BadInput, match=r"host .*board\.example"):
        registry.record_or_withdraw_permission("second", "kim", GRANT)
    # A folder that was copied together from two machines.
    shutil.copy(registry.OWN / "toy.permit.yaml", registry.OWN / "second.permit.yaml")
    both = registry.site_specs()
    assert sorted(spec.policy.enabled for spec in both.values()) == [False, True]
    assert len(list(file_notices(registry.declared_sites()[0].values()))) == 1


@pytest.mark.usefixtures("shipped")
def test_a_damaged_record_of_a_permission_closes_the_site() -> None:
    registry.record_or_withdraw_permission("toy", "kim", GRANT)
    (registry.OWN / "toy.permit.yaml").write_text("ref: [", "utf-8")
    with pytest.raises(BadInput, match="permit"):
        registry.site_spec("toy")
    assert not registry.site_specs()["toy"].policy.enabled


@pytest.mark.usefixtures("shipped")
def test_a_permission_recorded_in_a_site_file_before_is_still_read() -> None:
    text = SHIPPED.replace("code: toy", "code: mine").replace("enabled: false", "enabled: true")
    own(text + "  operator_permission: {ref: a letter, date: 2026-01-02}\n", "mine")
    permission = registry.site_spec("mine").policy.operator_permission
    assert permission is not None
    assert (permission.ref, permission.ground, permission.recorded) == ("a letter", "site", None)
