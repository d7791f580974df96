"""The virtual clock: sleeping costs nothing, order is kept, and what is real still takes its time."""

from __future__ import annotations

import asyncio

from tests.runner.test_waits import record


def at(source: str, python: str) -> list[tuple[str, float]]:
    """What was printed, and when on the virtual clock."""
    recording = asyncio.run(record(source, python, "virtual"))
    return [(line.text, line.at) for line in recording.output if line.stream == "stdout"]


def test_sleeps_jump_and_equal_ones_wake_in_order(python: str) -> None:
    """Five tasks with the same timer, after an hour each."""
    source = "import asyncio\nasync def c(n):\n    await asyncio.sleep(3600)\n    print(n)\nasync def main():\n    await asyncio.gather(*map(c, range(5)))\nasyncio.run(main())\n"
    printed = at(source, python)
    assert [text for text, _ in printed] == ["0", "1", "2", "3", "4"]
    assert all(abs(moment - 3600) < 0.001 for _, moment in printed)


def test_a_thread_sleeps_for_real_and_the_clock_says_so(python: str) -> None:
    """Three threads that sleep beside each other take the time of one."""
    source = (
        "import asyncio, time\nasync def main():\n    await asyncio.gather(*(asyncio.to_thread(time.sleep, 0.3) for _ in range(3)))\n"
        "    print('over')\nasyncio.run(main())\n"
    )  # fmt: skip
    ((_, moment),) = at(source, python)
    assert 0.28 < moment < 0.8
