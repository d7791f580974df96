"""The virtual clock: sleeping costs nothing, order is kept, and what is real still takes its time. The scaled one: fast alone, real beside anything real."""

from __future__ import annotations

import time

import pytest

from asyncplay.trace.recording import Recording
from tests.shared import record

HEAD = "import asyncio, threading, time, subprocess, sys, socket, queue, concurrent.futures as cf\nt0 = time.monotonic()\ndef at(): return round(time.monotonic() - t0, 4)\n"


def run(source: str, python: str, clock: str = "virtual") -> Recording:
    return record(source, python, "/tmp/snippet.py", clock=clock)


def program(body: str) -> str:
    return HEAD + "async def main():\n" + "".join(f"    {line}\n" for line in body.splitlines()) + "asyncio.run(main())\n"


def at(source: str, python: str, clock: str = "virtual") -> list[tuple[str, float]]:
    """What was printed, and when on the run's clock. The program must have ended well."""
    recording = run(source, python, clock)
    assert recording.latest().finished.outcome == "finished", [line.text for line in recording.output]  # type: ignore[union-attr]
    return [(line.text, line.at) for line in recording.output if line.stream == "stdout"]


def test_sleeps_jump_and_equal_ones_wake_in_order(python: str) -> None:
    """Five tasks with the same timer, after an hour each."""
    source = "import asyncio\nasync def c(n):\n    await asyncio.sleep(3600)\n    print(n)\nasync def main():\n    await asyncio.gather(*map(c, range(5)))\nasyncio.run(main())\n"
    printed = at(source, python)
    assert [text for text, _ in printed] == ["0", "1", "2", "3", "4"]
    assert all(abs(moment - 3600) < 0.001 for _, moment in printed)


@pytest.mark.parametrize("selector", ["PollSelector", "SelectSelector", "EpollSelector"])
def test_a_loop_with_any_selector_jumps(python: str, selector: str) -> None:
    """Each kind's sleeps are seen, whichever class has its `select`."""
    loop = f"asyncio.SelectorEventLoop(selectors.{selector}())"
    source = "import asyncio, selectors\nasync def main():\n    await asyncio.sleep(3600)\n    print('an hour')\n"
    source += f"with asyncio.Runner(loop_factory=lambda: {loop}) as runner:\n    runner.run(main())\n"
    assert [text for text, moment in at(source, python) if moment >= 3600] == ["an hour"]


def test_equal_timers_ring_in_one_iteration(python: str) -> None:
    """As on the real clock: all callbacks first, then the tasks they woke."""
    source = program(
        "loop = asyncio.get_running_loop()\nasync def c(n):\n    await asyncio.sleep(1)\n    print('task', n)\n"
        "tasks = [asyncio.create_task(c(n)) for n in range(2)]\nawait asyncio.sleep(0)\nloop.call_later(1, print, 'callback')\nawait asyncio.gather(*tasks)"
    )  # fmt: skip
    assert [text for text, _ in at(source, python)] == ["callback", "task 0", "task 1"]


CLOCKS = """\
before = time.monotonic(), time.perf_counter(), time.time(), loop.time(), time.monotonic_ns() / 1e9, time.perf_counter_ns() / 1e9, time.time_ns() / 1e9
await asyncio.sleep(LONG)
time.sleep(2 * LONG)
after = time.monotonic(), time.perf_counter(), time.time(), loop.time(), time.monotonic_ns() / 1e9, time.perf_counter_ns() / 1e9, time.time_ns() / 1e9
print([round(b - a, 3) for a, b in zip(before, after)])"""


@pytest.mark.parametrize(("clock", "long"), [("virtual", 100), ("x200", 25)])
def test_every_clock_of_the_time_module_follows(python: str, clock: str, long: int) -> None:
    """Minutes of sleeping, by asyncio and by time, are minutes on each of them, and take none; a clock that is fast twice would show hours."""
    began = time.monotonic()
    ((text, moment),) = at(program("loop = asyncio.get_running_loop()\n" + CLOCKS.replace("LONG", str(long))), python, clock)
    measured = eval(text)
    assert all(3 * long - 0.01 < seconds < (3 * long + 0.002 if clock == "virtual" else 75 * 200) for seconds in measured), measured
    assert moment >= 3 * long - 0.01
    assert time.monotonic() - began < 3 * long


def test_polling_the_clock_moves_it(python: str) -> None:
    """A busy wait of ten seconds between two awaits ends, at about ten seconds."""
    ((_, moment),) = at(program("end = time.monotonic() + 10\nwhile time.monotonic() < end: pass\nprint('over')"), python)
    assert 10 <= moment < 10.2


