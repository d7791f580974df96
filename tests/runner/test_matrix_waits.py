"""What a suspended task waits for, down to object, descriptor and line: what `test_waits` has no room for. On every interpreter that is found."""

from __future__ import annotations

import pytest

from asyncplay.trace.events import StepEnded
from tests.runner.programs import of, play, waits

BODY = """\
import asyncio, contextlib, os, signal, socket, sys
async def other(): await asyncio.sleep(0.02)
async def serve(reader, writer):
    await reader.read(1)
    writer.close()
async def waits():
    loop = asyncio.get_running_loop()
    {before}
    {line}
async def main():
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0.3): await waits()
asyncio.run(main())
"""
LINE = 9
PAIR = "a, b = socket.socketpair(); a.setblocking(False); b.setblocking(False)"
SERVER = "server = await asyncio.start_server(serve, '127.0.0.1', 0); addr = server.sockets[0].getsockname()"
FULL = SERVER + "; r, w = await asyncio.open_connection(*addr); w.transport.set_write_buffer_limits(0); w.write(b'x' * 30_000_000)"
KINDS = {
    "bounded semaphore": ("s = asyncio.BoundedSemaphore(1); await s.acquire()", "await s.acquire()", "semaphore", "BoundedSemaphore 1"),
    "lock, async with": ("lock = asyncio.Lock(); await lock.acquire()", "async with lock: pass", "lock", "Lock 1"),
    "condition, wait_for": ("c = asyncio.Condition(); await c.acquire()", "await c.wait_for(lambda: False)", "condition", "Condition 1"),
    "priority queue": ("q = asyncio.PriorityQueue()", "await q.get()", "queue.get", "PriorityQueue 1"),
    "subclass of a queue": ("Mine = type('Mine', (asyncio.Queue,), {}); q = Mine()", "await q.get()", "queue.get", "Mine 1"),
    "to_thread": ("import time", "await asyncio.to_thread(time.sleep, 0.02)", "thread", None),
    "run_in_executor": ("import time", "await loop.run_in_executor(None, time.sleep, 0.02)", "thread", None),
    "stream accept": (SERVER, "await server.serve_forever()", "stream.accept", None),
    "stream read": (SERVER + "; r, w = await asyncio.open_connection(*addr)", "await r.readline()", "stream.read", "StreamReader 1"),
    "stream drain": (FULL, "await w.drain()", "stream.drain", None),
    "sock_recv": (PAIR, "await loop.sock_recv(a, 1)", "socket", None),
    "sock_accept": ("s = socket.create_server(('127.0.0.1', 0)); s.setblocking(False)", "await loop.sock_accept(s)", "socket", None),
    "sock_sendall": (PAIR, "await loop.sock_sendall(a, b'x' * 10_000_000)", "socket", None),
    "communicate": (
        "p = await asyncio.create_subprocess_exec(sys.executable, '-c', 'import time; time.sleep(0.1)')", "await p.communicate()", "subprocess", None,
    ),
    "a signal": (
        "e = asyncio.Event(); loop.add_signal_handler(signal.SIGUSR1, e.set); loop.call_later(0.02, os.kill, os.getpid(), signal.SIGUSR1)",
        "await e.wait()", "event", "Event 1",
    ),
    "an awaitable of one's own": (
        "pass", "await type('A', (), {'__await__': lambda self: (yield from asyncio.sleep(0.01).__await__())})()", "sleep", None,
    ),
    "a future": ("f = loop.create_future()", "await f", "future", "Future 1"),
    "shielded coroutine": ("pass", "await asyncio.shield(other())", "shield", None),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_a_wait_is_named_with_its_object_and_line(name: str, python: str) -> None:
    """The kind is the contract's word, the line the snippet's, the object numbered by type."""
    before, line, kind, thing = KINDS[name]
    recording = play(BODY.format(before=before, line=line), python)
    found = [(w.kind, w.line, w.object) for w in waits(recording) if w.kind == kind and w.line == LINE]
    assert found, [(w.kind, w.line, w.object) for w in waits(recording)]
    if thing is not None:
        assert found[0][2] == thing


def test_a_wait_on_a_descriptor_names_it(python: str) -> None:
    """The number that the program itself sees."""
    source = """
    import asyncio, socket
    async def main():
        a, b = socket.socketpair()
        a.setblocking(False)
        asyncio.get_running_loop().call_later(0.02, b.send, b"x")
        print(a.fileno())
        await asyncio.get_running_loop().sock_recv(a, 1)
    asyncio.run(main())
    """
    recording = play(source, python)
    (wait,) = (w for w in waits(recording, 1) if w.kind == "socket")
    assert [str(wait.fd)] == [line.text for line in recording.output]


def test_waits_for_several_tasks_name_them(python: str) -> None:
    """gather, wait, wait_for, as_completed, shield, a group: those that are not over; a task that joins a group later, too."""
    source = """
    import asyncio
    async def c(n): await asyncio.sleep(n)
    async def joins(group):
        await asyncio.sleep(1)
        group.create_task(c(3))
    async def main():
        await asyncio.gather(c(1), c(2))
        await asyncio.wait([asyncio.create_task(c(1)), asyncio.create_task(c(2))])
        await asyncio.wait_for(asyncio.create_task(c(1)), 5)
        for one in asyncio.as_completed([c(1), c(2)]): await one
        await asyncio.shield(asyncio.create_task(c(1)))
        async with asyncio.TaskGroup() as group:
            group.create_task(c(2))
            group.create_task(joins(group))
    asyncio.run(main())
    """
    recording = play(source, python, "virtual")
    found = [(w.kind, w.tasks) for w in waits(recording, 1)]
    tasks = dict.fromkeys(found)
    assert ("gather", (2, 3)) in tasks
    assert ("wait", (4, 5)) in tasks
    assert any(kind == "as_completed" and set(members) == {7, 8} for kind, members in tasks)
    assert ("shield", (9,)) in tasks
    assert ("taskgroup", (10, 11)) in tasks
    assert any(kind == "wait_for" and (members == (6,) or not members) for kind, members in tasks)


def test_the_chain_goes_through_every_depth(python: str) -> None:
    """await, async with, async for over generators inside of generators: each frame with its line."""
    source = """
    import asyncio, contextlib
    async def inner():
        await asyncio.sleep(1)
        yield 1
    async def outer():
        async for n in inner():
            yield n
    @contextlib.asynccontextmanager
    async def managed():
        async for n in outer():
            yield n
            break
    async def down(n):
        if n:
            return await down(n - 1)
        async with managed() as value:
            return value
    async def main():
        await down(3)
    asyncio.run(main())
    """
    recording = play(source, python, "virtual")
    ended = next(e for e in of(recording, StepEnded) if e.wait is not None)
    assert (ended.wait and ended.wait.kind, ended.line) == ("sleep", 4)
    own = [(frame.name, frame.line) for frame in ended.chain if frame.snippet]
    assert own == [("main", 20), ("down", 16), ("down", 16), ("down", 16), ("down", 17), ("managed", 11), ("outer", 7), ("inner", 4)]
