"""Small faults put into the source of a module, one at a time: the mutants of mutation testing."""

import ast
from collections.abc import Iterator
from copy import deepcopy
from typing import Final, NamedTuple


class Mutant(NamedTuple):
    """One change: the module, its line, and the change in words."""

    module: str
    line: int
    change: str
    source: str


_COMPARED: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_COUNTED: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
}
_LOGGERS: Final = frozenset({"log", "logger"})


def mutants(module: str, source: str) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its lines."""
    tree = ast.parse(source)
    places = list(_places(tree))
    for place in range(len(places)):
        for change in range(len(_changes(places[place]))):
            copy = deepcopy(tree)
            node = list(_places(copy))[place]
            name, new = _changes(node)[change]
            _replace(copy, node, new)
            yield Mutant(module, getattr(node, "lineno", 0), name, ast.unparse(ast.fix_missing_locations(copy)))


def _places(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes that may be changed: no docstrings, annotations, imports, log calls or texts of messages."""
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or _is_left_alone(child):
                continue
            yield child
            yield from _places(child)


def _is_left_alone(node: ast.AST) -> bool:
    if isinstance(node, ast.Import | ast.ImportFrom | ast.JoinedStr):
        return True
    if isinstance(node, ast.Expr):
        if isinstance(node.value, ast.Constant):
            return True  # a docstring
        call = node.value.func if isinstance(node.value, ast.Call) else None
        return isinstance(call, ast.Attribute) and isinstance(call.value, ast.Name) and call.value.id in _LOGGERS
    return False


def _changes(node: ast.AST) -> list[tuple[str, ast.AST]]:
    """What can be made of a node: the change in words, and the node in its place."""
    match node:
        case ast.Compare(ops=[op, *_]) if type(op) in _COMPARED:
            other = _COMPARED[type(op)]()
            label = f"{type(op).__name__} → {type(other).__name__}"
            return [(label, ast.Compare(node.left, [other, *node.ops[1:]], node.comparators))]
        case ast.BoolOp():
            other_op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            return [(f"{type(node.op).__name__} → {type(other_op).__name__}", ast.BoolOp(other_op, node.values))]
        case ast.UnaryOp(op=ast.Not()):
            return [("not removed", node.operand)]
        case ast.BinOp() if type(node.op) in _COUNTED:
            counted = _COUNTED[type(node.op)]()
            return [(f"{type(node.op).__name__} → {type(counted).__name__}", ast.BinOp(node.left, counted, node.right))]
        case ast.Constant():
            return [(f"{node.value!r} → {new!r}", ast.Constant(new)) for new in _other(node.value)]
        case ast.Return(value=value) if value is not None and not _is_none(value):
            return [("return None", ast.Return(ast.Constant(None)))]
        case ast.If() | ast.While():
            negated = deepcopy(node)
            negated.test = ast.UnaryOp(ast.Not(), node.test)
            return [("condition negated", negated)]
        case ast.Expr(value=ast.Call() | ast.Await()) | ast.AugAssign() | ast.Raise():
            return [(f"removed: {ast.unparse(node).splitlines()[0][:60]}", ast.Pass())]
    return []


def _other(value: object) -> list[bool | int | float | str]:
    match value:
        case bool():
            return [not value]
        case int() | float():
            return [value + 1]
        case str() if value:
            return [f"{value}x"]
    return []


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _replace(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
                return
            if isinstance(value, list) and any(child is old for child in value):
                setattr(parent, name, [new if child is old else child for child in value])
                return
    raise AssertionError("the node is not in its tree")
