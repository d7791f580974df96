"""One engine for the many short runs of the tests: a zygote that is started for each of them is three quarters of what a run costs.

What tests an engine's own beginning or end makes one of its own.
"""

from __future__ import annotations

import asyncio
import atexit
import functools
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, TypeVar

from asyncplay.engine.engine import Engine
from asyncplay.engine.session import RunRequest
from asyncplay.trace.recording import Recording

T = TypeVar("T")


@functools.cache
def _kept() -> tuple[asyncio.AbstractEventLoop, Engine]:
    loop, engine = asyncio.new_event_loop(), Engine(spares=False)

    def end() -> None:
        loop.run_until_complete(engine.close())
        loop.close()

    atexit.register(end)
    return loop, engine


def with_engine(use: Callable[[Engine], Awaitable[T]]) -> T:
    """What comes of it. The engine is this process's, and stays."""
    loop, engine = _kept()

    async def call() -> T:
        return await use(engine)

    return loop.run_until_complete(call())


def record(source: str, python: str | None = None, path: str = "snippet.py", **options: Any) -> Recording:
    """The recording of a run, to its end."""

    async def run(engine: Engine) -> Recording:
        session = await engine.start(replace(RunRequest(source, path, python=python), **options))
        await session.wait()
        return session.recording

    return with_engine(run)
