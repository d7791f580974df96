"""What the source calls the locks, queues … that are made in it: `a` for `a = asyncio.Lock()`, `self.lock` for `self.lock = …`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

NAME_MAX = 40


def made_names(source: str) -> dict[tuple[int, int], str]:
    """Names by the place (line, column in bytes of UTF-8) of the call whose result is given that name. None where the source cannot be read."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found = {}
    for node in ast.walk(tree):
        for target, value in _given(node):
            if isinstance(value, ast.Call):
                name = _name(target)
                if name and len(name) <= NAME_MAX:
                    found[value.lineno, value.col_offset] = name
    return found


def _given(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Targets with what each is given."""
    if isinstance(node, ast.Assign):
        for target in node.targets[:1]:
            if isinstance(target, ast.Tuple | ast.List) and isinstance(node.value, ast.Tuple | ast.List):
                if len(target.elts) == len(node.value.elts) and not any(isinstance(one, ast.Starred) for one in [*target.elts, *node.value.elts]):
                    yield from zip(target.elts, node.value.elts, strict=True)
            else:
                yield target, node.value
    elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
        yield node.target, node.value


def _name(target: ast.expr) -> str:
    if isinstance(target, ast.Name):
        return target.id
    if isinstance(target, ast.Attribute):
        before = _name(target.value)
        return f"{before}.{target.attr}" if before else ""
    return ""
