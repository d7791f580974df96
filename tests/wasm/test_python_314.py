"""CPython 3.14 itself, compiled to WebAssembly: its C code of tasks, coroutines, frames and the collector, under the runner as it ships."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from asyncplay.trace.events import (
    CallbackRan,
    CallbackScheduled,
    EventsDropped,
    LineReached,
    NoteMade,
    StepEnded,
    TaskCreated,
    TaskDone,
    TaskNamed,
    TaskWoken,
    TimerRang,
    TraceDamaged,
    VariablesSeen,
    WarningIssued,
)
from tests.runner import test_matrix as matrix
from tests.runner import test_matrix_waits as waiting
from tests.runner.programs import of, waits
from tests.wasm.interpreter import NAME, play

SAME: tuple[Callable[[str], None], ...] = (
    matrix.test_a_task_knows_who_made_it_and_who_woke_it_on_which_line,
    matrix.test_a_cancellation_tells_who_asked_for_it,
    matrix.test_a_swallowed_cancellation_is_told,
    matrix.test_timers_are_set_ring_and_are_cancelled,
    matrix.test_plain_callbacks_stand_in_the_ready_queue_in_order,
    matrix.test_who_holds_a_lock_or_a_slot_and_who_queues_for_it,
    matrix.test_queue_sizes_and_events_are_shown,
    waiting.test_waits_for_several_tasks_name_them,
    waiting.test_the_chain_goes_through_every_depth,
)


@pytest.mark.parametrize("claim", SAME, ids=lambda claim: claim.__name__.removeprefix("test_"))
def test_what_holds_on_other_interpreters_holds(claim: Callable[[str], None]) -> None:
    """The same programs, the same facts."""
    claim(NAME)


WAITS = """
import asyncio
async def waits():
    lock, slots, event, changed = asyncio.Lock(), asyncio.BoundedSemaphore(1), asyncio.Event(), asyncio.Condition()
    queue, full, barrier = asyncio.PriorityQueue(), asyncio.Queue(1), asyncio.Barrier(2)
    await lock.acquire(), await slots.acquire(), full.put_nowait(1)
    async def wait_changed():
        async with changed: await changed.wait()
    for one in (lock.acquire(), slots.acquire(), event.wait(), wait_changed(), queue.get(), full.put(2), full.join(), barrier.wait(),
                Mine().get(), asyncio.get_running_loop().create_future(), Own()):
        try: await asyncio.wait_for(one, 1)
        except TimeoutError: pass
class Mine(asyncio.Queue): pass
class Own:
    def __await__(self): yield from asyncio.sleep(9).__await__()
asyncio.run(waits())
"""


def test_every_primitive_that_is_waited_for_is_named() -> None:
    """Found among the references of a coroutine, in the order that this collector gives."""
    found = list(dict.fromkeys((w.kind, w.object) for w in waits(play(WAITS).recording) if w.line))
    for expected in (
        ("lock", "Lock 1"), ("semaphore", "BoundedSemaphore 1"), ("event", "Event 1"), ("condition", "Condition 1"), ("queue.get", "PriorityQueue 1"),
        ("queue.put", "Queue 1"), ("queue.join", "Queue 1"), ("barrier", "Barrier 1"), ("queue.get", "Mine 1"),
    ):  # fmt: skip
        assert expected[1] in {thing for _, thing in found}, (expected, found)


NEW = """
import asyncio, traceback, warnings
def hello(): print("hello")
async def child(): await asyncio.sleep(1)
async def quick(): return 3
async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon_threadsafe(hello)
    loop.create_task(child(), eager_start=True)
    loop.create_task(quick(), eager_start=True)
    loop.create_task(quick(), name="late", eager_start=False)
    loop.set_task_factory(asyncio.eager_task_factory)
    asyncio.create_task(quick(), eager_start=False)
    async with asyncio.TaskGroup() as group:
        group.create_task(child(), name="grouped")
    queue = asyncio.Queue()
    getter = asyncio.create_task(queue.get())
    queue.shutdown()
    await asyncio.gather(getter, return_exceptions=True)
    print([frame.f_code.co_filename for frame, _ in traceback.walk_stack(None) if "asyncplay" in frame.f_code.co_filename])
    print([frame for frame in asyncio.current_task().get_stack() if "asyncplay" in frame.f_code.co_filename])
    print(asyncio.capture_call_graph().call_stack[0].frame.f_code.co_name, len(asyncio.all_tasks()))
    warnings.warn("told")
    child()
