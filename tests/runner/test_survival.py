"""A program that ends badly, or spoils what it can reach: all that was recorded before is there, to the last step."""

from __future__ import annotations

import pytest

from asyncplay.engine.transport import TraceMemory
from asyncplay.trace.events import StepEnded
from asyncplay.trace.recording import Recording
from tests.runner.programs import of, out, play

STEPS = 3000
BEFORE = """
import asyncio, os, sys
async def worker(event):
    await event.wait()
async def main():
    event = asyncio.Event()
    task = asyncio.create_task(worker(event))
    for _ in range({steps}):
        await asyncio.sleep(0)
    print("before", flush=True)
{end}
asyncio.run(main())
"""


def program(end: str, steps: int = STEPS) -> str:
    """Two tasks, so many steps of the first, and then this."""
    return BEFORE.format(steps=steps, end=indented(end))


def indented(text: str) -> str:
    """Lines of a coroutine's."""
    return "\n".join("    " + line for line in text.splitlines())


def facts(recording: Recording) -> tuple[int, int, list[str], int]:
    """Steps of the first task, waits of the second, what was printed, what was lost."""
    steps = [event.task for event in of(recording, StepEnded)]
    return steps.count(1), steps.count(2), out(recording), recording.latest().events_dropped


def finish(recording: Recording) -> tuple[str, int, str | None]:
    """How it ended."""
    finished = recording.latest().finished
    assert finished is not None
    return finished.outcome, finished.exit_code, finished.signal


ENDS: dict[str, tuple[str, tuple[str, int, str | None]]] = {
    "os._exit": ("os._exit(9)", ("failed", 9, None)),
    "SIGKILL of itself": ("os.kill(os.getpid(), 9)", ("killed", 137, "SIGKILL")),
    "segfault": ("import ctypes; ctypes.string_at(0)", ("killed", 139, "SIGSEGV")),
    "segfault, with faulthandler": ("import faulthandler; faulthandler.enable(); faulthandler._sigsegv()", ("killed", 139, "SIGSEGV")),
    "abort": ("os.abort()", ("killed", 134, "SIGABRT")),
    "stack overflow in C": (
        "import itertools\nit = iter(())\nfor _ in range(300_000): it = itertools.chain(it)\nnext(it)", ("killed", 139, "SIGSEGV")),
    "fatal error": ("import ctypes; ctypes.pythonapi.Py_FatalError(b'enough')", ("killed", 134, "SIGABRT")),
    "exec": ("os.execv(sys.executable, [sys.executable, '-c', 'raise SystemExit(4)'])", ("failed", 4, None)),
}  # fmt: skip


@pytest.mark.parametrize("name", ENDS)
def test_what_was_recorded_before_a_sudden_end_is_there(name: str, python: str) -> None:
    """Each step, the output, nothing lost, nothing damaged; and the end is named as it was."""
    end, how = ENDS[name]
    recording = play(program(end), python)
    assert facts(recording) == (STEPS, 1, ["before"], 0)
    assert finish(recording) == how
    assert recording.latest().damaged is None


