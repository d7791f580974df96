"""What a clock that is not the real one does not cover, and a snippet asks for: said before the run, since the figures would look wrong."""

from __future__ import annotations

import ast

_ASKS = frozenset({"now", "utcnow", "today"})


def note(source: str) -> str | None:
    """One sentence, where the snippet reads the time of day by `datetime`, which does so in C."""
    if "datetime" not in source:
        return None
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in _ASKS and _base(node.value) in ("datetime", "date", "dt"):
            return f"datetime.{node.attr}() on line {node.lineno} reads the real clock: this run's clock does not move it. time.time() follows."
    return None


def _base(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
