"""Who did what, on which line: one tiny program for each fact that a trace must hold, on every interpreter that is found."""

from __future__ import annotations

from asyncplay.trace.events import (
    CallbackRan,
    CallbackScheduled,
    CancelRequested,
    GeneratorAbandoned,
    IoUnwatched,
    IoWatched,
    JobEnded,
    JobStarted,
    LoopClosed,
    LoopComplained,
    LoopIdle,
    LoopIterated,
    LoopStarted,
    ObjectTaken,
    StepBlocked,
    TaskCreated,
    TaskDestroyed,
    TaskDone,
    TaskWoken,
    TimerCancelled,
    TimerRang,
    TimerScheduled,
)
from asyncplay.trace.snapshot import io_tasks, waiters
from tests.runner.programs import of, out, play, snapshots, waits


def test_a_task_knows_who_made_it_and_who_woke_it_on_which_line(python: str) -> None:
    """The creator's and the waker's lines, also through library code."""
    recording = play(
        """
        import asyncio
        async def child(event):
            await event.wait()
        async def main():
            event = asyncio.Event()
            task = asyncio.create_task(child(event))
            await asyncio.sleep(0)
            event.set()
            await task
        asyncio.run(main())
        """, python, "virtual")  # fmt: skip
    created = of(recording, TaskCreated)[1]
    woken = next(e for e in of(recording, TaskWoken) if e.task == 2)
    assert (created.parent, created.line, created.coro, created.def_line) == (1, 7, "child", 3)
    assert (woken.by, woken.line, woken.cancelled) == (1, 9, False)
    assert [(w.kind, w.line, w.object) for w in waits(recording, 2)] == [("event", 4, "Event 1")]
    assert [(w.kind, w.line, w.tasks) for w in waits(recording, 1)] == [("task", 10, (2,))]


def test_a_cancellation_tells_who_asked_for_it(python: str) -> None:
    """Of a task that waits and of one that has not begun, with the line."""
    recording = play(
        """
        import asyncio
        async def child():
            await asyncio.sleep(9)
        async def main():
            one = asyncio.create_task(child())
            await asyncio.sleep(0)
            one.cancel()
            two = asyncio.create_task(child())
            two.cancel()
            await asyncio.wait([one, two])
        asyncio.run(main())
        """, python, "virtual")  # fmt: skip
    woken = next(e for e in of(recording, TaskWoken) if e.task == 2)
    assert (woken.by, woken.line, woken.cancelled) == (1, 8, True)
    assert [(e.task, e.by, e.line) for e in of(recording, CancelRequested)] == [(2, 1, 8), (3, 1, 10)]
    assert {e.task: e.outcome for e in of(recording, TaskDone)} == {1: "returned", 2: "cancelled", 3: "cancelled"} | {
        e.task: e.outcome for e in of(recording, TaskDone) if e.task > 3
    }
    final = recording.latest().tasks
    assert [(final[n].cancelled_by, final[n].cancelled_line) for n in (2, 3)] == [(1, 8), (1, 10)]


def test_a_swallowed_cancellation_is_told(python: str) -> None:
    """A task that was cancelled and returned all the same."""
    recording = play(
        """
        import asyncio
        async def child():
            try:
                await asyncio.sleep(9)
            except asyncio.CancelledError:
                pass
        async def main():
            task = asyncio.create_task(child())
            await asyncio.sleep(0)
            task.cancel()
            await task
        asyncio.run(main())
        """, python, "virtual")  # fmt: skip
    assert [e.swallowed for e in of(recording, TaskDone) if e.task in (1, 2)] == [True, False]
    assert recording.latest().tasks[2].swallowed


def test_timers_are_set_ring_and_are_cancelled(python: str) -> None:
    """With their lines; a snapshot shows those that are set, and when they ring."""
    recording = play(
        """
        import asyncio
        async def main():
            async with asyncio.timeout(10):
                await asyncio.sleep(2)
        asyncio.run(main())
        """, python, "virtual")  # fmt: skip
    outer, inner = of(recording, TimerScheduled)[:2]
    assert (outer.line, round(outer.when, 3), outer.task, outer.name) == (4, 10.0, 1, "Timeout._on_timeout")
    assert (inner.line, round(inner.when, 3), inner.task, inner.name) == (5, 2.0, 1, "")
    assert [e.timer for e in of(recording, TimerRang)] == [inner.timer]
    assert [e.timer for e in of(recording, TimerCancelled)] == [outer.timer]
    most = max(snapshots(recording), key=lambda snap: len(snap.timers))
    assert [(t.line, round(t.when, 3)) for t in most.timers.values()] == [(4, 10.0), (5, 2.0)]
    assert not recording.latest().timers
    assert next(e for e in of(recording, TaskWoken) if e.task == 1).timer == inner.timer


