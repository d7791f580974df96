"""Recordings: how fast a run's events are taken in, what a million of them weigh, and how long opening, seeking, stepping and a frame take.

The events are real: programs of many tasks run in the real engine. What is measured of a recording is measured in a process of its own that
has only opened the file. Times are CPU time, so other programs disturb them little, but for the answers to keys; the limits stand beside them.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

from asyncplay.engine.engine import Engine
from asyncplay.engine.files import read, write
from asyncplay.engine.session import RunRequest, Session

BUSY = """\
import asyncio, random
random.seed(1)
async def worker(queue, n):
    while True:
        how = random.random()
        if how < 0.3: await asyncio.sleep(0)
        elif how < 0.6: await asyncio.sleep(random.random() / 50)
        elif how < 0.8: queue.put_nowait(n)
        else: await queue.get()
        left[0] -= 1
        if left[0] <= 0: done.set()
left = [{steps}]
done = asyncio.Event()
async def main():
    queue = asyncio.Queue()
    tasks = [asyncio.create_task(worker(queue, n)) for n in range({tasks})]
    await done.wait()
    for task in tasks: task.cancel()
asyncio.run(main())
"""
PACED = """\
import asyncio, time
async def switch(n):
    for _ in range(n): await asyncio.sleep(0)
async def main():
    begun = time.monotonic()
    for tick in range({ticks}):
        await asyncio.gather(*(switch(12) for _ in range({tasks})))
        rest = begun + (tick + 1) / 20 - time.monotonic()
        if rest > 0: await asyncio.sleep(rest)
asyncio.run(main())
"""
SIZES = ((1000, 330_000), (10_000, 355_000))
"""Tasks, and how many turns they take together: a million events, or a little more."""
SEEKS = 400
STEPS = 2000
WIDTH, ROWS = 106, 40


async def run(source: str, watch: Callable[[], None] | None = None) -> tuple[Session, float]:
    """The run, and the CPU seconds that this process spent on it."""
    engine = Engine(spares=False)
    before = time.process_time()
    session = await engine.start(RunRequest(source, "bench.py", timeout=280))
    await session.wait()
    spent = time.process_time() - before
    await engine.close()
    return session, spent


async def paced() -> dict[str, float]:
    """A hundred thousand events a second for ten seconds: how late a key would be answered in the same event loop."""
    late: list[float] = []

    async def keys() -> None:
        while True:
            due = time.monotonic() + 0.013
            await asyncio.sleep(0.013)
            late.append(time.monotonic() - due)

    typing = asyncio.create_task(keys())
    before = time.monotonic()
    session, spent = await run(PACED.format(ticks=200, tasks=190))
    typing.cancel()
    took, events = time.monotonic() - before, session.recording.seq
    late.sort()
    return {
        "events": events, "a second": events / took, "lost": session.recording.latest().events_dropped, "CPU share": spent / took,
        "µs an event": spent / events * 1e6, "answer p95 ms": late[int(len(late) * 0.95)] * 1e3, "answer max ms": late[-1] * 1e3,
    }  # fmt: skip


def memory() -> float:
    """MiB of this process."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)] * 1e3


def timed(call: Callable[[], object]) -> float:
    before = time.thread_time()
    call()
    return time.thread_time() - before


def look(path: str) -> dict[str, float]:
    """All that is measured of a file: to be called in a fresh process."""
    from asyncplay.insight.axis import whole
    from asyncplay.insight.lanes import lanes
    from asyncplay.insight.loopview import loop_view
    from asyncplay.insight.moves import KINDS, find
    from asyncplay.insight.tree import tree
    from asyncplay.insight.waits import waits
    from asyncplay.insight.why import sentence, task_why

    before = time.thread_time()
    recording = read(path).recording
    recording.latest()
    opened = time.thread_time() - before
    places = random.Random(1).choices(range(recording.seq), k=SEEKS)
    seeks = [timed(lambda n=n: recording.snapshot_at(n)) for n in places]  # type: ignore[misc]
    steps = []
    for direction in (1, -1):
        n = recording.seq // 2
        for _ in range(STEPS):
            n += direction
            steps.append(timed(lambda n=n: recording.snapshot_at(n)))  # type: ignore[misc]
    snap = recording.snapshot_at(recording.seq // 2)
    order = [place.task for place in tree(snap)][:ROWS]
    moves = [timed(lambda k=k: find(recording, recording.seq // 2, k, 1, order[-1])) for k in KINDS for _ in range(20)]  # type: ignore[misc]
    return {
        "events": recording.seq, "tasks": len(snap.tasks), "MB file": os.path.getsize(path) / 1e6, "open s": opened, "memory MiB": memory(),
        "seek p95 ms": p95(seeks), "step p95 ms": p95(steps), "move p95 ms": p95(moves),
        "lanes ms": min(timed(lambda: lanes(recording, whole(recording, WIDTH), order, order[1])) for _ in range(5)) * 1e3,
        "tree ms": min(timed(lambda: tree(snap)) for _ in range(5)) * 1e3,
        "loop ms": min(timed(lambda: loop_view(snap)) for _ in range(5)) * 1e3,
        "waits ms": min(timed(lambda: waits(snap)) for _ in range(3)) * 1e3,
        "why ms": min(timed(lambda: (sentence(recording, snap.seq), task_why(recording, snap, order[1]))) for _ in range(5)) * 1e3,
    }  # fmt: skip


def fresh(path: str) -> dict[str, float]:
    done = subprocess.run([sys.executable, __file__, "--look", path], capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


LIMITS = {"open s": 2, "memory MiB": 150, "seek p95 ms": 16, "step p95 ms": 4, "answer p95 ms": 50, "lost": 0}


def show(title: str, found: dict[str, float]) -> None:
    print(f"\n{title}")
    for name, value in found.items():
        limit = f"   (at most {LIMITS[name]})" if name in LIMITS else ""
        print(f"  {name:<16}{value:>14,.2f}{limit}" if value != int(value) else f"  {name:<16}{int(value):>14,}{limit}")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for tasks, steps in SIZES:
            session, spent = asyncio.run(run(BUSY.format(tasks=tasks, steps=steps)))
            path = os.path.join(folder, f"{tasks}.asyncplay")
            recording = session.recording
            taken = timed(lambda p=path, r=recording: write(p, r, {}))  # type: ignore[misc]
            show(f"a run of {tasks:,} tasks", {"µs an event": spent / recording.seq * 1e6, "save s": taken, **fresh(path)})
    show("100,000 events a second for 10 s, in the event loop that answers keys", asyncio.run(paced()))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--look"]:
        print(json.dumps(look(sys.argv[2])))
    else:
        main()