GOES_ON = """
import asyncio, os, sys
sleep, leave, write = asyncio.sleep, os._exit, os.write
async def worker(event):
    await event.wait()
async def main():
    event = asyncio.Event()
    task = asyncio.create_task(worker(event))
    for _ in range(500):
        await sleep(0)
{spoil}
    for _ in range(500):
        await sleep(0)
    event.set()
    await task
    write(1, b"done")
    leave(0)
asyncio.run(main())
"""
SPOILS = {
    "a recursion without end": """
def deeper(): deeper()
try: deeper()
except RecursionError: pass""",
    "a recursion that meets its end in the loop's own methods": """
def deeper():
    asyncio.get_running_loop().call_soon(int)
    deeper()
try: deeper()
except RecursionError: pass""",
    "no descriptor left": """
held = []
try:
    while True: held.append(os.open("/dev/null", os.O_RDONLY))
except OSError as error: assert error.errno == 24, error""",
    "no memory left": """
held, size = [], 1 << 26
while size > 64:
    try: held.append(bytearray(size))
    except MemoryError: size //= 2""",
    "stdout closed": """
copy = os.dup(1)
os.close(1)
try: write(1, b"lost")
except OSError: pass
os.dup2(copy, 1)
os.close(copy)
sys.stdout = sys.stderr = None""",
    "stdout redirected": """
import io
sys.stdout, sys.stderr = io.StringIO(), io.StringIO()
print("lost")
copy, file = os.dup(1), os.open("file", os.O_CREAT | os.O_RDWR)
os.dup2(file, 1)
os.write(1, b"lost")
os.dup2(copy, 1)""",
    "stdout's number taken by a file": """
copy = os.dup(1)
os.close(1)
file = open("file", "w+")
assert file.fileno() == 1
print("lost", flush=True)
assert os.pread(1, 10, 0) == b"lost\\n"
os.dup2(copy, 1)""",
    "stdout opened anew": """
sys.stdout.flush()
sys.stdout = open("/dev/stdout", "w")
sys.__stdout__ = sys.__stderr__ = None""",
    "asyncio's functions replaced": """
for name in list(vars(asyncio)):
    if callable(getattr(asyncio, name)): setattr(asyncio, name, None)
asyncio.tasks.Task = asyncio.futures.Future = asyncio.locks.Event = asyncio.queues.Queue = asyncio.base_events.BaseEventLoop = None
asyncio.events._get_running_loop = asyncio.events._set_running_loop = asyncio.tasks.current_task = None""",
    "time, os, json, struct and mmap replaced": """
import gc, itertools, json, mmap, struct, threading, time, traceback, weakref
for module in (json, json.encoder, struct, mmap, gc, weakref, itertools, os, threading, traceback):
    for name in list(vars(module)):
        if not name.startswith("__") and name != "path": setattr(module, name, None)
for name in list(vars(time)):
    if not name.startswith("__"): setattr(time, name, lambda *a: -1)""",
    "built-ins replaced": """
import builtins
put = setattr
for name in list(vars(builtins)):
    if not name.startswith("__") and name not in ("BaseException", "len", "max", "min", "range", "InterruptedError", "KeyboardInterrupt", "SystemExit"):
        put(builtins, name, None)
builtins.len, builtins.max, builtins.min = (lambda x, f=len: f(x)), (lambda *a, f=max: f(*a)), (lambda *a, f=min: f(*a))""",
    "signals and the collector": """
import gc, signal
for number in signal.valid_signals() - {9, 19}:
    try: signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError): pass
gc.disable(); gc.set_threshold(0); gc.unfreeze(); gc.freeze()""",
}  # fmt: skip


@pytest.mark.parametrize("clock", ["real", "virtual"])
@pytest.mark.parametrize("name", SPOILS)
def test_a_program_that_spoils_what_it_reaches_is_recorded_to_its_end(name: str, clock: str, python: str) -> None:
    """The same steps and waits as before, nothing lost, nothing damaged."""
    recording = play(GOES_ON.format(spoil=indented(SPOILS[name])), python, clock)
    assert finish(recording) == ("finished", 0, None), [line.text for line in recording.output]
    assert facts(recording) == (1001, 1, ["done"], 0)
    assert [event.wait.kind for event in of(recording, StepEnded) if event.wait][-1] == "task"
    assert recording.latest().damaged is None


def test_definitions_are_counted_as_lost_once_a_program_closed_the_pipe(python: str) -> None:
    """Of 1,000 steps none is lost; three places in the source are. Nothing is written to the file that has the pipe's number now."""
    recording = play(
        """
        import asyncio, gc, mmap, os
        async def main():
            for _ in range(500):
                await asyncio.sleep(0)
            os.closerange(100, 256)
            fds = [os.open("mine", os.O_RDWR | os.O_CREAT) for _ in range(200)]
            for thing in gc.get_objects():
                if isinstance(thing, mmap.mmap):
                    try: thing.close()
                    except BufferError: print("pinned")
            for _ in range(500):
                await asyncio.sleep(0)
            os.write(1, b"%d" % os.path.getsize("mine"))
            os._exit(0)
        asyncio.run(main())
        """, python)  # fmt: skip
    assert finish(recording) == ("finished", 0, None)
    assert facts(recording) == (1000, 0, ["pinned", "0"], 3)
    assert recording.latest().damaged is None


CAP = 20_000
LONG = """
import asyncio
def own():
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("RssAnon"))
async def main():
    for n in range({steps}):
        await asyncio.sleep(0)
        if n == 15_000: early = own()
    print("done", own() - early < 512)
asyncio.run(main())
"""


def test_a_full_memory_drops_and_counts_and_the_program_goes_on(python: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many steps are kept as there is room for; all others are counted; the output goes on; the runner has no more memory than before."""
    monkeypatch.setattr(TraceMemory.__init__, "__defaults__", (CAP,))
    runs = [play(LONG.format(steps=steps), python) for steps in (50_000, 60_000)]
    kept = [facts(recording)[0] for recording in runs]
    assert all(CAP - 30 < one <= CAP for one in kept)
    assert [facts(recording)[2] for recording in runs] == [["done True"], ["done True"]]
    beside = [facts(recording)[3] + one - steps for recording, one, steps in zip(runs, kept, (50_000, 60_000), strict=True)]
    assert all(0 <= one < 30 for one in beside)  # records of the loop, of the output, of a first step that took long
    assert [finish(recording) for recording in runs] == [("finished", 0, None)] * 2
