"""The asyncio programs whose tracing is measured, and a way to run one bare, traced, in debug mode or under another tool, in this process.

    python benchmarks/programs.py MODE PROGRAM SCALE      prints the CPU seconds of the work itself

Each program is `async def work(scale)`: twice the scale is twice the work.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from typing import Any

MUST = {"sleep0": 2.4, "queue": 2.1, "timers": 1.8, "tcp": 2.3, "deep": 2.8, "work": 1.35, "tasks": 3.0}
STRETCH = {"sleep0": 1.8, "queue": 1.7, "timers": 1.6, "tcp": 2.0, "deep": 2.2, "work": 1.2, "tasks": 2.3}
TITLES = {
    "sleep0": "sleep(0) switches", "queue": "queue ping-pong", "timers": "10,000 timers", "tcp": "TCP echo", "deep": "8-deep await",
    "work": "5 us of work in a step", "tasks": "task created and finished",
}  # fmt: skip
SCALES = {"sleep0": 400, "queue": 8000, "timers": 10000, "tcp": 1500, "deep": 150, "work": 200, "tasks": 8000}


async def sleep0(n: int) -> None:
    async def one() -> None:
        for _ in range(n):
            await asyncio.sleep(0)

    await asyncio.gather(*(one() for _ in range(100)))


async def queue(n: int) -> None:
    a: asyncio.Queue[int] = asyncio.Queue(1)
    b: asyncio.Queue[int] = asyncio.Queue(1)

    async def ping() -> None:
        for i in range(n):
            await a.put(i)
            await b.get()

    async def pong() -> None:
        for _ in range(n):
            await b.put(await a.get())

    await asyncio.gather(ping(), pong())


async def timers(n: int) -> None:
    await asyncio.gather(*(asyncio.sleep(i % 100 * 1e-4) for i in range(n)))


async def tcp(n: int) -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            writer.write(line)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    for _ in range(n):
        writer.write(b"hello\n")
        await writer.drain()
        await reader.readline()
    writer.close()
    server.close()
    await asyncio.sleep(0.001)


async def deep(n: int) -> None:
    async def level(d: int) -> None:
        if d:
            await level(d - 1)
        else:
            await asyncio.sleep(0)

    async def one() -> None:
        for _ in range(n):
            await level(8)

    await asyncio.gather(*(one() for _ in range(100)))


async def work(n: int) -> None:
    async def one() -> None:
        for _ in range(n):
            sum(i * i for i in range(100))
            await asyncio.sleep(0)

    await asyncio.gather(*(one() for _ in range(100)))


async def tasks(n: int) -> None:
    async def one() -> None:
        pass

    for _ in range(n):
        await asyncio.create_task(one())


PROGRAMS: dict[str, Any] = {"sleep0": sleep0, "queue": queue, "timers": timers, "tcp": tcp, "deep": deep, "work": work, "tasks": tasks}


def trace_this_process(capacity: int) -> None:
    """What the runner does before a snippet's first line: full fidelity, recorded into memory of this many records."""
    from asyncplay.runner import main, record
    from asyncplay.trace import wire

    memory = os.memfd_create("trace") if hasattr(os, "memfd_create") else os.open("/tmp", os.O_RDWR)
    os.ftruncate(memory, wire.HEADER_SIZE + capacity * wire.RECORD_SIZE)
    main.prepare()
    record.open_trace(memory, os.open(os.devnull, os.O_WRONLY))
    main._instrument({"path": __file__, "clock": "real"})


def main() -> None:
    mode, name, scale = sys.argv[1], sys.argv[2], int(sys.argv[3])
    if mode in ("traced", "counted"):
        sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "src"))
        if mode == "counted":  # callgrind is fifty times slower, and the watchdog looks by the clock
            from asyncplay.runner import watchdog

            watchdog.POLL_S *= 50
        trace_this_process(1_000_000)

    async def measured() -> None:
        began = time.process_time()
        await PROGRAMS[name](scale)
        print("CPU", time.process_time() - began, flush=True)

    if mode == "viztracer":
        from viztracer import VizTracer  # type: ignore[import-not-found]

        tracer = VizTracer(log_async=True, output_file=os.devnull, verbose=0, tracer_entries=10_000_000)
        tracer.start()
        asyncio.run(measured())
        tracer.stop()
        os._exit(0)
    if mode == "aiomonitor":
        import aiomonitor  # type: ignore[import-not-found]

        async def monitored() -> None:
            with aiomonitor.start_monitor(asyncio.get_running_loop(), hook_task_factory=True, port=0, webui_port=0, console_port=0):
                await measured()

        asyncio.run(monitored())
        return
    asyncio.run(measured(), debug=mode == "debug")


if __name__ == "__main__":
    main()
