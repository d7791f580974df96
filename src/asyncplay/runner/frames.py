"""The snippet's frames behind a suspended task, outermost first. Only attributes of C types are read, and no frame's variables."""

from __future__ import annotations

from collections.abc import Iterator
from types import AsyncGeneratorType, CoroutineType, FrameType, GeneratorType
from typing import Any

from asyncplay.runner import chains, sites
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401

DEPTH_MAX = 60


def of(task: Any) -> Iterator[tuple[FrameType, Any]]:
    """Each with what it awaits."""
    coro = task._coro
    for _ in range(DEPTH_MAX):
        kind = type(coro)
        if kind is CoroutineType:
            frame, after = coro.cr_frame, coro.cr_await
        elif kind is GeneratorType:
            frame, after = coro.gi_frame, coro.gi_yieldfrom
        elif kind is AsyncGeneratorType:
            frame, after = coro.ag_frame, coro.ag_await
        else:
            coro = chains._wrapped(coro)
            if coro is None:
                return
            continue
        if frame is None:
            return
        if sites.is_own(frame.f_code):
            yield frame, after
        coro = after
