"""`make compat` itself: what hangs, crashes or grows is a row of its table, and never the command's own end."""

from __future__ import annotations

import pathlib
import sys

import pytest

from tests.compat import runs
from tests.compat.compare import again, compare
from tests.compat.runs import Run

FAKE = """
import json, os, sys
fd = os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
def tell(*what): os.write(fd, json.dumps(what).encode() + b"\\n")
tell("begin", "test.test_asyncio.test_x.A.test_1")
tell("end", "test.test_asyncio.test_x.A.test_1", "ok")
tell("begin", "test.test_asyncio.test_x.A.test_2")
"""
BREAKS = {
    "not over after 3 s": "import time\ntime.sleep(600)",
    "took more than 200 MiB": "held = []\nwhile True: held.append(bytearray(1 << 20))",
    "killed by SIGSEGV": "import faulthandler\nfaulthandler._sigsegv()",
    "ended with 7": "os._exit(7)",
}


@pytest.fixture
def fake(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """A suite of two tests of which the second does what a test says."""
    path = tmp_path / "fake.py"
    monkeypatch.setattr(runs, "SUITE", path)
    monkeypatch.setattr(runs, "MEMORY", 200 << 20)
    return path


@pytest.mark.parametrize("how", BREAKS)
@pytest.mark.parametrize("mode", ["bare", "traced"])
async def test_a_test_that_breaks_its_run_is_named_with_how(fake: pathlib.Path, monkeypatch: pytest.MonkeyPatch, how: str, mode: str) -> None:
    """The results so far are kept, and the run's end says which test it was in."""
    monkeypatch.setattr(runs, "TIME_S", 3.0 if "3 s" in how else 60.0)
    fake.write_text(FAKE + BREAKS[how])  # noqa: ASYNC240
    run = await (runs.bare(sys.executable, "test_x", []) if mode == "bare" else runs.traced(sys.executable, "test_x", "traced", []))
    assert run.results == {"test.test_asyncio.test_x.A.test_1": "ok"}
    assert run.broken.endswith(f"{how} in test_x.A.test_2")


def test_a_run_that_breaks_is_worse_in_the_test_where_it_broke() -> None:
    """Tests that never came are worse, and so is the module."""
    before = Run({"test.test_asyncio.test_x.A.test_1": "ok", "test.test_asyncio.test_x.A.test_2": "ok"})
    after = Run({"test.test_asyncio.test_x.A.test_1": "ok"}, broken="not over after 3 s in test_x.A.test_2", events=3)
    worse = compare("test_x", "traced", before, after).worse
    assert worse == {"test.test_asyncio.test_x.A.test_2": "ok -> absent", "test_x": "not over after 3 s in test_x.A.test_2"}


def test_a_module_whose_loops_leave_no_events_is_worse() -> None:
    """A tracer that sees nothing breaks nothing, either: that is no proof."""
    assert compare("test_x", "traced", Run({"a": "ok"}), Run({"a": "ok"}, events=0)).worse == {"test_x": "no events, though loops ran"}
    assert compare("test_protocols", "traced", Run({"a": "ok"}), Run({"a": "ok"}, events=0)).good


def test_what_the_tracer_failed_to_record_is_worse() -> None:
    """An exception in the tracer does not reach the tests: it is counted, and no run may have any."""
    assert compare("test_x", "traced", Run({"a": "ok"}), Run({"a": "ok"}, events=5, lost=2)).worse == {"test_x": "2 happenings could not be recorded"}


def test_a_failure_that_does_not_repeat_is_unsteady_and_no_regression() -> None:
    """Tests of timing fail now and then on a busy machine; what fails twice is worse."""
    before = Run({"a": "ok", "b": "ok"})
    first = compare("test_x", "traced", before, Run({"a": "FAIL 1 != 2", "b": "FAIL late"}, events=1))
    verdict = again(first, compare("test_x", "traced", before, Run({"a": "FAIL 1 != 2", "b": "ok"}, events=1)))
    assert list(verdict.worse) == ["a"]
    assert list(verdict.once) == ["b"]


def test_an_error_that_was_there_before_is_no_regression() -> None:
    """What fails under plain python too is python's own."""
    verdict = compare("test_x", "traced", Run({"a": "FAIL 1"}), Run({"a": "FAIL 2"}, events=1))
    assert verdict.good
    assert verdict.either == {"a": "FAIL 1"}
