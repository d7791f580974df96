"""Runs a snippet as `python file.py` would: the same `__main__`, the same report of an error, the same exit code.

Two things are added: `await` outside every function works, and an `async def main()` that the snippet never mentions again is run, which
the trace says. Who writes `print(main())` or `main()` gets what python gives him: a coroutine that was never awaited.
"""

from __future__ import annotations

import ast
import asyncio
import builtins
import inspect
import linecache
import os
import sys
import warnings
from types import CodeType, FunctionType, ModuleType
from typing import Any

from asyncplay.runner import lines, loops, record, report, sites


def run(source: str, path: str, argv: list[str]) -> None:
    """Run it; returns at its end, or raises SystemExit as python would exit."""
    module = _make_main(path)
    sys.argv = [path, *argv]
    if not sys.flags.safe_path:
        sys.path.insert(0, os.path.dirname(os.path.realpath(path)) if path != "-" else "")
    linecache.cache[path] = (len(source), None, [line + "\n" for line in source.split("\n")], path)
    sites.snippet = path
    try:
        _execute(_compile(source, path), module, source)
    except SystemExit:
        raise
    except BaseException as error:
        code = 130 if isinstance(error, KeyboardInterrupt) else 1
        report.uncaught(error, source, path)
    else:
        return
    raise SystemExit(code)


def _make_main(path: str) -> ModuleType:
    module = ModuleType("__main__")
    module.__dict__.update(__file__=path, __builtins__=builtins)
    for name, value in (("__cached__", None), ("__annotations__", {})):  # as far as this Python gives them to a program (3.14 leaves them out)
        if name in vars(sys.modules["__main__"]):
            setattr(module, name, value)
    sys.modules["__main__"] = module
    return module


def _compile(source: str, path: str) -> CodeType:
    try:
        return compile(source, path, "exec", 0, dont_inherit=True)
    except SyntaxError as error:
        code, warned = _try(source, path, ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        if code is None:
            raise error from None
        told = {(one.lineno, str(one.message)) for one in _try(source, path, 0)[1]}  # the first attempt came as far as these
        for one in warned:
            if (one.lineno, str(one.message)) not in told:
                warnings.warn_explicit(one.message, one.category, one.filename, one.lineno)
        return code


def _try(source: str, path: str, flags: int) -> tuple[CodeType | None, list[warnings.WarningMessage]]:
    """The code, if it is one, and what the compiler warns of."""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            return compile(source, path, "exec", flags, dont_inherit=True), warned
        except SyntaxError:
            return None, warned


def _execute(code: CodeType, module: ModuleType, source: str) -> None:
    lines.watch(code)
    if code.co_flags & inspect.CO_COROUTINE:
        asyncio.run(FunctionType(code, module.__dict__)())
        return
    exec(code, module.__dict__)
    main: Any = module.__dict__.get("main")
    if not loops.ever_ran and type(main) is FunctionType and _is_bare(main, code.co_filename) and not _mentions(source, "main"):
        record.fact("note", s="Nothing ran main(), so asyncplay did: asyncio.run(main()).")
        asyncio.run(main())


def _mentions(source: str, name: str) -> bool:
    """Whether the snippet does anything with that name but define it."""
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(ast.parse(source)))


def _is_bare(main: FunctionType, path: str) -> bool:
    """An async function of the snippet's that needs no arguments."""
    code = main.__code__
    needed = code.co_argcount - len(main.__defaults__ or ())
    needed_by_name = code.co_kwonlyargcount - len(main.__kwdefaults__ or ())
    return bool(code.co_flags & inspect.CO_COROUTINE) and code.co_filename == path and needed <= 0 and needed_by_name <= 0
