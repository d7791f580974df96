"""A seed: another legal order of ready steps, the same one each time; and asyncio's debug mode."""

from __future__ import annotations

from types import SimpleNamespace

from asyncplay.runner import order
from asyncplay.trace.recording import Recording
from tests.shared import record

RACE = """\
import asyncio
balance = 100
async def withdraw():
    global balance
    seen = balance
    await asyncio.sleep(0)
    balance = seen - 10
async def audit():
    await asyncio.sleep(0)
    return balance
async def main():
    a, b, c = asyncio.create_task(withdraw()), asyncio.create_task(audit()), asyncio.create_task(withdraw())
    await asyncio.gather(a, b, c)
    print(balance, b.result())
asyncio.run(main())
"""
TCP = """\
import asyncio
async def serve(r, w):
    while line := await r.readline():
        w.write(line)
        await w.drain()
    w.close()
async def client(address, n):
    r, w = await asyncio.open_connection(*address)
    for k in range(5):
        w.write(b'%d %d\\n' % (n, k))
        assert await asyncio.wait_for(r.readline(), 5) == b'%d %d\\n' % (n, k)
    w.close()
    await w.wait_closed()
async def main():
    server = await asyncio.start_server(serve, '127.0.0.1', 0)
    await asyncio.gather(*(client(server.sockets[0].getsockname(), n) for n in range(5)))
    server.close()
    await server.wait_closed()
    print('clean')
asyncio.run(main())
"""


def runs(source: str, python: str, *requests: dict[str, object]) -> list[Recording]:
    return [record(source, python, "/tmp/snippet.py", **options) for options in requests]


def words(recording: Recording) -> str:
    return "\n".join(line.text for line in recording.output)


def shape(recording: Recording) -> list[tuple[str, object]]:
    """The order of things, without their times."""
    return [(event.kind, getattr(event, "task", None)) for event in recording.events if event.kind.startswith(("task", "step"))]


def test_seeds_find_the_race_and_each_replays_the_same(python: str) -> None:
    """Some of ten seeds give another result than plain order does; each seed gives the same run twice, event by event."""
    seeds = [*range(10)] * 2
    plain, *recordings = runs(RACE, python, {}, *({"seed": seed} for seed in seeds))
    first, second = recordings[:10], recordings[10:]
    assert any(words(one) != words(plain) for one in first)
    assert [words(one) for one in first] == [words(one) for one in second]
    assert [shape(one) for one in first] == [shape(one) for one in second]


def test_tcp_stays_clean_under_every_seed(python: str) -> None:
    """asyncio's own callbacks keep their order: no stray error, on a real and on a virtual clock."""
    requests = [{"seed": seed, "clock": "virtual" if seed % 2 else "real"} for seed in range(10)]
    for recording in runs(TCP, python, *requests):
        assert words(recording) == "clean"
        assert recording.latest().finished.outcome == "finished"  # type: ignore[union-attr]


STEADY = """\
import asyncio
async def one(n, go):
    await go.wait()
    for _ in range(3):
        print(n)
        await asyncio.sleep(0)
async def other():
    for _ in range(%d):
        await asyncio.sleep(0)
async def main():
    go = asyncio.Event()
    tasks = [asyncio.create_task(one(n, go)) for n in range(6)]
    await asyncio.sleep(0)
    await asyncio.gather(other(), other())
    go.set()
    await asyncio.gather(*tasks)
asyncio.run(main())
"""


def test_what_else_was_shuffled_before_changes_no_order(python: str) -> None:
    """A step's place is its own: on the real clock more or fewer steps may fall into one iteration, and the order stays."""
    (few,), (many,) = (runs(STEADY % count, python, {"seed": 5}) for count in (1, 4))
    assert words(few) == words(many) != words(runs(STEADY % 1, python, {})[0])


def test_timers_that_are_close_ring_together() -> None:
    """A loop sleeps until the last of a row of close timers, and no longer than LATE_S past the first."""

    def spread(*moments: float) -> float:
        heap = [SimpleNamespace(_when=moment) for moment in moments]
        return round(order._spread(heap), 6)  # sorted is a heap, too

    assert spread(1.0) == 0
    assert spread(1.0, 1.0005, 1.0012, 1.5) == 0.0012
    assert spread(1.0, 1.002) == 0
    assert spread(*(1 + n / 2000 for n in range(100))) == order.LATE_S


def test_the_recording_knows_clock_seed_and_debug(python: str) -> None:
    """So that a run can be made again."""
    (recording,) = runs("print(1)", python, {"seed": 7, "clock": "x20", "debug": True})
    started = recording.latest().started
    assert started is not None
    assert (started.clock, started.seed, started.debug) == ("x20", 7, True)


def test_random_is_seeded_too(python: str) -> None:
    """A back-off with jitter replays the same."""
    one, two, other = runs("import random\nprint(random.random())", python, {"seed": 1}, {"seed": 1}, {"seed": 2})
    assert words(one) == words(two) != words(other)


def test_debug_mode_is_asyncios(python: str) -> None:
    """A slow step is told by asyncio itself, and the loop says that it debugs."""
    source = "import asyncio, time\nasync def main():\n    print(asyncio.get_running_loop().get_debug())\n    time.sleep(0.15)\nasyncio.run(main())\n"
    off, on = runs(source, python, {}, {"debug": True})
    assert words(off) == "False"
    assert "True" in words(on)
    assert "Executing <Task" in words(on)
