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
from importlib.machinery import SourceFileLoader
from types import CodeType, FunctionType, ModuleType

from asyncplay.runner import lines, loops, record, report, sites
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401

_NOTHING = compile("", "<nothing>", "exec")


class Script:
    """A snippet that is ready. Whoever has it executes `code` in `names`, then calls `finish`, and `failed` with what either raises; then `end`.

    That is not done here, so that no frame of ours but the one at the very bottom (`sandbox.importlib_bootstrap`) stands below the snippet's.
    """

    def __init__(self, source: str, path: str, argv: list[str]) -> None:
        self.names = _make_main(path).__dict__
        self.code = _NOTHING
        self._source, self._path = source, path
        self._whole: CodeType | None = None
        """The snippet's code, if `code` is not: it awaits outside every function."""
        self._wrong: BaseException | None = None
        self._failure: BaseException | None = None
        sys.argv = argv
        sys.orig_argv[:] = [sys.executable, *argv]
        if not sys.flags.safe_path:
            sys.path.insert(0, os.path.dirname(os.path.realpath(path)) if path != "-" else "")
        linecache.cache[path] = (len(source), None, [line + "\n" for line in source.split("\n")], path)
        sites.snippet = path
        try:
            code = _compile(source, path)
        except BaseException as error:
            self._wrong = error
            return
        lines.watch(code)
        if code.co_flags & inspect.CO_COROUTINE:
            self._whole = code
        else:
            self.code = code

    def finish(self) -> None:
        """Do what is left to do."""
        if self._wrong is not None:
            raise self._wrong
        if self._whole is not None:
            asyncio.run(FunctionType(self._whole, self.names)())
            return
        main = self.names.get("main")
        if not loops.ever_ran and type(main) is FunctionType and self._is_forgotten(main):
            record.fact("note", s="Nothing ran main(), so asyncplay did: asyncio.run(main()).")
            asyncio.run(main())

    def _is_forgotten(self, main: FunctionType) -> bool:
        try:
            return _is_bare(main, self._path) and not _mentions(self._source, "main")
        except Exception:  # the snippet replaced what this takes
            return False

    def failed(self, error: BaseException) -> None:
        """That is how it ended. To be said where it is caught; what is done about it is `end`'s, which nothing stands around."""
        self._failure = error

    def end(self) -> None:
        """Report an error as python would, and raise SystemExit."""
        error, self._failure = self._failure, None
        if isinstance(error, SystemExit):
            if sys.version_info < (3, 12):
                report.forget_unseen(error)
            raise error
        if error is not None:
            report.uncaught(error, self._source, self._path)
            raise SystemExit(130 if isinstance(error, KeyboardInterrupt) else 1)


def rehearse() -> None:
    """Look at what making a script looks at: the first look costs more than all others."""
    [*vars(sys.modules["__main__"])]
    ModuleType("__main__").__dict__.update(__loader__=SourceFileLoader("__main__", "-"))
    os.path.dirname(os.path.realpath("-"))
    linecache.cache.get("-")


def _make_main(path: str) -> ModuleType:
    module = ModuleType("__main__")
    given = vars(sys.modules["__main__"])  # 3.14 leaves some of them out
    names = {"__loader__": SourceFileLoader("__main__", path), "__annotations__": {}, "__builtins__": builtins, "__file__": path, "__cached__": None}
    module.__dict__.update((name, value) for name, value in names.items() if name in given or name == "__file__")
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


def _mentions(source: str, name: str) -> bool:
    """Whether the snippet does anything with that name but define it."""
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(ast.parse(source)))


def _is_bare(main: FunctionType, path: str) -> bool:
    """An async function of the snippet's that needs no arguments."""
    code = main.__code__
    needed = code.co_argcount - len(main.__defaults__ or ())
    needed_by_name = code.co_kwonlyargcount - len(main.__kwdefaults__ or ())
    return bool(code.co_flags & inspect.CO_COROUTINE) and code.co_filename == path and needed <= 0 and needed_by_name <= 0
