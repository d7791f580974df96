"""What every test shares: the interpreters to test on, and the skips that name what is missing."""

from __future__ import annotations

import functools
import os
import pathlib
import shutil
import subprocess
import sys

import pytest
from hypothesis import Phase, settings

SUPPORTED = ("3.11", "3.12", "3.13", "3.14")


@functools.cache
def interpreters() -> dict[str, str]:
    """Every supported CPython on this machine by version (`3.12`): this one, those on the PATH, those in pyenv. One of each."""
    found = {f"{sys.version_info.major}.{sys.version_info.minor}": sys.executable}
    candidates = [path for version in SUPPORTED if (path := shutil.which(f"python{version}"))]
    roots = [os.environ.get("PYENV_ROOT"), os.path.expanduser("~/.pyenv")]
    for root in filter(None, roots):
        candidates += sorted(map(str, pathlib.Path(root, "versions").glob("3.*/bin/python")))
    for candidate in candidates:
        version = _version(candidate)
        if version in SUPPORTED:
            found.setdefault(version, candidate)
    return found


def _version(exe: str) -> str:
    code = "import sys; print('%d.%d' % sys.version_info[:2] if sys.implementation.name == 'cpython' else '')"
    try:
        return subprocess.run([exe, "-c", code], capture_output=True, text=True, timeout=120, check=False).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""


LONG_FIRST = (
    "sandbox/test_corpus", "runner/test_transparency", "pty/test_moving", "pty/test_predict", "runner/test_corpus", "pty/test_nothing_lost", "pty/test_first_unit",
    "pty", "sandbox", "tmux", "ssh", "web", "wasm", "lessons", "runner", "headless", "engine",
)  # fmt: skip
"""The files, and folders of files, that take longest: begun first, none of them is what the last worker is left with."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files in the order in which they are best begun; inside a file nothing moves."""
    rank = {name: n for n, name in enumerate(LONG_FIRST)}
    items.sort(key=lambda item: rank.get(f"{item.path.parent.name}/{item.path.stem}", rank.get(item.path.parent.name, len(rank))))


def pytest_configure(config: pytest.Config) -> None:
    """The sources are compiled once for each interpreter: in a fresh clone every zygote would do it again, since those write nothing down."""
    if not hasattr(config, "workerinput"):
        source = pathlib.Path(__file__).parents[1] / "src" / "asyncplay"
        for python in interpreters().values():
            subprocess.run([python, "-m", "compileall", "-q", str(source)], check=False, capture_output=True)


def pytest_report_header() -> list[str]:
    return ["interpreters: " + ", ".join(f"{v} ({p})" for v, p in sorted(interpreters().items()))]


@pytest.fixture(params=sorted(interpreters()))
def python(request: pytest.FixtureRequest) -> str:
    """Each supported interpreter found on this machine, in turn: the path of its executable."""
    return interpreters()[request.param]


settings.register_profile("suite", derandomize=True, deadline=None, phases=[phase for phase in Phase if phase is not Phase.explain], print_blob=True)
settings.load_profile("suite")
"""The same cases every time, and no hour of explaining: new cases are `make fuzz`'s to find."""
