"""Permissions to read a site: what an operator may record, how it is kept, and what becomes of a damaged record."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from fixtures.rows import each_row

from crawlers.sites_config import registry
from crawlers.sites_config.loader import read_site
from crawlers.sites_config.model import Permission
from crawlers.sites_config.permissions import (
    grant_permission,
    make_permission,
    read_permission,
    with_permission,
    withdraw_permission,
)
from schemas.errors import BadInput, ConfigurationError

SITE = registry.shipped_sites()["quasarzone"]
LETTER = {"ref": "2026년 11월 20일 메일 — “읽어도 좋습니다: 네”", "date": "2026-11-20"}
TERMS = LETTER | {"ground": "terms", "clause": "제12조 #3: - 인용은 허용한다", "url": "https://quasarzone.com/terms"}


def test_a_permission_is_kept_as_it_was_given_and_opens_the_site(tmp_path: Path) -> None:
    folder = tmp_path / "sites" / "new"
    assert read_permission(folder, SITE.code) is None
    for values in (LETTER, TERMS):
        permit = make_permission(SITE, "김 ‘운영’", values)
        grant_permission(folder, SITE.code, permit)
        assert read_permission(folder, SITE.code) == permit
        assert (permit.ref, permit.date, permit.by) == (LETTER["ref"], date(2026, 11, 20), "김 ‘운영’")
    opened = with_permission(SITE, permit)
    assert (SITE.policy.enabled, opened.policy.enabled, opened.policy.operator_permission) == (False, True, permit)
    assert opened.policy.min_delay == SITE.policy.min_delay
    assert opened.selectors == SITE.selectors
    assert with_permission(SITE, None) is SITE
    assert read_permission(folder, "other") is None
    withdraw_permission(folder, SITE.code)
    assert read_permission(folder, SITE.code) is None
    with pytest.raises(BadInput) as caught:
        withdraw_permission(folder, SITE.code)
    assert caught.value.code == "site.permit_missing"


def test_when_it_was_recorded_is_known_to_the_second() -> None:
    begun = datetime.now(UTC).replace(microsecond=0)
    recorded = make_permission(SITE, "kim", LETTER).recorded
    assert recorded is not None
    assert timedelta() <= recorded - begun < timedelta(minutes=1)


@each_row(
    ("changes", "code", "field"),
    [
        ({"ref": ""}, "permit_invalid", "ref"),
        ({"ref": "x" * 501}, "permit_invalid", "ref"),
        ({"date": ""}, "permit_invalid", "date"),
        ({"date": "2026-02-30"}, "permit_invalid", "date"),
        ({"date": "20.11.2026"}, "permit_invalid", "date"),
        ({"date": "2999-01-01"}, "permit_invalid", "date"),
        ({"ground": "hearsay"}, "permit_invalid", "ground"),
        ({"ground": "terms"}, "permit_clause", ""),
        ({"ground": "terms", "clause": ""}, "permit_clause", ""),
        ({"ground": "terms", "clause": "x" * 2001}, "permit_invalid", "clause"),
        ({"url": "javascript:alert(1)"}, "permit_invalid", "url"),
        ({"url": "https://a b"}, "permit_invalid", "url"),
        ({"who": "me"}, "permit_invalid", "who"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_no_permission_is_refused_and_the_field_named(
    changes: Mapping[str, str], code: str, field: str
) -> None:
    with pytest.raises(BadInput) as caught:
        make_permission(SITE, "kim", {**LETTER, **changes})
    assert caught.value.code == f"site.{code}"
    assert caught.value.fields["site"] == SITE.code
    if field:
        assert caught.value.fields["field"] == field
        assert len(str(caught.value.fields["value"])) <= 100


def test_a_permission_dated_tomorrow_may_come_from_an_earlier_time_zone() -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date()
    assert make_permission(SITE, "kim", LETTER | {"date": tomorrow.isoformat()}).date == tomorrow


@each_row(
    "content",
    [
        b"",
        b"null",
        b"[]",
        b"ref: x",
        b"ref: x\ndate: tomorrow",
        b"ref: [",
        b"ref: x\ndate: 2026-11-20\nenabled: true",
        b"\xff\xfe\x00",
        b"ref: \x00",
        b"!!python/object/apply:os.getcwd []",
        b"ref: x\ndate: 2026-11-20\nground: terms",
        b"[" * 5000,
        b"ref: " + b"9" * 5000 + b"\ndate: 2026-11-20",
    ],
    ids=lambda content: str(content)[:40],
)
def test_a_damaged_record_opens_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / f"{SITE.code}.permit.yaml").write_bytes(content)
    with pytest.raises(BadInput) as caught:
        read_permission(tmp_path, SITE.code)
    assert caught.value.code == "site.permit_damaged"
    assert len(str(caught.value.fields["why"])) <= 300


@each_row(
    ("value", "why"),
    [
        ("2026-02-30", "line 2: 2026-02-30 is no date or time"),
        ("!!int x", "line 2: x is no number"),
        ("!!bool x", "line 2: x is no yes or no"),
        ("!!timestamp x", "line 2: x is no date or time"),
        ("!!map x", "line 2: expected a mapping node"),
        ("9" * 5000, f"line 2: {'9' * 60} is no number"),
        ("a\ncode: b", "line 3: code is written twice"),
        ("[" * 2000 + "]" * 2000, "line 2: "),
        ("[", "line 3: "),
        ("a\tb: c: d", "line 2: "),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_value_of_a_site_file_that_is_none_is_named_with_its_line(tmp_path: Path, value: str, why: str) -> None:
    path = tmp_path / f"{abs(hash(value))}.yaml"
    path.write_text(f"# a site\ncode: {value}\n", "utf-8")
    with pytest.raises(BadInput) as caught:
        read_site(path)
    assert caught.value.code == "site.invalid"
    assert str(caught.value.fields["why"]).startswith(why)


def test_a_permission_opens_no_host_that_came_later(tmp_path: Path) -> None:
    """An own file may name another address for a site: whoever allowed the first said nothing of it."""
    registry.record_or_withdraw_permission(SITE.code, "kim", LETTER, tmp_path)
    assert registry.declared_site(SITE.code, tmp_path).spec.policy.enabled
    own = tmp_path / f"{SITE.code}.yaml"
    own.write_text("base_url: https://elsewhere.example/\n", "utf-8")
    moved = registry.declared_site(SITE.code, tmp_path)
    assert not moved.spec.policy.enabled
    assert moved.fault is not None
    assert (moved.fault.code, moved.fault.fields["hosts"]) == ("site.permit_other_host", "elsewhere.example")
    with pytest.raises(BadInput):
        registry.site_spec(SITE.code, tmp_path)
    registry.record_or_withdraw_permission(SITE.code, "kim", LETTER, tmp_path)
    assert registry.site_spec(SITE.code, tmp_path).policy.enabled


def test_an_older_record_names_no_hosts_and_still_opens_its_site(tmp_path: Path) -> None:
    (tmp_path / f"{SITE.code}.permit.yaml").write_text("ref: letter\ndate: 2026-11-20\n", "utf-8")
    assert registry.declared_site(SITE.code, tmp_path).spec.policy.enabled


def test_a_record_written_by_hand_is_read(tmp_path: Path) -> None:
    (tmp_path / f"{SITE.code}.permit.yaml").write_text("ref: letter\ndate: 2026-11-20\n", "utf-8")
    assert read_permission(tmp_path, SITE.code) == Permission(ref="letter", date=date(2026, 11, 20))


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigurationError):
        grant_permission(tmp_path / "file" / "sites", SITE.code, make_permission(SITE, "kim", LETTER))
