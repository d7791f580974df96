"""Stacks as numbers: a trie of (code, place in the code), told to the parent once for each node.

A key is id(code) + f_lasti: unique while the code lives, and every code that was seen is kept alive here. A snippet's code is told by its file
name alone: it is the path that the user gave.
"""

from __future__ import annotations

import itertools
import sys
from asyncio.queues import Queue
from types import CodeType, FrameType
from typing import Any

from asyncplay.runner import alarms, record
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401

DEPTH_MAX = 60
SITES_MAX = 40_000
CODES_MAX = 40_000
ASYNC_GENERATOR = 0x200
_getframe = sys._getframe
_id = id

Node = tuple[int, "dict[int, Node] | int | None"]
"""The node's number, and what was called from there; None where the trie ends, because it is deep or full."""
snippet = ""
"""The path that the user gave: the file name of the snippet's own code."""
roots: dict[int, Node] = {}
_keep: list[CodeType] = []
_depths = {0: 0}
"""How deep each node lies."""
_next_node, _next_code = itertools.count(1).__next__, itertools.count(1).__next__
_own: dict[int, bool | None] = {}
"""Whether a code is the snippet's, by its address. None: it runs steps, and what stands outside of it has no part in what happens inside."""
through: set[int] = {_id(function.__code__) for function in (Queue.put, Queue.get)}
"""The codes that stand between a snippet's line and whoever a queue wakes."""
codes: dict[int, int] = {}
_names: dict[str, int] = {}


def is_own(code: CodeType) -> bool:
    """Whether this is the snippet's code."""
    key = _id(code)
    if key in _own:
        return _own[key] is True
    found = code.co_filename == snippet
    if len(_own) < CODES_MAX:
        _own[key] = found
        _keep.append(code)
    return found


def is_end(code: CodeType) -> bool:
    """Whether this code runs steps."""
    return _own.get(_id(code), False) is None


def end_at(*codes: CodeType) -> None:
    """These run steps."""
    for code in codes:
        _own[_id(code)] = None
        _keep.append(code)


def add(level: dict[int, Node], up: int, key: int, code: CodeType, line: int | None, kind: int = 0) -> Node:
    """A new node of the trie, told to the parent; only then may it be found, by other threads, too."""
    number = _next_node()
    if number > SITES_MAX:
        record.lose()
        return up, None
    _keep.append(code)
    depth = _depths[number] = _depths[up] + 1
    node: Node = (number, kind or ({} if depth < DEPTH_MAX else None))
    record.line(
        "site", id=number, up=up, name=record.clip(code.co_qualname, 200), file=record.clip(code.co_filename, 300), line=line or 0,
        lib=not is_own(code), gen=bool(code.co_flags & ASYNC_GENERATOR),
    )  # fmt: skip
    level[key] = node
    return node


def caller(depth: int) -> int:
    """The site of the first frame of the snippet's, from so many frames up on; 0 where there is none."""
    frame = _getframe(depth)
    try:
        while True:
            code = frame.f_code
            own = _own[_id(code)]
            if own:
                key = _id(code) + frame.f_lasti
                return (roots.get(key) or add(roots, 0, key, code, frame.f_lineno))[0]
            if own is None:
                return 0
            frame = frame.f_back  # type: ignore[assignment]
    except (KeyError, AttributeError):  # a code that is new here; no frame further out
        alarms.let_out()
        return of(frame)


def waker(depth: int) -> int:
    """What `caller` says of a wake-up, where queues are used: past `put` and `get` themselves nobody needs to look at each frame.

    Between them and the future stand two functions of asyncio's own, or one of the snippet's that says `_wakeup_next`: then `through` is empty.
    """
    try:
        frame: Any = _getframe(depth)
        if _id(frame.f_code) in through:
            frame = frame.f_back
            code = frame.f_code
            if _own[_id(code)]:
                key = _id(code) + frame.f_lasti
                return (roots.get(key) or add(roots, 0, key, code, frame.f_lineno))[0]
    except (ValueError, KeyError, AttributeError):
        alarms.let_out()
    return caller(depth - 1)


def of(frame: FrameType | None) -> int:
    """The site of the first frame of the snippet's from this one outwards; 0 where there is none."""
    for _ in range(400):
        if frame is None:
            return 0
        code = frame.f_code
        own = _own.get(_id(code), False)
        if own is None:
            return 0
        if own or is_own(code):
            key = _id(code) + frame.f_lasti
            return (roots.get(key) or add(roots, 0, key, code, frame.f_lineno))[0]
        frame = frame.f_back
    return 0


def code(code: CodeType | None, name: str) -> int:
    """The id of a coroutine function, by its code (None: something that has none, by its name)."""
    found = codes.get(_id(code)) if code is not None else _names.get(name)
    return found if found is not None else _add_code(code, name)


def _add_code(code: CodeType | None, name: str) -> int:
    found = _next_code()
    if found > CODES_MAX:
        record.lose()
        return 0
    record.line(
        "code", id=found, name=record.clip(name, 300), file=record.clip(code.co_filename, 300) if code else "",
        line=code.co_firstlineno if code else 0, lib=code is None or not is_own(code),
    )  # fmt: skip
    if code is None:
        _names[name] = found
    else:
        _keep.append(code)
        codes[_id(code)] = found
    return found
