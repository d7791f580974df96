"""Programs and how each of them must end: the contract's table of ends, as code."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Report = dict[str, Any]


def _anything(report: Report) -> bool:
    return True


@dataclass(frozen=True)
class Case:
    name: str
    source: str
    exit_code: int = 0
    outcome: str = "finished"
    options: tuple[str, ...] = ()
    seconds: float = 40.0
    """It is over by then."""
    shows: Callable[[Report], bool] = _anything
    """What more its report must show."""


def _case(name: str, source: str, *options: str, **more: Any) -> Case:
    return Case(name, textwrap.dedent(source).lstrip("\n"), options=options, **more)


def _first_wait(report: Report) -> Any:
    return report["tasks"][0]["waiting_on"]


def _itself(report: Report) -> bool:
    wait = _first_wait(report)
    return report["deadlock"] == [1] and (wait["kind"], wait["line"], wait["owner"]) == ("lock", 7, 1)


def _family(report: Report) -> bool:
    own = [task for task in report["tasks"] if not task["library"]]
    family = [(task["coro"], task["created_line"], task["parent"], task["outcome"]) for task in own]
    return family == [("main", 10, None, "returned"), ("child", 8, 1, "returned"), ("child", 8, 1, "returned")]


CASES = [
    _case("says-something", "print('tea')\n", shows=lambda r: (r["output"][0]["text"], r["output"][0]["line"]) == ("tea", 1)),
    _case("says-nothing", "", shows=lambda r: r["output"] == []),
    _case("exits-with-a-number", "import sys\nsys.exit(9)\n", exit_code=9, outcome="failed"),
    _case("exits-with-none", "raise SystemExit\n"),
    _case("exits-with-words", "raise SystemExit('no tea')\n", exit_code=1, outcome="failed", shows=lambda r: r["output"][0]["text"] == "no tea"),
    _case("leaves-by-the-window", "import os\nprint('bye')\nos._exit(5)\n", exit_code=5, outcome="failed"),
    _case(
        "raises",
        "def f():\n    raise KeyError('k')\n\nf()\n",
        exit_code=1,
        outcome="failed",
        shows=lambda r: r["error"] == {"type": "KeyError", "message": "'k'", "line": 2},
    ),
    _case("no-python", "while:\n", exit_code=1, outcome="failed", shows=lambda r: r["error"]["type"] == "SyntaxError"),
    _case(
        "aborts",
        "import os, signal\nos.kill(os.getpid(), signal.SIGABRT)\n",
        exit_code=134,
        outcome="killed",
        shows=lambda r: r["signal"] == "SIGABRT",
    ),
    _case(
        "segfaults",
        "import os, signal\nsignal.signal(signal.SIGSEGV, signal.SIG_DFL)\nos.kill(os.getpid(), signal.SIGSEGV)\n",
        exit_code=139,
        outcome="killed",
        shows=lambda r: r["signal"] == "SIGSEGV",
    ),
    _case(
        "spins",
        """
        import asyncio

        async def main():
            n = 0
            while n >= 0:
                n += 1

        asyncio.run(main())
        """,
        "--timeout", "1.2",
        exit_code=124,
        outcome="timeout",
        shows=lambda r: any(block["line"] in (5, 6) and block["seconds"] > 0.3 for block in r["blocked"]),
    ),
    _case("sleeps", "import time\ntime.sleep(500)\n", "--timeout", "0.5", exit_code=124, outcome="timeout"),
    _case(
        "will-not-listen",
        "import signal, time\nfor n in (1, 2, 3, 15):\n    signal.signal(n, signal.SIG_IGN)\nwhile True:\n    time.sleep(9)\n",
        "--timeout", "0.5",
        exit_code=124,
        outcome="timeout",
    ),
    _case(
        "leaves-a-daemon",
        """
        import os, time

        if not os.fork():
            os.setsid()
            if not os.fork():
                time.sleep(300)
            os._exit(0)
        print("parent is done")
        """,
        shows=lambda r: r["output"][0]["text"] == "parent is done",
    ),
    _case(
        "locks-itself-out",
        """
        import asyncio

        async def main():
            lock = asyncio.Lock()
            async with lock:
                print("in")
                async with lock:
                    print("never")

        asyncio.run(main())
        """,
        exit_code=75,
        outcome="deadlock",
        shows=_itself,
    ),
    _case(
        "waits-for-nobody",
        "import asyncio\n\nasync def main():\n    await asyncio.get_running_loop().create_future()\n\nasyncio.run(main())\n",
        exit_code=75,
        outcome="deadlock",
        shows=lambda r: _first_wait(r)["kind"] == "future",
    ),
    _case(
        "sleeps-a-virtual-day",
        "import asyncio\nasyncio.run(asyncio.sleep(86400))\n",
        "--clock", "virtual",
        shows=lambda r: abs(r["loop_seconds"] - 86400) < 0.1 and r["wall_seconds"] < 60,
    ),
    _case(
        "sleeps-a-virtual-night-without-a-loop",
        "import time\nstart = time.monotonic()\ntime.sleep(30000)\nprint(round(time.monotonic() - start))\n",
        "--clock", "virtual",
        shows=lambda r: r["output"][0]["text"] == "30000",
    ),
    _case("asks", "name = input('who? ')\n", exit_code=1, outcome="failed", shows=lambda r: r["error"]["type"] == "EOFError"),
    _case(
        "floods",
        "while True:\n    print('tea ' * 250)\n",
        "--timeout", "1",
        exit_code=124,
        outcome="timeout",
        shows=lambda r: r["output_dropped_bytes"] > 100_000 and sum(len(line["text"]) + 1 for line in r["output"]) <= 1_000_001,
    ),
    _case("says-one-long-word", "print('m' * 5_000_000)\n", seconds=60, shows=lambda r: r["output_dropped_bytes"] - 4_000_000 in (1, 2)),
    _case(
        "has-a-family",
        """
        import asyncio

        async def child():
            await asyncio.sleep(1)

        async def main():
            async with asyncio.TaskGroup() as group:
                a, b = [group.create_task(child()) for _ in range(2)]

        asyncio.run(main())
        """,
        "--clock", "virtual",
        shows=_family,
    ),
    _case(
        "holds-the-loop",
        "import asyncio\nimport time\n\nasync def main():\n    time.sleep(0.2)\n\nasyncio.run(main())\n",
        shows=lambda r: [block["line"] for block in r["blocked"]] == [5] and 0.18 < r["blocked"][0]["seconds"] < 20,
    ),
    _case(
        "forgets-await",
        "async def tea():\n    pass\n\ntea()\n",
        shows=lambda r: [(w["category"], w["line"]) for w in r["warnings"]] == [("RuntimeWarning", 4)],
    ),
    _case(
        "misspells",
        "import asyncio\n\nasync def brew():\n    pass\n\nasync def main():\n    await brw()\n\nasyncio.run(main())\n",
        exit_code=1,
        outcome="failed",
        shows=lambda r: any("Did you mean: 'brew'?" in line["text"] for line in r["output"]) and r["advice"][0]["rule"] == "misspelt",
    ),
    _case("awaits-at-top-level", "import asyncio\nawait asyncio.sleep(0)\nprint('done')\n", shows=lambda r: r["output"][0]["text"] == "done"),
]
