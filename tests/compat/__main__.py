"""`make compat`: CPython's own tests of asyncio, module by module, under the shipped runner and under plain python, compared test by test.

    python -m tests.compat [--python 3.12] [--mode traced] [--jobs 1] [MODULE …]

Modes: traced; gate (a breakpoint on a line that is never reached keeps the gate in); virtual (the virtual clock). The last two run for GATED
modules. A hang, a crash or too much memory is a row like any other. What is worse is run again before it counts. Exit code 0: nothing is worse
and each module with a loop has events; 1: something is; 2: a wrong argument; 130: Ctrl+C.
"""

from __future__ import annotations

import argparse
import asyncio
import pathlib
import signal
import subprocess
import sys
from dataclasses import dataclass

from tests.compat import runs
from tests.compat.compare import again, compare
from tests.compat.table import HEAD, Table
from tests.conftest import interpreters

MODES = ("traced", "gate", "virtual")
GATED = ("test_tasks", "test_locks", "test_queues", "test_timeouts", "test_taskgroups")


@dataclass(frozen=True)
class Job:
    """One module on one interpreter: a bare run, and one in each of the modes."""

    version: str
    python: str
    module: str
    modes: tuple[str, ...]


def modules(python: str) -> list[str]:
    """The test modules of that interpreter; none where the `test` package is missing."""
    done = subprocess.run(
        [python, "-c", "import test.test_asyncio as t; print(t.__path__[0])"], capture_output=True, text=True, check=False, timeout=120
    )  # fmt: skip
    if done.returncode:
        return []
    return sorted(path.stem for path in pathlib.Path(done.stdout.strip()).glob("test_*.py") if "windows" not in path.stem)


class Compat:
    """All jobs, so many at a time."""

    def __init__(self, jobs: list[Job], at_once: int) -> None:
        self.table = Table()
        self._jobs = jobs
        self._room = asyncio.Semaphore(at_once)
        self._left = sum(1 + len(job.modes) for job in jobs)
        self._going: dict[str, list[runs.Watched]] = {}

    async def all(self) -> bool:
        watch = asyncio.create_task(self._watch())
        try:
            async with asyncio.TaskGroup() as group:
                for job in self._jobs:
                    group.create_task(self._one(job))
        finally:
            watch.cancel()
        return self.table.end()

    async def _watch(self) -> None:
        while True:
            self.table.progress([(label, one) for label, going in self._going.items() for one in going], self._left)
            await asyncio.sleep(0.5)

    async def _one(self, job: Job) -> None:
        async with self._room:
            before = await runs.bare(job.python, job.module, self._label(job, "bare"))
            self._left -= 1
            if not before.results:
                self._left -= len(job.modes)
                self.table.cannot(job.version, job.module, before.broken or "it has no tests here")
                return
            for mode in job.modes:
                after = await runs.traced(job.python, job.module, mode, self._label(job, mode))
                verdict = compare(job.module, mode, before, after)
                if verdict.worse:
                    second = await runs.traced(job.python, job.module, mode, self._label(job, mode + " again"))
                    verdict = again(verdict, compare(job.module, mode, before, second))
                    after = second
                self._left -= 1
                self.table.row(job.version, job.module, mode, before, after, verdict)

    def _label(self, job: Job, what: str) -> list[runs.Watched]:
        return self._going.setdefault(f"{job.version} {job.module} {what}", [])


def wanted(args: argparse.Namespace, table: list[str]) -> list[Job]:
    """The jobs; what is not there is told in `table`. SystemExit with one line for a module that no interpreter has."""
    jobs: list[Job] = []
    known: set[str] = set()
    for version, python in sorted(interpreters().items(), key=lambda item: [int(part) for part in item[0].split(".")]):
        if args.python and version not in args.python:
            continue
        names = modules(python)
        known.update(names)
        full = subprocess.run(
            [python, "-c", "import platform; print(platform.python_version())"], capture_output=True, text=True, check=True
        ).stdout.strip()
        table.append(f"{full} ({python})" + ("" if names else ": its `test` package is missing, so nothing can be compared"))
        for module in names:
            modes = tuple(mode for mode in args.mode or MODES if mode == "traced" or module in GATED)
            if modes and (not args.module or module in args.module):
                jobs.append(Job(full, python, module, modes))
    unknown = [name for name in args.module if name not in known]
    if unknown:
        print(f"compat: no such module: {', '.join(unknown)}. There are: {', '.join(sorted(known)) or 'none'}", file=sys.stderr)
        raise SystemExit(2)
    missing = [version for version in args.python or () if version not in interpreters()]
    if missing:
        print(f"compat: not found here: {', '.join(missing)}. There are: {', '.join(sorted(interpreters()))}", file=sys.stderr)
        raise SystemExit(2)
    return jobs


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="compat", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--python", action="append", help="a version (3.12); default: all that are found")
    parser.add_argument("--mode", action="append", choices=MODES)
    parser.add_argument("--jobs", type=int, default=1, help="so many modules at once; tests of timing want a machine that is not busy (default: 1)")
    parser.add_argument("module", nargs="*", help="test_tasks, test_streams, …; default: all")
    return parser.parse_args()


def main() -> int:
    args = arguments()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what is running is ended then, too
    try:
        head: list[str] = []
        jobs = wanted(args, head)
        count = sum(1 + len(job.modes) for job in jobs)
        head.append(f"{len(jobs)} modules, {count} runs, about five minutes for 66; one takes {runs.TIME_S:g} s and {runs.MEMORY >> 20} MiB at most.")
        print(*head, "", HEAD, sep="\n", flush=True)
        return 0 if asyncio.run(Compat(jobs, max(1, args.jobs)).all()) else 1
    except KeyboardInterrupt:
        print("\nStopped. The rows above were compared; nothing is left running.")
        return 130


if __name__ == "__main__":
    sys.exit(main())
