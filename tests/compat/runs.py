"""One module of CPython's tests run once, under plain python or under the runner, within a time and a memory limit: what each test said, and how it ended."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import pathlib
import resource
import signal
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace

from asyncplay.engine.engine import Engine
from asyncplay.engine.session import RunRequest, Session
from asyncplay.sandbox import linux, watch
from asyncplay.sandbox.limits import LOCAL, Limits
from asyncplay.trace.events import EventsDropped, NoteMade, OutputDropped, OutputWritten, ProcessForked, RunFinished, RunStarted, WarningIssued

SUITE = pathlib.Path(__file__).with_name("suite.py")
TIME_S = 400.0
MEMORY = 1 << 30
POLL_S = 0.2
_AROUND = frozenset({EventsDropped, NoteMade, OutputDropped, OutputWritten, ProcessForked, RunFinished, RunStarted, WarningIssued})
"""Events that a module without any loop has, too."""


@dataclass
class Run:
    """What one run of a module said."""

    results: dict[str, str] = field(default_factory=dict)
    """`ok`, `skip`, or FAIL or ERROR with its message, by test."""
    broken: str = ""
    """Why it did not come to its end, with the test in which that was; "" if it did."""
    events: int = 0
    """What the trace holds of loops, tasks and callbacks."""
    lost: int = 0
    """What the tracer failed to record."""
    seconds: float = 0.0


class Watched:
    """The file into which the tests write while they run."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.results: dict[str, str] = {}
        self.begun = ""
        self.over = False
        self.has_lines = False
        """The tests' own lines count as the snippet's."""
        self._at = 0

    def read(self) -> None:
        with contextlib.suppress(FileNotFoundError), open(self.path, "rb") as file:
            file.seek(self._at)
            for line in file:
                if not line.endswith(b"\n"):
                    return
                self._at += len(line)
                self._take(json.loads(line))

    def _take(self, line: list[object]) -> None:
        kind, *rest = line
        if kind == "begin":
            self.begun = str(rest[0])
        elif kind == "end":
            self.begun = ""
            if self.results.get(str(rest[0]), "ok") == "ok":
                self.results[str(rest[0])] = str(rest[1])
        elif kind == "lines":
            self.has_lines = True
        else:
            self.over = True

    def finish(self, how: str) -> Run:
        self.read()
        where = f" in {self.begun.removeprefix('test.test_asyncio.')}" if self.begun else ""
        return Run(self.results, "" if self.over else how + where)


@contextlib.asynccontextmanager
async def _place() -> AsyncIterator[tuple[str, Watched]]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as cwd, tempfile.TemporaryDirectory() as beside:
        yield cwd, Watched(os.path.join(beside, "results"))


async def bare(python: str, module: str, watched: list[Watched]) -> Run:
    """Under plain python."""
    async with _place() as (cwd, results):
        watched.append(results)
        began = time.monotonic()
        process = await asyncio.create_subprocess_exec(
            python, str(SUITE), module, results.path, cwd=cwd, start_new_session=True,
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        drain = asyncio.create_task(_drain(process.stdout))
        try:
            how = await _until_over(process, began)
        finally:
            _kill(process.pid)
            await process.wait()
            drain.cancel()
            watched.remove(results)
        run = results.finish(how)
        run.seconds = time.monotonic() - began
        return run


async def _drain(stream: asyncio.StreamReader | None) -> None:
    while stream is not None and await stream.read(1 << 16):
        pass


async def _until_over(process: asyncio.subprocess.Process, began: float) -> str:
    """How it ended; one that is over a limit is left to be killed."""
    while True:
        with contextlib.suppress(TimeoutError):
            return _ended(await asyncio.wait_for(process.wait(), POLL_S))
        if time.monotonic() - began > TIME_S:
            return f"not over after {TIME_S:g} s"
        if linux.HERE and watch.look([process.pid, *linux.descendants(process.pid)], None, MEMORY).memory > MEMORY:
            return f"took more than {MEMORY >> 20} MiB"


def _ended(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"


def _kill(group: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def _limits() -> Limits:
    """What plain python has here, but for the memory: that is watched, not refused, so that who takes too much is ended in both runs alike."""
    return replace(LOCAL, cpu=TIME_S, memory=MEMORY, data=4 * MEMORY, files=resource.getrlimit(resource.RLIMIT_NOFILE)[0], file=1 << 40)


async def traced(python: str, module: str, mode: str, watched: list[Watched]) -> Run:
    """Under the runner: its clock virtual, or its gate closed for a line that is never reached, or neither."""
    engine = Engine(spare_idle_s=0, spares=False)
    async with _place() as (cwd, results):
        watched.append(results)
        began = time.monotonic()
        try:
            session = await engine.start(
                RunRequest(
                    SUITE.read_text("utf-8"), str(SUITE), (module, results.path), clock="virtual" if mode == "virtual" else "real", timeout=TIME_S,
                    python=python, cwd=cwd, breakpoints={1_000_000: None} if mode == "gate" else {}, level="open",  # the tests need what is taken away elsewhere
                    limits=_limits(),
                )
            )  # fmt: skip
            finished = await session.wait()
        finally:
            await engine.close()
            watched.remove(results)
        run = results.finish(_told(session, finished))
        if run.results and not results.has_lines:
            run.broken = run.broken or "the runner was not found"
        run.seconds = time.monotonic() - began
        run.events = sum(type(event) not in _AROUND for event in session.recording.events)
        run.lost = sum(event.count for event in session.recording.events if type(event) is EventsDropped)
        return run


def _told(session: Session, finished: RunFinished) -> str:
    if session.error is not None:
        return f"could not be started: {session.error}"
    if finished.outcome == "timeout":
        return f"not over after {TIME_S:g} s"
    if finished.limit == "memory":
        return f"took more than {MEMORY >> 20} MiB"
    if finished.limit is not None:
        return f"over the limit {finished.limit}"
    return f"killed by {finished.signal}" if finished.signal else f"{finished.outcome}, ended with {finished.exit_code}"