def test_polling_without_a_look_at_the_clock_waits_for_the_timer(python: str) -> None:
    """`while not flag: await sleep(0)` sees the flag that a timer sets, at that timer's moment."""
    body = "flag = []\nasyncio.get_running_loop().call_later(0.3, flag.append, 1)\nwhile not flag:\n    await asyncio.sleep(0)\nprint('seen')"
    ((_, moment),) = at(program(body), python)
    assert 0.3 <= moment < 0.302


def test_many_steps_without_sleep_take_no_time(python: str) -> None:
    """Two thousand rounds through a queue: no time passes that a timeout would see."""
    body = "q = asyncio.Queue(1)\nasync def put():\n    for n in range(2000): await q.put(n)\np = asyncio.create_task(put())\nfor _ in range(2000): await q.get()\nprint('over')"
    ((_, moment),) = at(program(body), python)
    assert moment < 0.001


def test_twenty_waits_over_tcp_are_right(python: str) -> None:
    """A server that sleeps a second before each answer, a client whose timeout is five: twenty seconds, no false timeout."""
    source = program(
        "async def serve(r, w):\n    while line := await r.readline():\n        await asyncio.sleep(1)\n        w.write(line)\n        await w.drain()\n    w.close()\n"
        "server = await asyncio.start_server(serve, '127.0.0.1', 0)\nr, w = await asyncio.open_connection(*server.sockets[0].getsockname())\n"
        "got = []\nfor n in range(20):\n    w.write(b'%d\\n' % n)\n    got.append(int(await asyncio.wait_for(r.readline(), 5)))\nw.close()\nserver.close()\nprint(got == list(range(20)))"
    )  # fmt: skip
    ((text, moment),) = at(source, python)
    assert text == "True"
    assert 20 <= moment < 20.01


