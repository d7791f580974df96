"""The lessons stay true: their facts hold on every supported interpreter. On the real clock, and beside plain python: `test_scenarios_real`."""

from __future__ import annotations

import subprocess
import sys

from tests.lessons.course import LESSONS, suitable


def test_the_facts_of_every_lesson_hold(python: str) -> None:
    """Under each interpreter, whose version decides what is skipped."""
    command = [sys.executable, "-m", "asyncplay", "check", "--python", python]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    skipped = len(LESSONS) - len(suitable(python))
    last = done.stdout.splitlines()[-1:]
    assert last == [f"{len(LESSONS) - skipped} passed, 0 failed, {skipped} skipped"], done.stdout + done.stderr
    assert (done.returncode, done.stderr) == (0, "")


def test_without_a_name_the_lessons_run_under_the_interpreter_that_runs_asyncplay() -> None:
    """From its warm spare."""
    done = subprocess.run([sys.executable, "-m", "asyncplay", "check", "create_task"], capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.splitlines()[-1:] == ["1 passed, 0 failed, 0 skipped"], done.stdout + done.stderr
