"""The lessons stay true: their facts hold on every supported interpreter. On the real clock, and beside plain python: `test_scenarios_real`."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys

from tests.lessons.course import LESSONS, suitable

SRC = pathlib.Path(__file__).parents[2] / "src"


def test_the_facts_of_every_lesson_hold(python: str) -> None:
    """The command runs under each interpreter, and so do the lessons."""
    environment = os.environ | {"PYTHONPATH": str(SRC), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([python, "-m", "asyncplay", "check"], env=environment, capture_output=True, text=True, timeout=240, check=False)
    skipped = len(LESSONS) - len(suitable(python))
    assert done.stdout.splitlines()[-1] == f"{len(LESSONS) - skipped} passed, 0 failed, {skipped} skipped", done.stdout + done.stderr
    assert (done.returncode, done.stderr) == (0, "")


def test_another_interpreter_can_be_named(python: str) -> None:
    """Its version decides what is skipped."""
    command = [sys.executable, "-m", "asyncplay", "check", "--python", python, "create_task", "closing_a_queue", "eager"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    met = {lesson.slug for lesson in suitable(python)} & {"create_task", "closing_a_queue", "eager"}
    assert done.stdout.splitlines()[-1] == f"{len(met)} passed, 0 failed, {3 - len(met)} skipped", done.stdout + done.stderr
