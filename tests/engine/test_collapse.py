"""A fault of our own while a run goes on: the run ends, and whoever waits for it is told."""

from __future__ import annotations

import asyncio
import os

import pytest

from asyncplay.engine import session as module
from asyncplay.engine.engine import Engine
from asyncplay.engine.pump import Pump
from asyncplay.engine.session import RunRequest, Session
from asyncplay.sandbox import linux
from asyncplay.trace.events import RunFinished, TraceDamaged

FOREVER = """
import asyncio
async def main():
    while True:
        print("on", flush=True)
        await asyncio.sleep(0.01)
asyncio.run(main())
"""


async def broken(**options: object) -> Session:
    """A run whose session failed, and that is over."""
    engine = Engine(spares=False)
    session = await engine.start(RunRequest(FOREVER, "snippet.py", **options))  # type: ignore[arg-type]
    async with asyncio.timeout(60):
        await session.wait()
        await engine.close()
    return session


@pytest.mark.parametrize("where", ["_settle", "_read"])
async def test_a_session_that_fails_ends_its_run(monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """Killed, with the failure told as damage, and nothing left below this process."""
    before = set(linux.descendants(os.getpid())) if linux.HERE else set()
    real = getattr(Pump, where)

    def fails(self: Pump, *args: object) -> object:
        if self._add.__self__.recording.output:  # type: ignore[attr-defined]  # the session
            raise ZeroDivisionError("no such luck")
        return real(self, *args)

    monkeypatch.setattr(Pump, where, fails)
    session = await broken()
    last = session.recording.events[-1]
    assert isinstance(last, RunFinished)
    assert (last.outcome, session.status, session.over) == ("killed", "killed", True)
    damage = [event.reason for event in session.recording.events if isinstance(event, TraceDamaged)]
    assert damage == ["asyncplay failed to take in what the program told (ZeroDivisionError: no such luck); the run was ended"]
    if linux.HERE:
        assert set(linux.descendants(os.getpid())) <= before


async def test_an_end_that_fails_is_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where what is said of it cannot be made."""

    def fails(*args: object) -> None:
        raise ZeroDivisionError("at the end")

    monkeypatch.setattr(module, "hints", fails)
    session = await broken(timeout=0.3, level="restricted")
    assert isinstance(session.recording.events[-1], RunFinished)
    assert session.status == "timeout"
    assert "at the end" in (session.recording.latest().damaged or "")


async def test_a_view_that_fails_does_not_end_the_run() -> None:
    """It is told to the loop, as any failing callback is."""
    heard: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: heard.append(context["exception"]))
    engine = Engine(spares=False)
    session = await engine.start(RunRequest("print(1)", "snippet.py"))
    session.on_change = lambda: 1 / 0  # type: ignore[assignment, return-value]
    async with asyncio.timeout(60):
        finished = await session.wait()
        await engine.close()
    assert finished.outcome == "finished"
    assert heard
    assert all(isinstance(one, ZeroDivisionError) for one in heard)
