"""Who cancelled a task, on which line, and through which others: one small program for each way there is, on every interpreter that is found."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from asyncplay.insight.why import sentence
from asyncplay.trace.events import CallbackRan, StepStarted, TaskWoken
from tests.runner.programs import of, out, play

HEAD = """\
import asyncio, contextlib, functools, os, signal, sys, threading, weakref
async def inner(): await asyncio.sleep(9)
async def outer(): await asyncio.create_task(inner(), name="inner")
async def fails():
    await asyncio.sleep(0)
    raise ValueError
async def settle():
    for _ in range(5): await asyncio.sleep(0)
async def main():
    loop = asyncio.get_running_loop()
    with contextlib.suppress(BaseException):
"""
LINE = 12
"""The first line of a case's body."""


class Who(NamedTuple):
    by: str | None
    line: int | None
    via: str | None = None
    how: str = ""


CASES: dict[str, tuple[str, dict[str, Who]]] = {
    "before its first step": ("t = asyncio.create_task(inner(), name='t')\nt.cancel()\nawait t", {"t": Who("main", 13)}),
    "by another task's line": (
        "t = asyncio.create_task(inner(), name='t')\nasync def other():\n    t.cancel('why')\nawait other()\nawait t", {"t": Who("main", 14)},
    ),
    "while it was ready": (
        ("e = asyncio.Event()\nasync def waits():\n    await e.wait()\n    await asyncio.sleep(9)\nt = asyncio.create_task(waits(), name='t')\n"
        "await settle()\ne.set()\nt.cancel()\nawait t"), {"t": Who("main", 19)},
    ),
    "through the task that it awaits": (
        "t = asyncio.create_task(outer(), name='t')\nawait settle()\nt.cancel()\nawait t", {"t": Who("main", 14), "inner": Who("main", 14, "t")},
    ),
    "through three": (
        ("async def middle(): await asyncio.create_task(outer(), name='m')\nt = asyncio.create_task(middle(), name='t')\nawait settle()\nt.cancel()\n"
        "await t"), {"t": Who("main", 15), "m": Who("main", 15, "t"), "inner": Who("main", 15, "m")},
    ),
    "through a gather, and one inside of it": (
        ("async def many():\n    a = asyncio.create_task(inner(), name='a')\n    b = asyncio.create_task(inner(), name='b')\n"
        "    await asyncio.gather(a, asyncio.gather(b), outer())\nt = asyncio.create_task(many(), name='t')\nawait settle()\nt.cancel()\nawait t"),
        {"t": Who("main", 18), "a": Who("main", 18, "t"), "b": Who("main", 18, "t"), "inner": Who("main", 18, "outer")},
    ),
    "through wait_for": (
        "t = asyncio.create_task(asyncio.wait_for(asyncio.create_task(inner(), name='i'), 5), name='t')\nawait settle()\nt.cancel()\nawait t",
        {"t": Who("main", 14)},
    ),
    "by a timeout, through a gather": (
        "async def many(): await asyncio.gather(asyncio.create_task(inner(), name='i'), outer())\nasync with asyncio.timeout(0.1):\n    await many()",
        {"i": Who(None, 13, "main", "timeout"), "inner": Who(None, 13, "outer", "timeout")},
    ),
    "by a timeout": (
        "async def limited():\n    async with asyncio.timeout(0.1):\n        await outer()\nt = asyncio.create_task(limited(), name='t')\nawait t",
        {"t": Who(None, 13, None, "timeout"), "inner": Who(None, 13, "t", "timeout")},
    ),
    "by a task group one of whose tasks failed": (
        ("async def group():\n    async with asyncio.TaskGroup() as g:\n        g.create_task(inner(), name='i')\n        g.create_task(fails(), name='f')\n"
        "t = asyncio.create_task(group(), name='t')\nawait t"), {"i": Who("f", 6, None, "taskgroup")},
    ),
    "by a task group whose body failed": (
        "async with asyncio.TaskGroup() as g:\n    g.create_task(inner(), name='i')\n    await settle()\n    raise ValueError",
        {"i": Who("main", 12, None, "taskgroup")},
    ),
    "by itself": (
        "async def gives_up():\n    asyncio.current_task().cancel()\n    await asyncio.sleep(9)\nt = asyncio.create_task(gives_up(), name='t')\nawait t",
        {"t": Who("t", 13)},
    ),
    "by call_soon": (
        "t = asyncio.create_task(inner(), name='t')\nawait settle()\nloop.call_soon(t.cancel)\nawait t", {"t": Who("main", 14, None, "callback")},
    ),
    "by a timer's callback": (
        "t = asyncio.create_task(inner(), name='t')\ndef stop():\n    t.cancel()\nloop.call_later(0.1, stop)\nawait t",
        {"t": Who(None, 14, None, "callback")},
    ),
    "by a timer that calls it itself": (
        "t = asyncio.create_task(outer(), name='t')\nloop.call_later(0.1, t.cancel)\nawait t",
        {"t": Who("main", 13, None, "callback"), "inner": Who("main", 13, "t", "callback")},
    ),
    "by getattr": ("t = asyncio.create_task(inner(), name='t')\ngetattr(t, 'can' 'cel')()\nawait t", {"t": Who("main", 13)}),
    "by map": ("t = asyncio.create_task(inner(), name='t')\nlist(map(asyncio.Task.cancel, [t]))\nawait t", {"t": Who("main", 13)}),
    "by a method that was kept": (
        "t = asyncio.create_task(inner(), name='t')\nstop = t.cancel\nawait settle()\nstop()\nawait t", {"t": Who("main", 15)},
    ),
    "by a method that was kept, through a gather": (
        ("async def many(): await asyncio.gather(outer(), asyncio.create_task(inner(), name='i'))\n"
        "t = asyncio.create_task(many(), name='t')\nwith contextlib.ExitStack() as stack:\n    stack.callback(t.cancel)\n    await settle()\nawait t"),
        {"t": Who("main", 14), "outer": Who("main", 14, "t"), "inner": Who("main", 14, "outer"), "i": Who("main", 14, "t")},
    ),
    "because its future was": (
        "f = loop.create_future()\nasync def waits(): await f\nt = asyncio.create_task(waits(), name='t')\nawait settle()\nf.cancel()\nawait t",
        {"t": Who("main", 16, None, "future")},
    ),
    "because what it awaits was": (
        ("i = asyncio.create_task(inner(), name='i')\nasync def waits(): await asyncio.gather(i)\nt = asyncio.create_task(waits(), name='t')\n"
        "await settle()\ni.cancel()\nawait t"), {"i": Who("main", 16), "t": Who("i", None, None, "awaited")},
    ),
    "by raising it": (
        "async def raises(): raise asyncio.CancelledError\nt = asyncio.create_task(raises(), name='t')\nawait t", {"t": Who(None, None, None, "raised")},
    ),
    "by Ctrl+C": (
        "loop.call_later(0.1, os.kill, os.getpid(), signal.SIGINT)\nawait outer()", {"inner": Who(None, None, "main", "interrupt")},
    ),
    "by another thread": (
        "t = asyncio.create_task(inner(), name='t')\ndef work():\n    threading.Event().wait(0.1); loop.call_soon_threadsafe(t.cancel)\nthreading.Thread(target=work).start()\nawait t",
        {"t": Who(None, 14, None, "callback")},
    ),
    "by another thread's own call": (
        "t = asyncio.create_task(inner(), name='t')\nawait settle()\nthread = threading.Thread(target=lambda: t.cancel())\nthread.start()\nthread.join()\nawait t",
        {"t": Who(None, 14, None, "thread")},
    ),
    "by the end of asyncio.run": ("asyncio.create_task(inner(), name='t')\nawait settle()", {"t": Who(None, 14, None, "run")}),
}  # fmt: skip