def test_a_snapshot_shows_what_the_loop_watches_and_who_waits_for_it(python: str) -> None:
    """A server's accept, and a client's read with its task."""
    recording = play(
        """
        import asyncio
        async def serve(reader, writer):
            await asyncio.sleep(0.05)
            writer.write(b"x")
            writer.close()
        async def main():
            server = await asyncio.start_server(serve, "127.0.0.1", 0)
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            await reader.read()
            writer.close()
            server.close()
        asyncio.run(main())
        """, python)  # fmt: skip
    watched = {(e.direction, e.what) for e in of(recording, IoWatched)}
    assert {("read", "loop"), ("read", "accept"), ("read", "read")} <= watched
    wait = next(w for w in waits(recording, 1) if w.kind == "stream.read")
    assert wait.line == 10
    assert wait.fd is not None
    waiting = [snap for snap in snapshots(recording) if 1 in io_tasks(snap, wait.fd)]
    reading = [snap for snap in waiting if (one := snap.tasks[1].wait) is not None and one.kind == "stream.read"]
    assert reading
    assert len(reading) < len(waiting), "it waited for the connection before, by the same descriptor"
    assert all(snap.io[wait.fd].reading == "read" for snap in reading)
    assert any(e.fd == wait.fd for e in of(recording, IoUnwatched))
    assert any(e.task == 1 and e.fd == wait.fd for e in of(recording, TaskWoken))


def test_jobs_threads_and_subprocesses_are_told_with_their_ends(python: str) -> None:
    """An executor's job, a thread of the program's own, a child process and its return code."""
    recording = play(
        """
        import asyncio, sys, threading, time
        def work(): time.sleep(0.02)
        async def main():
            await asyncio.to_thread(work)
            thread = threading.Thread(target=work, name="mine")
            thread.start()
            thread.join()
            child = await asyncio.create_subprocess_exec(sys.executable, "-c", "raise SystemExit(3)")
            await child.wait()
        asyncio.run(main())
        """, python)  # fmt: skip
    started = {e.job: e for e in of(recording, JobStarted)}
    results = {e.job: e.result for e in of(recording, JobEnded)}
    executor = next(e for e in started.values() if e.what == "executor")
    child = next(e for e in started.values() if e.what == "subprocess")
    mine = next(e for e in started.values() if e.name == "mine")
    assert (executor.task, executor.line, executor.name) == (1, 5, "work")
    assert not any("_process_exited" in e.name for e in of(recording, CallbackScheduled))
    assert (child.task, child.line, results[child.job]) == (1, 9, "3")
    assert mine.what == "thread"
    assert mine.job in results
    assert executor.job in results
    assert any(executor.job in snap.jobs for snap in snapshots(recording))


def test_plain_callbacks_stand_in_the_ready_queue_in_order(python: str) -> None:
    """What they are, and how long they ran."""
    recording = play(
        """
        import asyncio, time
        def slow(): time.sleep(0.3)
        def quick(): pass
        async def child(): pass
        async def main():
            loop = asyncio.get_running_loop()
            loop.call_soon(slow)
            task = asyncio.create_task(child())
            loop.call_soon(quick)
            await task
        asyncio.run(main())
        """, python)  # fmt: skip
    scheduled = [(e.name, e.task, e.line) for e in of(recording, CallbackScheduled) if e.task == 1]
    assert scheduled == [("slow", 1, 8), ("quick", 1, 10)]
    first, second = [e.callback for e in of(recording, CallbackScheduled) if e.task == 1]
    assert any(snap.queue == (-first, 2, -second) for snap in snapshots(recording))
    ran = {e.name: e for e in of(recording, CallbackRan)}
    assert ran["slow"].seconds >= 0.3
    assert ran["slow"].line == 3
    assert ran["quick"].seconds < 0.3
    assert [block.task for block in recording.latest().blocks if block.seconds >= 0.3] == [None]


