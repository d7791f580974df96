"""Every way in which a run can end, with real children: the outcome, the exit code, and that nothing is left."""

from __future__ import annotations

import asyncio
import os
import pathlib
import signal
import subprocess
import sys
import time

import pytest

from asyncplay.engine.engine import Engine
from asyncplay.engine.session import RunRequest, Session
from asyncplay.sandbox import linux
from asyncplay.trace.events import OutputWritten, RunFinished


async def ended(source: str, **options: object) -> tuple[RunFinished, Session]:
    """A run's end, and the session."""
    engine = Engine()
    session = await engine.start(RunRequest(source, "snippet.py", **options))  # type: ignore[arg-type]
    finished = await session.wait()
    await engine.close()
    return finished, session


def printed(session: Session) -> str:
    return "".join(event.text for event in session.recording.events if isinstance(event, OutputWritten))


ENDS = {
    "finished": ("print(1)", "finished", 0, None),
    "exit code": ("import sys; sys.exit(3)", "failed", 3, None),
    "exit code 0": ("import sys; sys.exit(0)", "finished", 0, None),
    "os._exit": ("import os; os._exit(7)", "failed", 7, None),
    "exception": ("1/0", "failed", 1, None),
    "syntax error": ("def (", "failed", 1, None),
    "abort": ("import os; os.abort()", "killed", 134, "SIGABRT"),
    "segfault": ("import ctypes; ctypes.string_at(0)", "killed", 139, "SIGSEGV"),
    "kills itself": ("import os; os.kill(os.getpid(), 9)", "killed", 137, "SIGKILL"),
    "deadlock": ("import asyncio\nasyncio.run(asyncio.Event().wait())", "deadlock", 75, None),
    "exit code 75 of its own": ("import sys; sys.exit(75)", "failed", 75, None),
}


@pytest.mark.parametrize("name", ENDS)
async def test_a_run_ends_as_the_contract_says(name: str) -> None:
    """Outcome, exit code and signal, by the warden's word."""
    source, outcome, code, number = ENDS[name]
    finished, _ = await ended(source)
    assert (finished.outcome, finished.exit_code, finished.signal) == (outcome, code, number)


@pytest.mark.parametrize("source", ["while True: pass", "import time; time.sleep(1000)", "import asyncio; asyncio.run(asyncio.sleep(1000))"])
async def test_a_timeout_ends_whatever_goes_on(source: str) -> None:
    """The wall-clock limit needs nobody's help."""
    finished, _ = await ended(source, timeout=0.3)
    assert (finished.outcome, finished.exit_code) == ("timeout", 124)


async def test_an_interpreter_that_is_missing_is_a_set_up_that_failed() -> None:
    """One line says why; nothing raises."""
    finished, session = await ended("print(1)", python="/no/such/python")
    assert (finished.outcome, finished.exit_code) == ("setup_failed", 125)
    assert session.error is not None
    assert "\n" not in session.error


NASTY = """\
import os, signal, sys, threading, time
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP): signal.signal(number, signal.SIG_IGN)
for _ in range(3): threading.Thread(target=time.sleep, args=(1000,)).start()
for _ in range(5):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            while True: time.sleep(1)
        os._exit(0)
print("up", flush=True)
{last}
"""


async def until_printed(session: Session) -> None:
    """Wait for the first output."""
    came = asyncio.Event()
    session.on_change = lambda: came.set() if printed(session) else None
    session.on_change()
    await asyncio.wait_for(came.wait(), 60)


@pytest.mark.skipif(not linux.HERE, reason="needs Linux: a subreaper")
async def test_stop_ends_daemons_threads_and_the_deaf() -> None:
    """Nothing is left below this process but the warden's own corpse."""
    before = set(linux.descendants(os.getpid()))
    engine = Engine(spare_idle_s=0)
    session = await engine.start(RunRequest(NASTY.format(last="while True: pass"), "snippet.py"))
    await until_printed(session)
    assert len(set(linux.descendants(os.getpid())) - before) >= 7
    session.stop()
    finished = await asyncio.wait_for(session.wait(), 60)  # how long it takes is `benchmarks/ends.py`'s to say
    assert (finished.outcome, finished.exit_code) == ("stopped", 130)
    await engine.close()
    assert set(linux.descendants(os.getpid())) <= before


@pytest.mark.skipif(not linux.HERE, reason="needs Linux: a subreaper")
async def test_a_daemon_does_not_outlive_a_run_that_finished() -> None:
    """The run is over when its first process is; what it left goes too."""
    before = set(linux.descendants(os.getpid()))
    finished, _ = await ended(NASTY.format(last="os._exit(0)"))
    assert finished.outcome == "finished"
    assert set(linux.descendants(os.getpid())) <= before


@pytest.mark.skipif(not linux.HERE, reason="needs Linux: a subreaper")
async def test_a_snippet_that_kills_its_warden_leaves_nothing_either() -> None:
    """Where it can do that, at level open, the zygote inherits the orphans, and ends them."""
    before = set(linux.descendants(os.getpid()))
    finished, _ = await ended(NASTY.format(last="os.kill(os.getppid(), 9); time.sleep(100)"), level="open")
    assert finished.outcome == "killed"
    assert set(linux.descendants(os.getpid())) <= before


PARENT = """\
import asyncio, sys
from asyncplay.engine.engine import Engine
from asyncplay.engine.session import RunRequest
async def main():
    session = await Engine().start(RunRequest(sys.argv[1], "snippet.py"))
    session.on_change = lambda: session.recording.output and print("up", flush=True)
    await session.wait()
asyncio.run(main())
"""


@pytest.mark.skipif(not linux.HERE, reason="needs Linux: /proc")
def test_kill_9_of_the_playground_leaves_nothing(tmp_path: pathlib.Path) -> None:
    """The warden's lifeline is cut, and it ends everything below it."""
    tag = f"asyncplay-test-{os.getpid()}-{time.monotonic_ns()}"
    source = NASTY.format(last="while True: pass")
    linux.become_subreaper()
    parent = subprocess.Popen([sys.executable, "-c", PARENT, source, tag], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    assert parent.stdout.readline() == b"up\n"
    below = linux.descendants(parent.pid)
    assert len(below) >= 6
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    end = time.monotonic() + 20.0
    while (left := [pid for pid in below if is_alive(pid)]) and time.monotonic() < end:
        reap()
        time.sleep(0.01)
    assert not left


def is_alive(pid: int) -> bool:
    """Whether it runs still; a corpse does not."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            return file.read().rpartition(b")")[2].split()[0] != b"Z"
    except OSError:
        return False


def reap() -> None:
    """This process is a subreaper: bury what came to it."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


@pytest.mark.skipif(not hasattr(signal, "SIGRTMAX"), reason="no real-time signals here")
async def test_being_asked_where_it_stands_ends_no_program_whose_interpreter_is_at_its_end() -> None:
    """faulthandler gives the signal back when Python ends, and the question may be on its way: under load it killed what was about to exit."""
    source = "import faulthandler, os, signal\nask = signal.SIGRTMAX - 5\nprint(signal.getsignal(ask) == 0, faulthandler.unregister(ask))\nos.kill(os.getpid(), ask)\n"
    finished, session = await ended(source)
    assert (finished.exit_code, printed(session)) == (0, "True True\n")
