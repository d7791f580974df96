"""A million steps: the runner's own memory after 100,000, 500,000 and all of them; what the trace's cap dropped; nothing may be missing uncounted.

    long.py [STEPS] [PYTHON]

`own` is the runner's anonymous memory, `trace` the part of the shared memory that it has written (its cap is 1,000,000 records of 48 bytes).
"""

from __future__ import annotations

import asyncio
import resource
import sys

from asyncplay.engine.engine import Engine
from asyncplay.engine.session import RunRequest
from asyncplay.trace import wire
from asyncplay.trace.events import StepEnded, TaskDone

STEPS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
PYTHON = sys.argv[2] if len(sys.argv) > 2 else None
MAY_GROW_KIB = 1024
HEAD = """
import asyncio
LOOKS = {steps} // 10, {steps} // 2, {steps}
def look():
    with open("/proc/self/status") as file:
        found = dict(line.split(":") for line in file if line.startswith("Rss"))
    print(found["RssAnon"].split()[0], found["RssShmem"].split()[0], flush=True)
"""
PROGRAMS = {
    "one task, sleep(0)": """
async def main():
    for n in range(1, {steps} + 1):
        await asyncio.sleep(0)
        if n in LOOKS: look()
""",
    "a queue between two tasks": """
async def main():
    there, back = asyncio.Queue(1), asyncio.Queue(1)
    async def echo():
        while True: await back.put(await there.get())
    task = asyncio.create_task(echo())
    for n in range(2, {steps} + 1, 2):
        await there.put(n)
        await back.get()
        if n in LOOKS: look()
    task.cancel()
""",
    "a new task for every other step": """
async def child(): pass
async def main():
    for n in range(2, {steps} + 1, 2):
        await asyncio.create_task(child())
        if n in LOOKS: look()
""",
    "timers and futures": """
async def main():
    loop = asyncio.get_running_loop()
    for n in range(1, {steps} + 1):
        future = loop.create_future()
        loop.call_later(0, future.set_result, None)
        await future
        if n in LOOKS: look()
""",
}  # fmt: skip


async def one(name: str) -> bool:
    """Print a row; whether it is as it should be."""
    engine = Engine(spare_idle_s=0)
    source = (HEAD + PROGRAMS[name] + "asyncio.run(main())\n").format(steps=STEPS)
    session = await engine.start(RunRequest(source, "long.py", python=PYTHON, timeout=3600))
    finished = await session.wait()
    recording = session.recording
    looks = [tuple(map(int, line.text.split())) for line in recording.output if line.stream == "stdout"]
    ended = sum(isinstance(event, StepEnded | TaskDone) for event in recording.events)
    await engine.close()
    if finished.outcome != "finished" or len(looks) != 3:
        print(f"  {name:<34} {finished.outcome}: {[line.text for line in recording.output][-3:]}")
        return False
    lost = recording.latest().events_dropped
    grown = looks[2][0] - looks[0][0]
    room = wire.HEADER_SIZE + wire.DEFAULT_CAPACITY * wire.RECORD_SIZE
    sound = grown <= MAY_GROW_KIB and ended + lost >= STEPS and looks[2][1] * 1024 <= room + (1 << 20) and not recording.latest().damaged
    own, trace = ("  ".join(f"{look[which] / 1024:6.1f}" for look in looks) for which in (0, 1))
    counts = f"steps kept {ended:9,}, records dropped {lost:9,}"
    print(f"  {name:<34} own {own} MiB   trace {trace} MiB   {counts}{'' if sound else '   WRONG'}", flush=True)
    return sound


async def main() -> int:
    print(f"{STEPS:,} steps each: memory after a tenth, half, all of them")
    results = [await one(name) for name in PROGRAMS]
    print(f"  (this process, which kept the recordings: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MiB at most)")
    return not all(results)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
