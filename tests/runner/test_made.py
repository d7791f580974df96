"""Locks, events, queues … have the names that the source gives them, where these are certain."""

from __future__ import annotations

from tests.runner.programs import out, play

SOURCE = """
import asyncio, inspect, traceback
class Seat:
    def __init__(self):
        self.lock = asyncio.Lock()
class Own(asyncio.Queue):
    pass
async def use(lock):
    async with lock:
        await asyncio.sleep(0.01)
async def hear(condition):
    async with condition:
        await condition.wait()
async def main():
    one = Seat().lock
    a, b = asyncio.Lock(), asyncio.Lock()
    jobs, go = Own(), asyncio.Event()
    row = [asyncio.Lock() for _ in range(2)]
    ring = asyncio.Condition()
    todo = [use(b), use(b), use(a), use(a), use(one), *(use(lock) for lock in row), jobs.get(), go.wait(), hear(ring)]
    print(inspect.signature(asyncio.Queue), "_waiters" in vars(go), jobs.qsize())
    try:
        asyncio.Queue(1, 2, 3)
    except TypeError:
        print(len(traceback.extract_stack()), traceback.format_exc().count("File"))
    await asyncio.wait([asyncio.create_task(one) for one in todo], timeout=0.2)
    two = Seat().lock
    await asyncio.gather(use(two), use(two))
asyncio.run(main())
"""


def test_things_are_called_by_their_names_in_the_source(python):
    """One that was made where others were made, or is called like another of its type, has its number."""
    recording = play(SOURCE, python)
    told = {thing.name: (thing.label, thing.made) for thing in recording.latest().objects.values()}
    named = {label: made for label, made in told.values() if label and label != "ring"}
    assert named == {"a": 16, "b": 16, "jobs": 17, "go": 17}
    assert sorted(told.values()).count(("", 18)) == 2
    assert sorted(told.values()).count(("", 5)) == 2
    assert told["Condition 1"] == ("ring", 19)
    before = [snap.objects for n in range(recording.seq) if (snap := recording.snapshot_at(n)).objects]
    assert any("self.lock" in {thing.label for thing in objects.values()} for objects in before)
    assert out(recording)[0] == "(maxsize=0) True 0"
    assert out(recording)[1].endswith(" 1")
