"""What containment costs: latencies, memory, overhead. Run → first user line, Stop → gone, kill -9 → gone; ms, median and p95.

The first line is timed by the snippet itself (CLOCK_MONOTONIC in its first statement, less the moment of the click).
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import statistics
import subprocess
import sys
import time

from asyncplay.engine.engine import Engine
from asyncplay.engine.session import RunRequest, Session
from asyncplay.sandbox import linux

RUNS = 20
FIRST = "import time\nprint(time.monotonic(), flush=True)\n"
SPIN = FIRST + "while True: pass\n"
BOMB = FIRST + "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass\n"
IDLE = FIRST + "import asyncio\nasyncio.run(asyncio.sleep(60))\n"
PARENT = """\
import asyncio, sys
from asyncplay.engine.engine import Engine
from asyncplay.engine.session import RunRequest
async def main():
    engine = Engine(spares=False)
    session = await engine.start(RunRequest(sys.argv[1], "s.py"))
    def tell():
        if session.recording.output:
            print(session._warden.pid, *engine._stable.zygotes(), flush=True)
    session.on_change = tell
    await session.wait()
asyncio.run(main())
"""
WORK = {
    "sleep(0) x 20000": "async def main():\n    for _ in range(20000): await asyncio.sleep(0)\n",
    "socketpair echo x 2000": (
        "import socket\nasync def main():\n    a, b = socket.socketpair()\n    loop = asyncio.get_running_loop()\n"
        "    a.setblocking(False); b.setblocking(False)\n"
        "    for _ in range(2000):\n        await loop.sock_sendall(a, b'x')\n        await loop.sock_recv(b, 1)\n"
    ),
    "open and read x 2000": "async def main():\n    for _ in range(2000):\n        with open('/dev/null') as file: file.read()\n",
}


async def until_output(session: Session) -> None:
    came = asyncio.Event()
    session.on_change = lambda: came.set() if session.recording.output else None
    session.on_change()
    await came.wait()


async def ready(engine: Engine) -> None:
    """A spare waits."""
    engine.warm()
    if engine._warming is not None:
        await engine._warming
    await asyncio.sleep(0.02)


async def one(engine: Engine, source: str, level: str = "contained") -> tuple[float, float, Session]:
    """Seconds from the click to the first line, and from Stop to gone."""
    clicked = time.monotonic()
    session = await engine.start(RunRequest(source, "bench.py", level=level))
    await until_output(session)
    first = float(session.recording.output[0].text) - clicked
    asked = time.monotonic()
    session.stop()
    warden = session._warden
    assert warden is not None
    await asyncio.to_thread(select.select, [os.dup(warden._pidfd)], [], [], 10)
    return first, time.monotonic() - asked, session


async def latencies() -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    engine = Engine(spares=False)
    first, _, session = await one(engine, SPIN)
    await session.wait()
    for _ in range(RUNS):
        engine._wanted = (sys.executable, "contained", engine._wanted[2])
        await ready(engine)
        first, stop, session = await one(engine, SPIN)
        await session.wait()
        found.setdefault("Run to first user line, spare", []).append(first)
        found.setdefault("Stop to gone, busy loop", []).append(stop)
        first, stop, session = await one(engine, BOMB)
        await session.wait()
        found.setdefault("Run to first user line, fresh", []).append(first)
        found.setdefault("Stop to gone, fork bomb", []).append(stop)
    await engine.close()
    return found


def killed() -> float:
    """Seconds from kill -9 of the playground until the warden, and with it the namespace, and the zygote are gone."""
    parent = subprocess.Popen([sys.executable, "-c", PARENT, SPIN], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    pidfds = [os.pidfd_open(int(pid)) for pid in parent.stdout.readline().split()]
    began = time.monotonic()
    parent.send_signal(signal.SIGKILL)
    for pidfd in pidfds:
        select.select([pidfd], [], [], 10)
        os.close(pidfd)
    took = time.monotonic() - began
    parent.wait()
    parent.stdout.close()
    return took


async def memory() -> tuple[float, float]:
    """MiB PSS of an idle run's own processes, and of the zygote."""
    engine = Engine(spares=False)
    sessions = []
    for _ in range(6):
        session = await engine.start(RunRequest(IDLE, "bench.py", level="contained"))
        await until_output(session)
        sessions.append(session)
    await asyncio.sleep(0.3)
    zygote = engine._stable.zygotes()[0]
    total = sum(map(pss, linux.descendants(zygote)))
    own = pss(zygote)
    await engine.close()
    return total / len(sessions), own


def pss(pid: int) -> float:
    with open(f"/proc/{pid}/smaps_rollup", "rb") as file:
        return next(int(line.split()[1]) for line in file if line.startswith(b"Pss:")) / 1024


async def overhead(source: str) -> tuple[float, float]:
    """Median ratio of the time at `contained` to that at `open`, taken alternately; and the spread at `open` as noise."""
    program = f"import asyncio, time\n{source}began = time.perf_counter()\nasyncio.run(main())\nprint(time.perf_counter() - began)\n"
    times: dict[str, list[float]] = {"open": [], "contained": []}
    engine = Engine(spares=False)
    for _ in range(9):
        for level, got in times.items():
            session = await engine.start(RunRequest(program, "bench.py", level=level))
            await session.wait()
            got.append(float(session.recording.output[-1].text))
    await engine.close()
    bare = statistics.median(times["open"])
    noise = statistics.median(abs(one - bare) for one in times["open"]) / bare
    return statistics.median(times["contained"]) / bare, noise


def main() -> None:
    print(f"{f'containment: ms, {RUNS} runs':<34}{'median':>8}{'p95':>8}")
    found = asyncio.run(latencies())
    found["kill -9 of the playground to gone"] = [killed() for _ in range(RUNS)]
    for name, times in found.items():
        times.sort()
        print(f"  {name:<34}{statistics.median(times) * 1e3:8.1f}{times[int(len(times) * 0.95)] * 1e3:8.1f}")
    if os.geteuid() == 0:  # others may not look into wardens
        run, zygote = asyncio.run(memory())
        print(f"memory, MiB PSS: an idle run {run:.1f}, the zygote {zygote:.1f}")
    for name, source in WORK.items():
        ratio, noise = asyncio.run(overhead(source))
        print(f"  {name:<26} contained takes {ratio:.2f} times what open takes (noise {noise:.0%})")


if __name__ == "__main__":
    main()