def test_iterations_and_idle_times_are_told(python: str) -> None:
    """Each iteration that ran something has its number; the loop says until when it sleeps."""
    recording = play(
        """
        import asyncio
        async def main():
            await asyncio.sleep(0)
            await asyncio.sleep(1)
        asyncio.run(main())
        """, python, "virtual")  # fmt: skip
    numbers = [e.number for e in of(recording, LoopIterated)]
    assert numbers == sorted(set(numbers))
    assert len(numbers) >= 3
    assert [round(e.until or 0, 3) for e in of(recording, LoopIdle)][:1] == [1.0]


def test_every_loop_is_traced_with_its_thread(python: str) -> None:
    """Two runs one after another, and one in another thread at the same time."""
    recording = play(
        """
        import asyncio, threading
        async def main(): await asyncio.sleep(0.01)
        asyncio.run(main())
        thread = threading.Thread(target=lambda: asyncio.run(main()))
        thread.start()
        asyncio.run(main())
        thread.join()
        loop = asyncio.new_event_loop()
        loop.run_until_complete(main())
        loop.run_until_complete(main())
        loop.close()
        """, python)  # fmt: skip
    started = of(recording, LoopStarted)
    loops = {e.loop for e in started}
    assert len(loops) == 4
    assert len({e.thread for e in started}) == 2
    assert {e.loop for e in of(recording, LoopClosed)} == loops
    mains = [e for e in of(recording, TaskCreated) if e.coro == "main"]
    assert len(mains) == 5
    assert {e.loop for e in mains} == loops
    assert not recording.latest().loops


def test_who_holds_a_lock_or_a_slot_and_who_queues_for_it(python: str) -> None:
    """Since which line; a slot that is handed over belongs to who was woken."""
    recording = play(
        """
        import asyncio
        async def user(lock, slots):
            async with lock:
                await asyncio.sleep(1)
            async with slots:
                await asyncio.sleep(1)
        async def main():
            lock, slots = asyncio.Lock(), asyncio.BoundedSemaphore(1)
            await asyncio.gather(user(lock, slots), user(lock, slots), user(lock, slots))
        asyncio.run(main())
        """, python, "virtual")  # fmt: skip
    taken = [(e.obj, e.task, e.line) for e in of(recording, ObjectTaken)]
    names = {thing.id: thing.name for snap in snapshots(recording) for thing in snap.objects.values()}
    lock = next(i for i, name in names.items() if name == "Lock 1")
    slots = next(i for i, name in names.items() if name == "BoundedSemaphore 1")
    assert [task for obj, task, line in taken if obj == lock] == [2, 3, 4]
    assert {line for obj, _, line in taken if obj == lock} == {4}
    assert [task for obj, task, _ in taken if obj == slots] == [2, 3, 4]
    assert any(waiters(snap, lock) == (3, 4) and snap.owners.get(lock) == ((2, 4),) for snap in snapshots(recording))
    assert all(line == 6 for snap in snapshots(recording) for _, line in snap.owners.get(slots, ()))
    values = {snap.objects[slots].value for snap in snapshots(recording) if slots in snap.objects}
    assert values == {0, 1}


def test_queue_sizes_and_events_are_shown(python: str) -> None:
    """How many items, how many at most; set or not."""
    recording = play(
        """
        import asyncio
        async def consumer(queue, event):
            await queue.get()
            await event.wait()
            for _ in range(3): await queue.get()
            await queue.get()
        async def main():
            queue, event = asyncio.Queue(5), asyncio.Event()
            task = asyncio.create_task(consumer(queue, event))
            await asyncio.sleep(1)
            for n in range(4): queue.put_nowait(n)
            await asyncio.sleep(1)
            event.set()
            await asyncio.sleep(1)
            task.cancel()
        asyncio.run(main())
        """, python, "virtual")  # fmt: skip
    things = [{t.name: (t.value, t.limit) for t in snap.objects.values()} for snap in snapshots(recording)]
    sizes = [found["Queue 1"][0] for found in things if "Queue 1" in found]
    assert set(sizes) == {0, 1, 3, 4}
    assert sizes[-1] == 0
    assert {found["Queue 1"][1] for found in things if "Queue 1" in found} == {5}
    flags = [found["Event 1"][0] for found in things if "Event 1" in found]
    assert (flags[0], flags[-1]) == (0, 1)


