"""The lessons stay true: their facts hold, and plain python shows what asyncplay shows, on every supported interpreter."""

from __future__ import annotations

import os
import pathlib
import re
import subprocess
import sys

from asyncplay.lessons.check import unmet
from asyncplay.lessons.lesson import Lesson, all_lessons, lesson_paths

SRC = pathlib.Path(__file__).parents[2] / "src"
LESSONS = lesson_paths()


def test_the_facts_of_every_lesson_hold(python: str) -> None:
    """The command runs under each interpreter, and so do the lessons."""
    environment = os.environ | {"PYTHONPATH": str(SRC), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([python, "-m", "asyncplay", "check"], env=environment, capture_output=True, text=True, timeout=120, check=False)
    skipped = len(LESSONS) - len(suitable(python))
    assert done.stdout.splitlines()[-1] == f"{len(LESSONS) - skipped} passed, 0 failed, {skipped} skipped", done.stdout + done.stderr
    assert (done.returncode, done.stderr) == (0, "")


def suitable(python: str) -> list[Lesson]:
    """The lessons that this interpreter can run."""
    ask = subprocess.run([python, "-c", "import sys; print(*sys.version_info[:2])"], capture_output=True, text=True, check=True)
    major, minor = map(int, ask.stdout.split())
    return [lesson for lesson in all_lessons() if not unmet(lesson.needs, (major, minor))]


def told(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Exit code, stdout and stderr; addresses masked."""
    texts = process.communicate(timeout=60)
    return process.returncode, *(re.sub("0x[0-9a-f]+", "0x", text) for text in texts)


def start(*command: object) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen(list(map(str, command)), stdout=pipe, stderr=pipe, stdin=subprocess.DEVNULL, text=True)


def test_plain_python_tells_the_same(python: str) -> None:
    """Exit code, output, warnings and tracebacks of every lesson, word for word."""
    plain = [start(python, path) for path in LESSONS]  # they really sleep, so all at once
    for path, process in zip(LESSONS, plain, strict=True):
        ours = start(sys.executable, "-m", "asyncplay", "run", "--clock", "virtual", "--python", python, path)
        assert told(ours) == told(process), path.stem
