"""Coroutines that nobody awaited: which line made them.

Python tells where such a coroutine was collected, which is often later. Its line is found in the source, by what becomes of each call of that name:
awaited and scheduled ones are out of the question, one that is plainly dropped comes first. Where several lines could have made it none is claimed.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from asyncplay.insight.clean import visible
from asyncplay.late import dataclass
from asyncplay.trace.output import OutputLine
from asyncplay.trace.snapshot import Snapshot

SOURCE_MAX = 500_000
EACH_MAX = 20
SHOWN_MAX = 1000
_NEVER = re.compile(r"coroutine '([^']{1,200})' was never awaited")
_SHOWN = re.compile(r"(.{1,500}):(\d{1,8}): RuntimeWarning: coroutine '([^']{1,200})' was never awaited")
_LIBRARY = re.compile(r"/python3\.\d+/|<frozen ")
_AT_THE_END = frozenset({"sys", "<sys>"})
"""What stands for a file where the interpreter ends: nobody but stderr tells of these."""
_SCHEDULES = frozenset(
    {"create_task", "ensure_future", "gather", "wait", "wait_for", "shield", "as_completed", "run", "run_until_complete", "run_coroutine_threadsafe"}
)
_RUNS = frozenset({"run", "run_until_complete"})
_AROUND = (
    ast.Starred, ast.GeneratorExp, ast.ListComp, ast.SetComp, ast.List, ast.Tuple, ast.Set, ast.Dict, ast.IfExp, ast.BoolOp, ast.NamedExpr,
    ast.keyword,
)  # fmt: skip
"""What a call may stand in without anything becoming of it yet."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    name: str
    line: int | None
    message: str
    refused: bool = False
    """`asyncio.run` did not take it, since a loop runs already."""


@dataclass(frozen=True, slots=True)
class Calls:
    """Lines where a function is called, and its coroutine may be lost."""

    dropped: tuple[int, ...]
    passed: tuple[int, ...]
    """It is kept, returned or handed to something else."""
    scheduled: tuple[int, ...]
    """It is handed to what would run it: that can only have failed."""
    refused: tuple[int, ...] = ()
    """It is handed to what would run it in a loop of its own, inside a coroutine: there is a loop already."""


def forgotten(snap: Snapshot, source: str, output: Sequence[OutputLine] = ()) -> Iterator[Forgotten]:
    """One for each coroutine function and line."""
    seen: set[tuple[str, int | None]] = set()
    errors = [line.text for line in output if line.stream == "stderr" and "was never awaited" in line.text[:1000]]
    shown = [found for text in errors[:SHOWN_MAX] if (found := _SHOWN.fullmatch(text[:1000]))]
    own = snap.started.path if snap.started is not None else ""
    modules = [one for one in shown if one[1] != own and _is_a_module(one[1])]
    theirs = {one[3]: f" Python noticed it in {visible(one[1].rsplit('/', 1)[-1])}, line {one[2]}." for one in modules}
    noticed: list[tuple[str, int | None]] = [
        (found[1], warning.line) for warning in snap.warnings if (found := _NEVER.search(warning.message[:1000]))
    ]
    noticed += [(found[3], None) for found in shown if found[1] in _AT_THE_END]
    for name, line in noticed:
        elsewhere = theirs.get(name) if line is None else None  # a module of the user's noticed it, and may have made it
        made = made_on(source, name.rsplit(".", 1)[-1], line) if elsewhere is None else None
        if (name, made) in seen or len(seen) >= EACH_MAX:
            continue
        seen.add((name, made))
        call = f"{visible(plain(name))}()"
        if made is not None:
            refused = (calls := _calls(source).get(name.rsplit(".", 1)[-1])) is not None and made in calls.refused
            yield Forgotten(name, made, f"Calling {call} only makes a coroutine; it never ran. Write await {call}.", refused)
        else:
            where = elsewhere or _places(source, name)
            yield Forgotten(name, None, f"A coroutine {call} was made and never awaited: it never ran.{where} Write await {call}.")


def plain(name: str) -> str:
    """A function's name as the program has it, without the functions in which it stands: `f` for `main.<locals>.f`."""
    return name.rpartition("<locals>.")[2]


