"""The handles that know what they are for are really the ones that are used, on every interpreter that is found."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import asyncplay
from tests.runner.programs import out, play
from tests.wasm import interpreter as wasm

SOURCE = """
import asyncio
def of(handle):
    return next((kind for kind in ("number", "state") if hasattr(handle, kind)), None)
async def child():
    await asyncio.sleep(0.01)
async def main():
    loop = asyncio.get_running_loop()
    one = asyncio.create_task(child())
    print("step", of(loop._ready[-1]))
    await asyncio.sleep(0)
    print("sleep", of(loop._scheduled[0]))
    for _ in range(2):  # the first time it is not known yet
        future = loop.create_future()
        waiting = asyncio.gather(future)
        future.set_result(1)
    print("own", of(loop._ready[-1]))
    loop.call_soon(int)
    print("other", of(loop._ready[-1]))
    loop.set_debug(True)
    two = asyncio.create_task(child())
    print("debug", of(loop._ready[-1]))
    await asyncio.gather(one, two, waiting)
asyncio.run(main())
"""


def test_steps_sleeps_and_asyncios_own_callbacks_have_handles_of_their_own(python: str) -> None:
    """An asyncio whose functions have changed would silently cost more: then this fails."""
    if python == wasm.NAME:
        pytest.skip("its clock is virtual, for which there are none")
    assert out(play(SOURCE, python)) == ["step number", "sleep state", "own state", "other None", "debug None"]


def test_with_a_virtual_clock_every_handle_is_asyncios(python: str) -> None:
    """The short way reads the real clock."""
    assert {line.split()[1] for line in out(play(SOURCE, python, clock="virtual"))} == {"None"}


GIVES_WAY = """
import asyncio, weakref
async def yields():
    for _ in range(6):
        await asyncio.sleep(0)
async def looks():
    ready = asyncio.get_running_loop()._ready
    before = weakref.ref(ready[-1])
    await asyncio.sleep(0)
    print("used again", before() is ready[-1])
    held = ready[-1]
    await asyncio.sleep(0)
    print("used while it is held", held is ready[-1])
async def main():
    await asyncio.gather(yields(), looks())
asyncio.run(main())
"""


def test_a_task_that_gives_way_keeps_its_handle_unless_somebody_else_has_that(python: str) -> None:
    """Whoever took a handle out of the queue must not find another step in it."""
    if python == wasm.NAME:
        pytest.skip("its clock is virtual, for which there are none")
    assert out(play(GIVES_WAY, python)) == ["used again True", "used while it is held False"]


def test_a_busy_loop_asks_epoll_itself(python: str) -> None:
    """A selector whose `select` has changed would be called again at each iteration: then this fails."""
    if python == wasm.NAME:
        pytest.skip("it has no epoll")
    source = str(Path(asyncplay.__file__).parents[1])
    asked = "import sys; sys.path.insert(0, sys.argv[1]); from asyncplay.runner import idle; print(idle._Epoll is not None)"
    done = subprocess.run([python, "-c", asked, source], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout == "True\n", done.stderr