asyncio.run(main())
x: int = 3
print("__annotations__" in globals(), __annotate__(1))
1 / 0
"""


def test_what_is_new_in_3_14_is_traced() -> None:
    """Handles of call_soon_threadsafe, eager tasks without a factory, names and order; warnings, tracebacks and stacks without a frame of ours."""
    run = play(NEW)
    recording = run.recording
    assert run.out == "hello\n[]\n[]\nmain 1\nFalse {'x': <class 'int'>}\n"
    assert run.code == 1
    assert "asyncplay" not in run.err
    assert [(e.name, e.line) for e in of(recording, CallbackScheduled)] == [("hello", 8)]
    assert [e.name for e in of(recording, CallbackRan) if e.line] == ["hello"]
    created = {e.task: (e.coro, e.line) for e in of(recording, TaskCreated) if not e.library}
    assert list(created.values()) == [("main", 25), ("child", 9), ("quick", 10), ("quick", 11), ("quick", 13), ("child", 15)]
    first = [e.task for e in recording.events if isinstance(e, StepEnded | TaskDone) and e.task in (2, 3, 4, 5, 6)][:5]
    assert first == [2, 3, 6, 4, 5]
    assert {e.task: e.name for e in of(recording, TaskNamed) if e.task in (4, 6)} == {4: "late", 6: "grouped"}
    assert [(e.category, e.line) for e in of(recording, WarningIssued)] == [("UserWarning", 23), ("RuntimeWarning", 24)]
    assert not [e for e in recording.events if isinstance(e, TraceDamaged | EventsDropped)]


def test_where_no_thread_can_be_started_the_run_goes_on_and_says_so() -> None:
    """Nobody watches for steps that block the loop; all else is told."""
    recording = play("import asyncio\nasyncio.run(asyncio.sleep(1))\n").recording
    assert [note.text.partition(" to watch")[0] for note in of(recording, NoteMade)] == ["No thread could be started"]
    assert of(recording, TaskDone)


DETAIL = """
import asyncio
async def inner(n):
    if n:
        await asyncio.sleep(0)
    return n
async def main():
    for n in range(2):
        await inner(n)
asyncio.run(main())
"""


def test_lines_and_variables_are_told() -> None:
    """sys.monitoring and frames' variables are as they were."""
    recording = play(DETAIL, detail=True, variables=True).recording
    assert [e.line for e in of(recording, LineReached) if e.task == 1] == [8, 9, 4, 6, 8, 9, 4, 5, 6, 8]
    (seen,) = of(recording, VariablesSeen)
    assert [(frame.name, [(name, text) for name, text, _ in frame.values]) for frame in seen.frames] == [("main", [("n", "1")]), ("inner", [("n", "1")])]


REAL = """
import asyncio
handles = asyncio.BaseEventLoop.call_at.__globals__["handles"]  # an import would make another module: ours are not in sys.modules
async def ping(one, two):
    for n in range(3):
        two.put_nowait(await one.get())
async def main():
    one, two = asyncio.Queue(), asyncio.Queue()
    task = asyncio.create_task(ping(one, two))
    for n in range(3):
        one.put_nowait(n)
        await two.get()
    await asyncio.gather(asyncio.sleep(0.01), task)
    print(handles.used, [frame for frame in task.get_stack()])
asyncio.run(main())
"""


def test_handles_of_our_own_fit_3_14() -> None:
    """On the real clock steps and sleeps go the shortest way: asyncio's functions are those that were read for it."""
    run = play(REAL, clock="real")
    assert (run.out, run.err) == ("True []\n", "")
    recording = run.recording
    assert [(w.kind, w.line) for w in waits(recording, 2)][:2] == [("queue.get", 6)] * 2
    assert {e.task for e in of(recording, TaskWoken) if e.by == 2} == {1}
    assert [e.outcome for e in of(recording, TaskDone) if e.task in (1, 2)] == ["returned", "returned"]
    assert of(recording, TimerRang)
    assert not of(recording, EventsDropped)