def test_threads_that_sleep_beside_each_other_take_the_time_of_one(python: str) -> None:
    """In the loop's executor, and joined outside every loop: an hour each, in no time; what a busy machine takes to start threads is all that is added."""
    source = program(
        "await asyncio.gather(*(asyncio.to_thread(time.sleep, 3600) for _ in range(3)))\nprint('executor', at())\n"
        "threads = [threading.Thread(target=time.sleep, args=(3600 + n,)) for n in range(3)]\nfor t in threads: t.start()\nfor t in threads: t.join()\nprint('joined', at())"
    )  # fmt: skip
    began = time.monotonic()
    found = [(text.split()[0], float(text.split()[1])) for text, _ in at(source, python)]
    assert [(what, moment // 10 * 10) for what, moment in found] == [("executor", 3600), ("joined", 7200)], found
    assert time.monotonic() - began < 60


def test_a_loop_and_a_thread_keep_the_order_of_their_moments(python: str) -> None:
    """The loop's timers ring between the thread's sleeps where they belong."""
    source = program(
        "seen = []\ndef work():\n    for _ in range(3):\n        time.sleep(1)\n        seen.append(('thread', at()))\njob = asyncio.create_task(asyncio.to_thread(work))\n"
        "await asyncio.sleep(0)\nfor _ in range(3):\n    await asyncio.sleep(0.75)\n    seen.append(('loop', at()))\nawait job\nprint([(w, round(t, 2)) for w, t in seen])"
    )  # fmt: skip
    ((text, _),) = at(source, python)
    assert eval(text) == [("loop", 0.75), ("thread", 1.0), ("loop", 1.5), ("thread", 2.0), ("loop", 2.25), ("thread", 3.0)]


def test_waiting_outside_a_loop_takes_its_time(python: str) -> None:
    """A queue with a timeout, a future's result, an event: each waits by the virtual clock."""
    source = HEAD + (
        "q = queue.Queue()\ntry: q.get(timeout=5)\nexcept queue.Empty: print('empty', at())\n"
        "with cf.ThreadPoolExecutor() as pool: pool.submit(time.sleep, 7).result(60)\nprint('result', at())\n"
        "e = threading.Event()\nthreading.Timer(11, e.set).start()\nprint(e.wait(100), at())\n"
    )  # fmt: skip
    assert [text for text, _ in at(source, python)] == ["empty 5.0", "result 12.0", "True 23.0"]


def test_a_thread_that_works_gets_no_false_timeout(python: str) -> None:
    """Real work of 0.3 s in a thread under a timeout of 10 s: the clock must not jump to it."""
    source = program("def work():\n    end = time.thread_time() + 0.3\n    while time.thread_time() < end: pass\n    return 7\nprint(await asyncio.wait_for(asyncio.to_thread(work), 10))")
    ((text, moment),) = at(source, python)
    assert text == "7"
    assert moment < 9


def test_a_child_process_takes_real_time(python: str) -> None:
    """In a loop and outside: half a second of a child's is half a second, and a timeout of 10 s does not fire."""
    child = "[sys.executable, '-c', 'import time; time.sleep(0.5); print(5)']"
    source = program(
        f"p = await asyncio.create_subprocess_exec(*{child}, stdout=subprocess.PIPE)\nout, _ = await asyncio.wait_for(p.communicate(), 20)\nprint(out, at() >= 0.4)"
    ) + f"a = at()\nsubprocess.run({child}, stdout=subprocess.DEVNULL)\nprint(0.4 < at() - a < 20)\n"  # fmt: skip
    assert [text for text, _ in at(source, python)] == ["b'5\\n' True", "True"]


def test_sleeping_for_ever_ends_by_a_budget(python: str) -> None:
    """`sleep(inf)`: ten years, then the run is killed by a limit, with the line."""
    recording = run(program("pass\nawait asyncio.sleep(float('inf'))"), python)
    finished = recording.latest().finished
    assert finished is not None
    assert (finished.outcome, finished.exit_code, finished.limit, finished.limit_line) == ("killed", 137, "virtual-seconds", 6)
    bare = run("import asyncio\nasyncio.run(asyncio.sleep(float('inf')))", python).latest().finished
    assert bare is not None
    assert (bare.limit, bare.limit_line) == ("virtual-seconds", 2)


def test_polling_for_ever_ends_by_a_budget(python: str) -> None:
    """Neither sleeps nor timers: two million iterations are enough."""
    recording = run(program("while True:\n    time.monotonic()"), python)
    finished = recording.latest().finished
    assert finished is not None
    assert (finished.outcome, finished.limit, finished.limit_line in (5, 6)) == ("killed", "virtual-seconds", True)


def test_a_scaled_clock_sleeps_faster_alone(python: str) -> None:
    """A hundred seconds at x200 take half a second, and are a hundred."""
    began = time.monotonic()
    ((_, moment),) = at(program("await asyncio.gather(*map(asyncio.sleep, (50, 30, 100)))\nprint('over')"), python, "x200")
    assert moment > 99.9
    assert time.monotonic() - began < 99


def test_slow_motion_takes_longer(python: str) -> None:
    """A tenth of a second at x0.1 takes a second, and is a tenth."""
    began = time.monotonic()
    ((_, moment),) = at(program("await asyncio.sleep(0.1)\nprint('over')"), python, "x0.1")
    assert moment > 0.099
    assert time.monotonic() - began > 0.95


def test_a_scaled_clock_is_real_beside_a_child_or_a_thread(python: str) -> None:
    """At x100 a child of half a second would take fifty: the timeout of ten seconds does not fire."""
    source = program(
        "p = await asyncio.create_subprocess_exec(sys.executable, '-c', 'import time; time.sleep(0.5)')\nprint(await asyncio.wait_for(p.wait(), 10))\n"
        "def work():\n    end = time.thread_time() + 0.3\n    while time.thread_time() < end: pass\nprint(await asyncio.wait_for(asyncio.to_thread(work), 10))"
    )  # fmt: skip
    assert [text for text, _ in at(source, python, "x100")] == ["0", "None"]


def test_datetime_is_said_to_stay_real(python: str) -> None:
    """It reads the clock in C: a snippet that asks it on a virtual clock is told."""
    recording = run("import asyncio, datetime\nasync def main():\n    await asyncio.sleep(60)\n    print(datetime.datetime.now().year > 2000)\nasyncio.run(main())\n", python)
    assert any("datetime" in note for note in recording.latest().notes)
    assert not run("import asyncio\nasyncio.run(asyncio.sleep(1))\n", python).latest().notes


EXACT = {
    "a pool's worker without a job, beside one that sleeps": (
        "await asyncio.gather(*(asyncio.to_thread(time.sleep, n) for n in (1, 2, 3)))\nawait asyncio.to_thread(time.sleep, 1)", 4,
    ),
    "more jobs than workers": ("with cf.ThreadPoolExecutor(2) as pool: list(pool.map(time.sleep, [1] * 4))", 2),
    "many threads that sleep many times": (
        ("def work():\n    for _ in range(5): time.sleep(1)\nthreads = [threading.Thread(target=work) for _ in range(15)]\n"
        "for t in threads: t.start()\nfor t in threads: t.join()"), 5,
    ),
    "a queue between two threads": (
        ("q = queue.Queue()\ndef put():\n    for _ in range(10):\n        time.sleep(1)\n        q.put(1)\nthreading.Thread(target=put).start()\n"
        "for _ in range(10): q.get()"), 10,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EXACT)
def test_threads_that_only_sleep_take_no_real_time_into_the_clock(python: str, name: str) -> None:
    """Handing over between threads is no work, however long a busy machine takes for it."""
    body, seconds = EXACT[name]
    ((text, _),) = at(program(body + "\nprint(at())"), python)
    assert float(text) == seconds