def cancelled(source: str, python: str, clock: str = "real") -> dict[str, Who]:
    """Who cancelled each task, by label."""
    tasks = play(source, python, clock).latest().tasks
    label = {None: None} | {task.id: task.label for task in tasks.values()}
    return {
        task.label: Who(label[task.cancelled_by], task.cancelled_line, label[task.cancelled_via], task.cancelled_how)
        for task in tasks.values() if task.cancelled_how or task.cancelled_by or task.cancelled_line
    }  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_cancelled_task_tells_who_asked_on_which_line_and_through_whom(name: str, python: str) -> None:
    """Each way to cancel a task there is: the task that asked, the line, the task through which it came, and what asked."""
    body, expected = CASES[name]
    found = cancelled(HEAD + "".join(f"        {line}\n" for line in body.split("\n")) + "asyncio.run(main())\n", python)
    assert {label: found.get(label) for label in expected} == expected


def test_code_outside_of_the_loop_cancels_too(python: str) -> None:
    """The line is told; no task is blamed."""
    source = """
    import asyncio
    async def inner(): await asyncio.sleep(9)
    loop = asyncio.new_event_loop()
    t = loop.create_task(inner(), name="t")
    t.cancel()
    try:
        loop.run_until_complete(t)
    except asyncio.CancelledError:
        loop.close()
    """
    assert cancelled(source, python) == {"t": Who(None, 6, None, "outside")}


def test_looking_at_cancel_is_no_cancellation(python: str) -> None:
    """Whoever keeps the method, compares it or gives it away has cancelled nobody yet."""
    source = """
    import asyncio
    async def inner(): await asyncio.sleep(0.1)
    async def main():
        t = asyncio.create_task(inner())
        stop = t.cancel
        getattr(t, "cancel")
        assert t.cancel == stop, asyncio.Task.cancel
        done = asyncio.get_running_loop().create_future()
        done.add_done_callback(t.cancel if t.done() else print)
        await t
    asyncio.run(main())
    """
    assert cancelled(source, python, "virtual") == {}