def test_an_eager_task_runs_its_first_step_inside_its_creators(python: str) -> None:
    """From 3.12 on: what it prints is its own, and one that ends at once is seen."""
    recording = play(
        """
        import asyncio, sys
        async def quick():
            print("quick")
        async def slow():
            print("slow")
            await asyncio.sleep(1)
        async def main():
            if sys.version_info >= (3, 12): asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
            await asyncio.create_task(quick())
            await asyncio.create_task(slow())
        asyncio.run(main())
        """, python, "virtual")  # fmt: skip
    printed = {line.text: line.task for line in recording.output}
    coros = {e.task: e.coro for e in of(recording, TaskCreated)}
    assert {coros[task or 0]: text for text, task in printed.items()} == {"quick": "quick", "slow": "slow"}
    assert {coros[e.task] for e in of(recording, TaskDone)} >= {"quick", "slow", "main"}


def test_a_main_task_made_by_an_eager_factory_before_the_loop_runs_has_one_first_step(python: str) -> None:
    """Eager tasks run at once only inside a running loop."""
    recording = play(
        """
        import asyncio, sys
        async def main():
            print("one")
            await asyncio.sleep(1)
        with asyncio.Runner() as runner:
            if sys.version_info >= (3, 12): runner.get_loop().set_task_factory(asyncio.eager_task_factory)
            runner.run(main())
        """, python, "virtual")  # fmt: skip
    assert [w.kind for w in waits(recording, 1)] == ["sleep"]
    assert recording.latest().tasks[1].steps == 2
    assert recording.latest().damaged is None


def test_troubles_are_found_and_located(python: str) -> None:
    """An exception never retrieved, a task lost while pending, an async generator left open."""
    recording = play(
        """
        import asyncio, gc
        async def fails():
            raise ValueError("x")
        async def lost():
            await asyncio.get_running_loop().create_future()
        async def numbers():
            try:
                while True:
                    yield 1
            finally:
                await asyncio.sleep(0)
        async def main():
            async for n in numbers():
                break
            task = asyncio.create_task(fails())
            asyncio.create_task(lost())
            await asyncio.sleep(0)
            del task
            asyncio.get_running_loop().create_future().set_exception(KeyError("k"))
            gc.collect()
            await asyncio.sleep(0)
        asyncio.run(main())
        """, python)  # fmt: skip
    (left,) = of(recording, GeneratorAbandoned)
    assert (left.name, left.line) == ("numbers", 10)
    messages = {e.message: e for e in of(recording, LoopComplained)}
    never = messages["Task exception was never retrieved"]
    assert (never.error, never.line) == ("ValueError: x", 4)
    assert never.task in {e.task for e in of(recording, TaskCreated) if e.coro == "fails"}
    assert "Task was destroyed but it is pending!" in messages
    future = messages["Future exception was never retrieved"]
    assert (future.error, future.task, future.line) == ("KeyError: 'k'", None, None)
    assert [recording.latest().tasks[e.task].coro for e in of(recording, TaskDestroyed)] == ["lost"]


def test_a_step_that_blocks_is_named_while_it_does(python: str) -> None:
    """time.sleep, a busy loop, and a regular expression that holds the interpreter."""
    recording = play(
        """
        import asyncio, re, time
        async def main():
            await asyncio.sleep(0)
            time.sleep(0.3)
            await asyncio.sleep(0)
            end = time.monotonic() + 0.3
            while time.monotonic() < end: pass
            await asyncio.sleep(0)
            print(re.match(r"(a+)+$", "a" * 22 + "b"))
        asyncio.run(main())
        """, python)  # fmt: skip
    seen = {(e.task, e.line) for e in of(recording, StepBlocked)}
    assert {(1, 5), (1, 10)} <= seen
    assert {(1, 7), (1, 8)} & seen
    assert {block.line for block in recording.latest().blocks} >= {5, 10}
    assert out(recording) == ["None"]
