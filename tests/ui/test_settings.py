"""What stands in the settings reaches the runs: clock, seed, limits, level, interpreter; what does not stand there stays as it is."""

from __future__ import annotations

import pathlib

from asyncplay.config import Config, load
from asyncplay.engine.request import RunRequest
from asyncplay.sandbox.limits import LOCAL
from asyncplay.ui.settings import limited, next_run, requested


def test_an_empty_file_changes_nothing() -> None:
    """A run's own defaults are its own."""
    assert requested(Config("")) == {}
    assert RunRequest("", "", **next_run(Config("")).request()) == RunRequest("", "")


def test_what_the_file_says_is_asked_for(tmp_path: pathlib.Path) -> None:
    """Every key of [run] and [limits]."""
    path = tmp_path / "a.toml"
    path.write_text('[run]\nclock="virtual"\nseed=7\ndetail=true\ndebug=true\nsandbox="restricted"\npython="~/py"\n[limits]\nmemory="64MiB"\nwall=9\n')
    config = load(path)
    assert not config.problems
    request = RunRequest("", "", **{**requested(config), **next_run(config).request(), **limited(config, ())})
    assert (request.clock, request.seed, request.detail, request.debug, request.level) == ("virtual", 7, True, True, "restricted")
    assert request.python == str(pathlib.Path("~/py").expanduser())
    assert (request.limits.memory, request.limits.wall, request.timeout, request.limits.tasks) == (64 << 20, 9.0, 9.0, LOCAL.tasks)
