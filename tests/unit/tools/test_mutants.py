"""The mutants of the mutation tool: what is changed, and what is left alone."""

import ast
import sys

from fixtures.rows import each_row

from services.config import ROOT

sys.path.append(str(ROOT / "tools"))
import mutants
import mutations


def changes(source: str) -> list[str]:
    return [one.change for one in mutations.mutants("m.py", source)]


@each_row(
    ("source", "change", "after"),
    [
        ("a < b", "Lt → LtE", "a <= b"),
        ("a is not b", "IsNot → Is", "a is b"),
        ("a not in b", "NotIn → In", "a in b"),
        ("a and b or c", "Or → And", "(a and b) and c"),
        ("not a", "not removed", "a"),
        ("a + b", "Add → Sub", "a - b"),
        ("f(2)", "2 → 3", "f(3)"),
        ("f(False)", "False → True", "f(True)"),
        ("f('x')", "'x' → 'xx'", "f('xx')"),
    ],
)
def test_one_thing_is_changed(source: str, change: str, after: str) -> None:
    found = {one.change: one.source for one in mutations.mutants("m.py", f"y = {source}")}
    assert ast.dump(ast.parse(found[change])) == ast.dump(ast.parse(f"y = {after}"))


def test_statements_conditions_and_returns_are_changed() -> None:
    source = "def f(a):\n    if a:\n        a.stop()\n    a += b\n    raise E\n    return a"
    assert changes(source) == [
        "condition negated",
        "removed: a.stop()",
        "removed: a += b",
        "removed: raise E",
        "return None",
    ]
    assert [one.line for one in mutations.mutants("m.py", source)] == [2, 3, 4, 5, 6]


def test_words_annotations_and_imports_are_left_alone() -> None:
    source = '"""Words."""\nfrom b import c\ndef g(x: Literal["y"]) -> "z":\n    "Words."\n    log.info("w")\n'
    assert changes(source) == []
    assert changes('raise_(f"{a} words")') == ["removed: raise_(f'{a} words')"]


def test_every_module_and_test_of_the_map_is_there() -> None:
    for module, tests in mutants.TESTS.items():
        assert (ROOT / module).is_file(), module
        assert [test for test in tests if not (ROOT / test).exists()] == [], module
