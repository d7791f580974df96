"""The lessons stay true: their facts hold, and plain python shows what asyncplay shows, on every supported interpreter."""

from __future__ import annotations

import os
import pathlib
import re
import subprocess
import sys

import pytest

from asyncplay.lessons.lesson import lesson_paths

SRC = pathlib.Path(__file__).parents[2] / "src"
LESSONS = lesson_paths()


def test_the_facts_of_every_lesson_hold(python: str) -> None:
    """The command runs under each interpreter, and so do the lessons."""
    environment = os.environ | {"PYTHONPATH": str(SRC), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([python, "-m", "asyncplay", "check"], env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.splitlines()[-1] == f"{len(LESSONS)} passed, 0 failed, 0 skipped", done.stdout + done.stderr
    assert (done.returncode, done.stderr) == (0, "")


def told(command: list[str], path: pathlib.Path) -> tuple[int, str, str]:
    """Exit code, stdout and stderr; addresses masked."""
    done = subprocess.run([*command, str(path)], capture_output=True, text=True, timeout=60, check=False, stdin=subprocess.DEVNULL)
    return done.returncode, *(re.sub("0x[0-9a-f]+", "0x", text) for text in (done.stdout, done.stderr))


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_plain_python_tells_the_same(path: pathlib.Path, python: str) -> None:
    """Exit code, output, warnings and tracebacks, word for word."""
    ours = [sys.executable, "-m", "asyncplay", "run", "--clock", "virtual", "--python", python]
    assert told(ours, path) == told([python], path)