def test_the_method_is_what_it_was(python: str) -> None:
    """Its type, its text, and what it says of itself: as under plain Python."""
    source = """
    import asyncio, inspect, types
    class Mine(asyncio.Task):
        def cancel(self, msg=None):
            return super().cancel(msg)
    async def inner(): await asyncio.sleep(9)
    async def main():
        t = asyncio.create_task(inner())
        print(type(t.cancel).__name__, type(asyncio.Task.cancel).__name__, repr(asyncio.Task.cancel), asyncio.Task.cancel.__doc__[:29])
        print(t.cancel.__self__ is t, "cancel" in dir(asyncio.Task), inspect.signature(asyncio.Task.cancel), repr(vars(asyncio.Task)["cancel"]))
        mine = Mine(inner())
        print(t.cancel("a"), mine.cancel("b"), t.cancelling(), mine.cancelling())
        for one in (t, mine):
            try:
                await one
            except asyncio.CancelledError as error:
                print(error.args)
        print(t.cancel())
        plain = vars(asyncio.Task)["cancel"]
        print(isinstance(plain, types.MethodDescriptorType), plain.__objclass__.__name__, plain.__name__, plain(t), plain.__doc__[:7])
    asyncio.run(main())
    """
    assert out(play(source, python, "virtual")) == [
        "builtin_function_or_method method_descriptor <method 'cancel' of '_asyncio.Task' objects> Request that this task cancel",
        "True True (self, /, msg=None) <method 'cancel' of '_asyncio.Task' objects>", "True True 1 1", "('a',)", "('b',)", "False", "True Task cancel False Request",
    ]  # fmt: skip


def test_a_task_that_cancels_itself_is_ready_when_its_step_ends(python: str) -> None:
    """It never waits for what it suspends on: its own step has cancelled that already."""
    recording = play(
        """
        import asyncio
        async def main():
            asyncio.current_task().cancel()
            await asyncio.sleep(9)
        try:
            asyncio.run(main())
        except asyncio.CancelledError:
            pass
        """, python, "virtual")  # fmt: skip
    assert [(e.by, e.line, e.cancelled) for e in of(recording, TaskWoken)][:1] == [(1, 4, True)]
    assert recording.latest().tasks[1].suspended_s == 0


def test_a_cancel_that_is_told_of_a_futures_end_is_no_step_of_that_task(python: str) -> None:
    """`future.add_done_callback(task.cancel)`: a plain callback, which cancels."""
    recording = play(
        """
        import asyncio
        async def inner(): await asyncio.sleep(9)
        async def main():
            loop = asyncio.get_running_loop()
            t = asyncio.create_task(inner(), name="t")
            await asyncio.sleep(0)
            f = loop.create_future()
            f.add_done_callback(t.cancel)
            f.set_result(1)
            await asyncio.wait([t])
        asyncio.run(main())
        """, python, "virtual")  # fmt: skip
    assert any("cancel" in e.name for e in of(recording, CallbackRan))
    assert len([e for e in of(recording, StepStarted) if e.task == 2]) == 2
    task = recording.latest().tasks[2]
    assert (task.outcome, task.cancelled_how, task.cancelled_line) == ("cancelled", "callback", 10)


def test_an_eager_task_that_cancels_itself_at_once_is_known_by_its_number(python: str) -> None:
    """From 3.12 on: in its first step, when nobody else has seen it yet."""
    source = """
    import asyncio, sys
    async def gives_up():
        asyncio.current_task().cancel()
        await asyncio.sleep(9)
    async def main():
        if sys.version_info >= (3, 12): asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
        await asyncio.wait([asyncio.create_task(gives_up(), name="t")])
    asyncio.run(main())
    """
    assert cancelled(source, python, "virtual") == {"t": Who("t", 4)}


def test_the_timeout_of_a_wait_for_that_is_a_task_of_its_own_names_the_line_that_made_it(python: str) -> None:
    """From 3.12 on it is cancelled by its timeout, and so is what it waits for; before, it cancels that by itself."""
    source = """
    import asyncio
    async def inner(): await asyncio.sleep(9)
    async def main():
        t = asyncio.create_task(asyncio.wait_for(asyncio.create_task(inner(), name="i"), 1), name="t")
        await asyncio.wait([t])
        t.exception()
    asyncio.run(main())
    """
    found = cancelled(source, python, "virtual")
    assert found in ({"i": Who("t", None, None, "wait_for")}, {"t": Who(None, 5, None, "timeout"), "i": Who(None, 5, "t", "timeout")})


def test_a_cancellation_that_the_awaited_task_swallows_is_none_of_who_awaits_it(python: str) -> None:
    """It was asked, and goes on as if nothing had been; the other one took it upon itself."""
    recording = play(
        """
        import asyncio
        async def swallows():
            try: await asyncio.sleep(9)
            except asyncio.CancelledError: return 1
        async def outer(): return await asyncio.create_task(swallows())
        async def main():
            t = asyncio.create_task(outer())
            await asyncio.sleep(1)
            t.cancel()
            print(await t)
        asyncio.run(main())
        """, python, "virtual")  # fmt: skip
    assert out(recording) == ["1"]
    last = max(n for n, e in enumerate(recording.events) if isinstance(e, StepStarted) and e.task == 2)
    assert "CancelledError" not in sentence(recording, last + 1)
    final = recording.latest().tasks
    assert [(final[n].outcome, final[n].cancelled_line) for n in (2, 3)] == [("returned", 10), ("returned", 10)]
