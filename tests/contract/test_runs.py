"""`run --json` held against the contract: exit code, outcome, schema and facts of each kind of run, and nothing left behind."""

from __future__ import annotations

import ctypes
import json
import os
import pathlib
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from tests.contract.snippets import CASES, Case
from tests.insight.test_report import SCHEMA, faults

PR_SET_CHILD_SUBREAPER = 36


@pytest.fixture(scope="module", autouse=True)
def _reaper() -> Iterator[None]:
    """Whatever a run leaves behind becomes a child of this process, and is seen."""
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    yield
    libc.prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def children() -> set[str]:
    return set(pathlib.Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


def gone_within(before: set[str], seconds: float) -> bool:
    """Whether no child is left but those before; the dead are reaped on the way."""
    end = time.monotonic() + seconds
    while left := children() - before:
        for pid in left:
            try:
                os.waitpid(int(pid), os.WNOHANG)
            except ChildProcessError:
                pass
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_run_ends_as_the_contract_says(case: Case, tmp_path: pathlib.Path) -> None:
    """And its report is true and has the contract's shape."""
    path = tmp_path / f"{case.name}.py"
    path.write_text(case.source)
    before = children()
    command = [sys.executable, "-m", "asyncplay", "run", "--json", *case.options, str(path)]
    start = time.monotonic()
    done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=case.seconds + 30, check=False)
    took = time.monotonic() - start
    stderr = done.stderr.decode()
    assert done.returncode == case.exit_code, stderr
    assert all(line.startswith("asyncplay: ") for line in stderr.splitlines())
    report = json.loads(done.stdout)
    assert faults(report, SCHEMA) == []
    assert (report["outcome"], report["exit_code"]) == (case.outcome, case.exit_code)
    assert case.shows(report), json.dumps(report, indent=1)[:4000]
    assert took < case.seconds
    assert gone_within(before, 20.0)
