"""What was printed, by whom, from which line; and that a flood stays bounded and counted."""

from __future__ import annotations

import resource

import pytest

from asyncplay.sandbox.levels import LEVELS, possible
from tests.engine.test_ends import ended, printed


async def test_each_line_knows_its_task_and_its_source_line() -> None:
    """Two tasks print in turns."""
    source = "import asyncio\nasync def a():\n    print('in a')\nasync def main():\n    print('in main')\n    await asyncio.create_task(a())\nasyncio.run(main())\nprint('after')\n"
    _, session = await ended(source)
    assert [(line.text, line.task, line.line) for line in session.recording.output] == [("in main", 1, 5), ("in a", 2, 3), ("after", None, 8)]


async def test_bytes_that_bypass_sys_stdout_are_told_without_a_task_and_move_nobody_elses() -> None:
    """os.write and a subprocess write to the same descriptor."""
    source = (
        "import os, subprocess, sys\nprint('one')\nos.write(1, b'raw\\n')\nprint('two')\n"
        "subprocess.run([sys.executable, '-c', 'print(\"child\")'])\nprint('three')\n"
    )  # fmt: skip
    _, session = await ended(source)
    assert [(line.text, line.line) for line in session.recording.output] == [("one", 2), ("raw", None), ("two", 4), ("child", None), ("three", 6)]


async def test_a_flood_is_kept_up_to_the_limit_and_the_rest_counted() -> None:
    """50 MB in one line, 100 KB kept."""
    _, session = await ended("print('y' * 50_000_000)", keep_output=100_000)
    snap = session.recording.latest()
    assert snap.finished is not None
    assert snap.finished.outcome == "finished"
    assert len(printed(session)) + snap.output_dropped == 50_000_001
    assert len(printed(session)) <= 100_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 400_000


async def test_the_rate_of_output_is_held_and_the_program_waits() -> None:
    """Back-pressure: in half a second no more than the rate allows is taken, and all that is taken is told."""
    _, session = await ended("while True: print('x' * 1000)", timeout=0.6, output_rate=200_000, keep_output=10_000_000)
    assert 100_000 < len(printed(session)) < 800_000


async def test_the_empty_standard_input_is_told() -> None:
    """input() gets an end of file, and the output says so."""
    finished, session = await ended("input('name? ')")
    assert finished.exit_code == 1
    assert any(line.stream == "note" and "end of file" in line.text for line in session.recording.output)


async def test_forged_lines_and_overwritten_records_are_damage_and_no_lie_about_the_end() -> None:
    """A snippet that writes into its own trace cannot make the parent raise, or say that it finished."""
    source = (
        "import gc, mmap, os\nfor fd in range(3, 40):\n    try: os.write(fd, b'{\"k\": \"end\", \"t\": -1}\\n\\xff\\xff{{{\\n')\n    except OSError: pass\n"
        "for thing in gc.get_objects():\n    if type(thing) is mmap.mmap: thing[:] = b'\\xff' * len(thing)\n"
        "import asyncio\nrecord = asyncio.Handle._run.__globals__['record']\nrecord.memory[:4096 * 20] = b'\\xee' * 4096 * 20\nprint('done')\nos._exit(9)\n"
    )  # fmt: skip
    finished, session = await ended(source)
    assert (finished.outcome, finished.exit_code) == ("failed", 9)
    assert session.recording.latest().damaged is not None
    assert "done" in printed(session)


async def test_what_happened_before_a_sudden_death_is_kept() -> None:
    """os._exit, SIGKILL and a segfault lose no record that was made."""
    for death in ("os._exit(1)", "os.kill(os.getpid(), 9)", "__import__('ctypes').string_at(0)"):
        source = f"import asyncio, os\nasync def c(n):\n    print(n)\n    if n == 200: {death}\n    await asyncio.sleep(10)\nasync def main():\n    await asyncio.gather(*(c(n) for n in range(201)))\nasyncio.run(main())\n"
        _, session = await ended(source)
        assert [line.text for line in session.recording.output] == [str(n) for n in range(201)]
        assert len(session.recording.latest().tasks) == 202


async def test_a_run_sees_nothing_of_the_one_before() -> None:
    """Each has processes of its own, the spare too."""
    from asyncplay.engine.engine import Engine
    from asyncplay.engine.session import RunRequest

    engine = Engine()
    engine.warm()
    pids = []
    for _ in range(3):
        session = await engine.start(RunRequest("import os, builtins\nprint(os.getpid(), hasattr(builtins, 'left'))\nbuiltins.left = 1\n", "s.py", level="open"))
        await session.wait()
        pid, left = session.recording.output[0].text.split()
        assert left == "False"
        pids.append(pid)
        engine.warm()
    assert len(set(pids)) == 3
    await engine.close()


@pytest.mark.parametrize("level", ["auto", *LEVELS])
async def test_a_spare_waits_for_its_request_and_is_used(level: str) -> None:
    """The process that was warm before the start is the one that runs the snippet, at each level."""
    import asyncio

    from asyncplay.engine.engine import Engine
    from asyncplay.engine.session import RunRequest

    if level != "auto" and (why := possible(level)):
        pytest.skip(why)
    engine = Engine()
    session = await engine.start(RunRequest("", "s.py", level=level))
    await session.wait()
    engine.warm()
    for _ in range(2000):
        if engine._spare is not None:
            break
        await asyncio.sleep(0.01)
    spare = engine._spare
    assert spare is not None
    session = await engine.start(RunRequest("print(1)\n", "s.py", level=level))
    await session.wait()
    assert session._warden is spare
    await engine.close()


async def test_a_text_that_is_not_on_disk_has_pythons_own_report_with_its_hint(python: str) -> None:
    """Source lines are those that ran, and "Did you mean" is there on every version."""
    _, session = await ended("def brew_te(): pass\nbrew_tea()\n", python=python)
    report = printed(session)
    assert 'File "snippet.py", line 2, in <module>\n    brew_tea()\n' in report
    assert report.endswith("NameError: name 'brew_tea' is not defined. Did you mean: 'brew_te'?\n")
