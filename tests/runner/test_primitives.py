"""Who holds a lock or a slot, who queues for it, and what is in queues: the odd cases, on every interpreter that is found."""

from __future__ import annotations

from asyncplay.trace.events import ObjectChanged, ObjectSeen, StepEnded
from asyncplay.trace.recording import Recording
from asyncplay.trace.snapshot import waiters
from tests.runner.programs import of, play, snapshots, waits


def test_who_was_notified_waits_for_the_conditions_lock(python: str) -> None:
    """And no more for the condition: each in its turn, behind the one who has the lock."""
    recording = play(
        """
        import asyncio
        async def waits(condition):
            async with condition:
                await condition.wait()
                await asyncio.sleep(1)
        async def main():
            condition = asyncio.Condition()
            tasks = [asyncio.create_task(waits(condition)) for _ in range(3)]
            await asyncio.sleep(1)
            async with condition: condition.notify_all()
            await asyncio.wait(tasks)
        asyncio.run(main())
        """, python, "virtual")  # fmt: skip
    assert [(w.kind, w.line) for w in waits(recording, 4)] == [("condition", 5), ("lock", 5), ("sleep", 6)]
    lock = next(e.obj for e in of(recording, ObjectSeen) if e.name.startswith("Lock"))
    assert any(snap.owners.get(lock) == ((2, 5),) and waiters(snap, lock) == (3, 4) for snap in snapshots(recording))


def test_a_notified_task_that_waits_by_a_predicate_takes_the_lock_back_too(python: str) -> None:
    """Condition.wait_for, and a lock of the snippet's own."""
    recording = play(
        """
        import asyncio
        class Mine(asyncio.Lock):
            async def acquire(self):
                return await super().acquire()
        async def waits(condition, told):
            async with condition:
                await condition.wait_for(lambda: told)
                await asyncio.sleep(1)
        async def main():
            condition, told = asyncio.Condition(Mine()), []
            tasks = [asyncio.create_task(waits(condition, told)) for _ in range(2)]
            await asyncio.sleep(1)
            async with condition:
                told.append(1)
                condition.notify_all()
            await asyncio.wait(tasks)
        asyncio.run(main())
        """, python, "virtual")  # fmt: skip
    assert [(w.kind, w.object) for w in waits(recording, 3)] == [("condition", "Condition 1"), ("lock", "Mine 1"), ("sleep", None)]


def test_a_semaphore_tells_how_many_slots_it_was_made_with_and_a_barrier_who_came_and_went(python: str) -> None:
    """Beside those that are free; each change of a barrier's count, also those of one step."""
    recording = play(
        """
        import asyncio
        class Mine(asyncio.Semaphore): pass
        async def main():
            for slots in asyncio.BoundedSemaphore(3), asyncio.Semaphore(2), Mine(1):
                async with slots: await asyncio.sleep(0)
            barrier = asyncio.Barrier(3)
            await asyncio.gather(*(barrier.wait() for _ in range(3)))
        asyncio.run(main())
        """, python, "virtual")  # fmt: skip
    seen = of(recording, ObjectSeen)
    assert [(e.name, e.value, e.limit) for e in seen[:3]] == [("BoundedSemaphore 1", 2, 3), ("Semaphore 1", 1, 2), ("Mine 1", 0, 1)]
    barrier = next(e for e in seen if e.name.startswith("Barrier"))
    assert (barrier.value, barrier.limit, barrier.label) == (1, 3, "barrier")
    assert [e.value for e in of(recording, ObjectChanged) if e.obj == barrier.obj] == [2, 3, 2, 1, 0]


def test_what_is_in_more_queues_than_are_watched_is_unknown_and_never_old(python: str) -> None:
    """Of 140 queues all that is told of is right; of the others nothing is."""
    recording = play(
        """
        import asyncio
        async def main():
            queues = [asyncio.Queue() for _ in range(140)]
            tasks = [asyncio.create_task(queue.get()) for queue in queues]
            await asyncio.sleep(1)
            for n, queue in enumerate(queues):
                for item in range(n % 5 + 1): queue.put_nowait(item)
            await asyncio.wait(tasks)
            await asyncio.sleep(1)
        asyncio.run(main())
        """, python, "virtual")  # fmt: skip
    last = max(n for n, e in enumerate(recording.events) if isinstance(e, StepEnded) and e.task == 1)
    values = [thing.value for thing in recording.snapshot_at(last + 1).objects.values() if thing.name.startswith("Queue")]
    assert len(values) == 140
    assert [value for n, value in enumerate(values) if value is not None] == [n % 5 for n, value in enumerate(values) if value is not None]
    assert 120 <= sum(value is not None for value in values) < 140


def test_a_lock_that_a_callback_releases_has_no_owner_until_somebody_takes_it(python: str) -> None:
    """And one whose owner has ended is still that task's."""
    recording = play(
        """
        import asyncio
        async def takes(lock):
            await lock.acquire()
        async def main():
            lock = asyncio.Lock()
            await takes(lock)
            task = asyncio.create_task(takes(lock))
            asyncio.get_running_loop().call_later(1, lock.release)
            await task
            await asyncio.sleep(1)
        asyncio.run(main())
        """, python, "virtual")  # fmt: skip
    owners = [snap.owners.get(1) for snap in snapshots(recording)]
    assert list(dict.fromkeys(owners)) == [None, ((1, 4),), ((2, 4),)]
    assert owners[-1] == ((2, 4),)
    assert recording.latest().tasks[2].state == "done"


def test_a_lock_that_is_taken_by_wait_for_belongs_to_the_task_that_asked(python: str) -> None:
    """Up to 3.11 a task of wait_for's takes it, and is over before the lock is released; who waits for it is told who has it."""
    recording = play(
        """
        import asyncio
        async def second(lock):
            async with lock: pass
        async def main():
            lock, slots = asyncio.Lock(), asyncio.Semaphore(1)
            await asyncio.wait_for(lock.acquire(), 1)
            await asyncio.wait_for(asyncio.wait_for(slots.acquire(), 1), 1)
            task = asyncio.create_task(second(lock))
            await asyncio.sleep(1)
            lock.release()
            slots.release()
            await task
        asyncio.run(main())
        """, python, "virtual")  # fmt: skip
    held = [dict(snap.owners) for snap in snapshots(recording)]
    assert {owners for snap in held for owners in snap.values()} == {((1, 7),), ((1, 8),), ((_second(recording), 4),)}
    assert not held[-1]


def _second(recording: Recording) -> int:
    return next(task.id for task in recording.latest().tasks.values() if task.coro == "second")
