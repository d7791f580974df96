"""`make compat`: CPython's own tests of asyncio, module by module, under the shipped runner and under bare python, compared test by test.

    python -m tests.compat [--python 3.12] [--mode traced] [MODULE …]

Modes: traced; gate (a breakpoint on a line that is never reached keeps the gate in); virtual (the virtual clock). The last two run for
GATED modules. Each difference that is known and explained stands in EXPLAINED. Exit code 1 with a regression, or a module without events.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import pathlib
import subprocess
import sys
import tempfile
from collections import Counter

from asyncplay.engine.engine import Engine
from asyncplay.engine.session import RunRequest
from tests.compat.explained import EXPLAINED
from tests.conftest import interpreters

SUITE = pathlib.Path(__file__).with_name("suite.py")
GATED = ("test_tasks", "test_locks", "test_queues", "test_timeouts", "test_taskgroups")
LOOPLESS = frozenset({"test_protocols", "test_transports", "test_base_events_windows", "test_log"})
"""Modules without a loop of their own: no events are expected of them."""
TIMEOUT = 400
Results = dict[str, str]


def modules(python: str) -> list[str]:
    """The test modules of that interpreter; none where the `test` package is missing."""
    done = subprocess.run(
        [python, "-c", "import test.test_asyncio as t; print(t.__path__[0])"], capture_output=True, text=True, check=False, timeout=60
    )  # fmt: skip
    if done.returncode:
        return []
    return sorted(path.stem for path in pathlib.Path(done.stdout.strip()).glob("test_*.py") if "windows" not in path.stem)


def read(output: str) -> Results | None:
    for line in reversed(output.splitlines()):
        if line.startswith("RESULTS "):
            found: Results = json.loads(line[len("RESULTS ") :])
            return found
    return None


def bare(python: str, module: str, cwd: str) -> Results | None:
    done = subprocess.run(
        [python, str(SUITE), module], capture_output=True, text=True, errors="replace", cwd=cwd, timeout=TIMEOUT, check=False, stdin=subprocess.DEVNULL
    )  # fmt: skip
    return read(done.stdout)


async def traced(python: str, module: str, mode: str, cwd: str) -> tuple[Results | None, int, str]:
    """The results, the number of events, and how the run ended."""
    collected = bytearray()
    engine = Engine(spare_idle_s=0)
    session = await engine.start(
        RunRequest(
            SUITE.read_text("utf-8"), str(SUITE), (module,), clock="virtual" if mode == "virtual" else "real", timeout=TIMEOUT, python=python,
            pass_output=lambda stream, data: collected.extend(data) if stream == "stdout" else None, cwd=cwd,
            breakpoints={1_000_000: None} if mode == "gate" else {}, **levels(),
        )
    )  # fmt: skip
    finished = await session.wait()
    await engine.close()
    return read(collected.decode("utf-8", "replace")), session.recording.seq, f"{finished.outcome} {finished.exit_code}"


def levels() -> dict[str, str]:
    """The tests need what the sandbox takes away; what is compared is the instrumentation."""
    return {"level": "open"} if "level" in RunRequest.__dataclass_fields__ else {}


def compare(version: str, module: str, mode: str, before: Results, after: Results) -> tuple[list[str], list[str]]:
    """Regressions, and differences that are explained."""
    worse, known = [], []
    for test in sorted(before.keys() | after.keys()):
        old, new = before.get(test, "absent"), after.get(test, "absent")
        if old[:4] == new[:4]:
            continue
        short = test.removeprefix("test.test_asyncio.")
        why = next((text for modes, pattern, text in EXPLAINED if mode in modes and pattern in test), None)
        text = f"      {short}: {old[:60]} -> {new[:160]}"
        if why:
            known.append(f"{text}\n        {why}")
        elif new not in ("ok", "skip") or old == "ok":
            worse.append(text)
    return worse, known


def run(version: str, python: str, module: str, mode: str, cwd: str) -> tuple[int, bool]:
    """One line of the table; how many events, and whether it is good."""
    before = bare(python, module, cwd)
    after, events, end = asyncio.run(traced(python, module, mode, cwd))
    if before is None or after is None:
        print(f"  {module:<28}{mode:<9} no result ({'bare' if before is None else 'traced: ' + end})", flush=True)
        return 0, before is None
    worse, known = compare(version, module, mode, before, after)
    if worse:  # once more: a busy machine fails tests of timing on its own
        again, _, _ = asyncio.run(traced(python, module, mode, cwd))
        retried, _ = compare(version, module, mode, before, again or {})
        worse = [line for line in worse if line.split(":")[0] in {one.split(":")[0] for one in retried}]
    count = Counter(result.split()[0] for result in after.values())
    mark = "" if not worse else f"   {len(worse)} WORSE"
    print(f"  {module:<28}{mode:<9}{len(before):>5} tests{count['ok']:>6} ok{count['skip']:>5} skipped{events:>9} events{mark}", flush=True)
    for line in worse + known:
        print(line, flush=True)
    return events, not worse and (events > 0 or module in LOOPLESS)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", action="append", help="a version (3.12); default: all that are found")
    parser.add_argument("--mode", action="append", choices=("traced", "gate", "virtual"))
    parser.add_argument("module", nargs="*")
    args = parser.parse_args()
    good = True
    for version, python in sorted(interpreters().items()):
        if args.python and version not in args.python:
            continue
        names = modules(python)
        print(f"{version} ({python})" + ("" if names else ": its `test` package is missing, so nothing can be compared"), flush=True)
        for module in names:
            if args.module and module not in args.module:
                continue
            for mode in args.mode or ("traced", *(("gate", "virtual") if module in GATED else ())):
                if mode != "traced" and module not in GATED:
                    continue
                with tempfile.TemporaryDirectory() as cwd:
                    _, fine = run(version, python, module, mode, cwd)
                good = good and fine
    print("no regression" if good else "REGRESSIONS: see above")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