def handed_on(source: str, name: str) -> tuple[int, ...]:
    """The lines that hand a coroutine of that name to what would run it."""
    calls = _calls(source).get(name.rsplit(".", 1)[-1])
    return (*calls.scheduled, *calls.refused) if calls is not None else ()


def _is_a_module(path: str) -> bool:
    """Whether a file that a warning names may be one of the user's."""
    return path not in _AT_THE_END and not _LIBRARY.search(path)


def _places(source: str, name: str) -> str:
    """What can be said of the place all the same."""
    calls = _calls(source).get(name.rsplit(".", 1)[-1])
    lines = sorted({*calls.dropped, *calls.passed}) if calls is not None else []
    return f" Line {', '.join(map(str, lines[:-1]))} or {lines[-1]} made it." if 1 < len(lines) <= 4 else ""


def made_on(source: str, name: str, noticed: int | None) -> int | None:
    """The line that made a coroutine which was thrown away on that line; None where there is more than one that could have."""
    known = _calls(source)
    calls = known.get(name)
    if calls is None:  # by another name, or none: it was thrown away where it was made if anything is called there
        return noticed if not known or any(noticed in lines.dropped or noticed in lines.passed for lines in known.values()) else None
    if noticed in calls.dropped or noticed in calls.passed:
        return noticed
    if calls.dropped:
        return calls.dropped[0] if len(calls.dropped) == 1 else None
    rest = calls.passed or calls.refused or calls.scheduled
    return rest[0] if len(rest) == 1 else None


@lru_cache(maxsize=8)
def _calls(source: str) -> dict[str, Calls]:
    try:
        tree = ast.parse(source) if len(source) <= SOURCE_MAX else ast.Module([], [])
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    used = _used(tree, parents)
    found: dict[str, tuple[set[int], ...]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (name := _name(node.func)):
            lines = found.setdefault(name, (set(), set(), set(), set()))
            fate = _fate(node, parents, used)
            if fate is not None:
                lines[fate].add(node.lineno)
            if name == "map" and node.args and (mapped := _name(node.args[0])):
                found.setdefault(mapped, (set(), set(), set(), set()))[1].add(node.lineno)
    return {name: Calls(*(tuple(sorted(lines)) for lines in fates)) for name, fates in found.items()}


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


DROPPED, PASSED, SCHEDULED, REFUSED = range(4)


def _fate(node: ast.AST, parents: dict[ast.AST, ast.AST], used: set[tuple[ast.AST | None, str]]) -> int | None:
    """What becomes of a call's value: DROPPED, PASSED on, SCHEDULED, REFUSED; None: it is awaited."""
    inner, outer = node, parents[node]
    while isinstance(outer, _AROUND) or (isinstance(outer, ast.comprehension) and outer.iter is not inner):
        inner, outer = outer, parents[outer]
    if isinstance(outer, ast.Await):
        return None
    if isinstance(outer, ast.Call):
        called = _name(outer.func)
        if called in _RUNS and isinstance(_scope(outer, parents), ast.AsyncFunctionDef):
            return REFUSED
        return SCHEDULED if called in _SCHEDULES else PASSED
    if isinstance(outer, ast.Expr):
        return DROPPED
    if isinstance(outer, ast.Assign):
        scope = _scope(outer, parents)
        names = {name.id for target in outer.targets for name in ast.walk(target) if isinstance(name, ast.Name)}
        plain = all(isinstance(target, ast.Name) for target in outer.targets)
        return PASSED if not plain or any((scope, name) in used for name in names) else DROPPED
    return PASSED


def _scope(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> ast.AST | None:
    at: ast.AST | None = node
    while at is not None and not isinstance(at, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        at = parents.get(at)
    return at


def _used(tree: ast.AST, parents: dict[ast.AST, ast.AST]) -> set[tuple[ast.AST | None, str]]:
    """Names, with the function in which they stand, of whose values something becomes: they are read in anything but a bare `name`."""
    return {
        (_scope(node, parents), node.id)
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and not isinstance(parents[node], ast.Expr)
    }
