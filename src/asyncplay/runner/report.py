"""The report of an uncaught exception: word for word Python's own, less our frames, and with the text that ran as its source lines.

Until 3.12 the printer is C code that reads the file on disk, while an editor's text may be newer; and on 3.11 only that printer knows
"Did you mean". So where file and text differ, `traceback` prints, and on 3.11 the hint is taken over from the C printer's last line.
"""

from __future__ import annotations

import dis
import io
import os
import sys
import traceback
from types import TracebackType
from typing import Any

from asyncplay.runner import record
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401

_HERE = os.path.dirname(os.path.dirname(__file__)) + os.sep
_c_hook = sys.__excepthook__


def strip(error: BaseException) -> None:
    """Take our frames out of the tracebacks of an exception and of those behind it."""
    seen: set[int] = set()
    queue: list[BaseException | None] = [error]
    while queue:
        one = queue.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        one.__traceback__ = without_ours(one.__traceback__)
        queue += [one.__cause__, one.__context__]
        if isinstance(one, BaseExceptionGroup):
            queue += one.exceptions


def without_ours(tb: TracebackType | None) -> TracebackType | None:
    nodes = []
    ours = False
    while tb is not None:
        mine = tb.tb_frame.f_code.co_filename.startswith(_HERE)
        ours = ours or mine
        if not mine:
            nodes.append(tb)
        tb = tb.tb_next
    if not ours:
        return nodes[0] if nodes else None
    result: TracebackType | None = None
    for node in reversed(nodes):
        result = TracebackType(result, node.tb_frame, node.tb_lasti, node.tb_lineno)
    return result


def deepest_line(error: BaseException, path: str) -> int:
    """The deepest line of the snippet in the traceback; 0 where there is none."""
    if isinstance(error, SyntaxError) and error.filename == path:
        return error.lineno or 0
    line, tb = 0, error.__traceback__
    while tb is not None:
        if tb.tb_frame.f_code.co_filename == path:
            line = tb.tb_lineno or 0
        tb = tb.tb_next
    return line


def uncaught(error: BaseException, source: str, path: str) -> None:
    """Record and print it, by the snippet's own excepthook if it set one."""
    strip(error)
    record.fact("error", type=record.clip(type(error).__name__, 100), msg=_message(error), line=deepest_line(error, path))
    sys.last_type, sys.last_value, sys.last_traceback = type(error), error, error.__traceback__
    if sys.version_info >= (3, 12):
        sys.last_exc = error
    hook = getattr(sys, "excepthook", _missing)
    if hook is _c_hook and sys.version_info < (3, 13) and not _same_on_disk(source, path):
        hook = _print
    worse = _failure_of(hook, error)
    if worse is not None:
        strip(worse)
        _say("Error in sys.excepthook:\n")
        _c_hook(type(worse), worse, worse.__traceback__)
        _say("\nOriginal exception was:\n")
        _c_hook(type(error), error, error.__traceback__)


def _failure_of(hook: Any, error: BaseException) -> BaseException | None:
    """Call it. One that exits does exit."""
    try:
        hook(type(error), error, error.__traceback__)
    except SystemExit:
        raise
    except BaseException as worse:
        return worse
    return None


def _missing(kind: type[BaseException], error: BaseException, tb: TracebackType | None) -> None:
    _say("sys.excepthook is missing\n")
    _c_hook(kind, error, tb)


def _say(text: str) -> None:
    """As Python's own C code says it: to the descriptor, if not to the stream."""
    try:
        sys.stderr.write(text)
    except Exception:
        os.write(2, text.encode())


def forget_unseen(error: BaseException) -> None:
    """3.11: an exception has the traceback with which Python code met it last; of frames that it left behind without, nothing is in it."""
    tb = without_ours(error.__traceback__)
    while tb is not None and not _handles(tb.tb_frame.f_code, tb.tb_lasti):
        tb = tb.tb_next
    error.__traceback__ = tb


def _handles(code: Any, at: int) -> bool:
    return any(entry.start <= at < entry.end for entry in dis._parse_exception_table(code))  # type: ignore[attr-defined]


def _message(error: BaseException) -> str:
    try:
        return record.clip(str(error))
    except BaseException:
        return ""


def _same_on_disk(source: str, path: str) -> bool:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read() == source
    except (OSError, ValueError):
        return False


def _print(kind: type[BaseException], error: BaseException, tb: TracebackType | None) -> None:
    text = "".join(traceback.format_exception(kind, error, tb))
    if sys.version_info < (3, 12):
        text = _with_hint(text, kind, error, tb)
    sys.stderr.write(text)


def _with_hint(text: str, kind: type[BaseException], error: BaseException, tb: Any) -> str:
    """3.11: the last line with its "Did you mean", as the C printer has it."""
    if not isinstance(error, NameError | AttributeError | ImportError):
        return text
    stderr, sys.stderr = sys.stderr, io.StringIO()
    try:
        _c_hook(kind, error, tb)
        last = sys.stderr.getvalue().rstrip("\n").rpartition("\n")[2]
    finally:
        sys.stderr = stderr
    plain = text.rstrip("\n").rpartition("\n")[2]
    if last.startswith(plain) and "Did you mean" in last:
        return text[: len(text.rstrip("\n")) - len(plain)] + last + "\n"
    return text
