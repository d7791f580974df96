"""A child that the program forks is named, and what it does is not taken for its parent's."""

from __future__ import annotations

from asyncplay.trace.events import ProcessForked, TaskCreated
from tests.runner.programs import of, out, play

SOURCE = """
import asyncio, multiprocessing, os
async def work():
    await asyncio.sleep(0)
def in_child(conn):
    asyncio.run(work())
    conn.send(os.getpid())
def main():
    pid = os.fork()
    if pid == 0:
        asyncio.run(work())
        os._exit(0)
    os.waitpid(pid, 0)
    print(pid)
    mine, yours = multiprocessing.Pipe()
    context = multiprocessing.get_context("fork")
    process = context.Process(target=in_child, args=(yours,))
    process.start()
    print(mine.recv())
    process.join()
    asyncio.run(work())
main()
"""


def test_a_fork_names_the_child_and_ends_tracing_in_it(python: str) -> None:
    """By its process number; the only task is the parent's own."""
    recording = play(SOURCE, python)
    assert [str(event.pid) for event in of(recording, ProcessForked)] == out(recording)
    assert [event.coro for event in of(recording, TaskCreated) if not event.library] == ["work"]
