"""Recording files on disk."""

from __future__ import annotations

import os
import stat

import pytest

from asyncplay.engine.engine import Engine
from asyncplay.engine.files import RecordingError, check_writable, read, settings_of, write
from asyncplay.engine.session import RunRequest
from tests.trace.builder import Story

SOURCE = """\
import asyncio
async def tea():
    print("water on")
    await asyncio.sleep(2)
async def main():
    await asyncio.gather(tea(), tea())
asyncio.run(main())
"""


async def test_a_run_that_was_kept_is_the_same_when_it_is_opened(tmp_path):
    """Every event, every state, the text and the settings."""
    engine = Engine(spares=False)
    request = RunRequest(SOURCE, "tea.py", argv=("a", "b"), clock="virtual")
    session = await engine.start(request)
    await session.wait()
    await engine.close()
    path = str(tmp_path / "tea.asyncplay")
    write(path, session.recording, settings_of(request, session.recording))
    found = read(path)
    assert found.damage is None
    assert (found.settings["clock"], found.settings["argv"]) == ("virtual", ["a", "b"])
    assert found.recording.source == SOURCE
    assert list(found.recording.events) == list(session.recording.events)
    for n in range(found.recording.seq + 1):
        assert found.recording.snapshot_at(n) == session.recording.snapshot_at(n)


def test_a_recording_is_its_owners_alone(tmp_path):
    """It may hold what the program printed."""
    path = tmp_path / "a.asyncplay"
    write(str(path), Story().create(1).recording, {})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["a.asyncplay"]


def test_what_cannot_be_written_leaves_what_was_there(tmp_path):
    """A folder in its place, or none at all: one line, and no scraps."""
    (tmp_path / "b.asyncplay").mkdir()
    for name, reason in (("b.asyncplay", "is a directory"), ("no/c.asyncplay", "no such file or directory")):
        with pytest.raises(RecordingError, match=reason):
            write(str(tmp_path / name), Story().recording, {})
    assert os.listdir(tmp_path) == ["b.asyncplay"]
    for name, reason in (("b.asyncplay", "it is a folder"), ("no/c.asyncplay", "there is no such folder"), ("x.py", "ends with .asyncplay")):
        with pytest.raises(RecordingError, match=reason):
            check_writable(str(tmp_path / name))


def test_what_cannot_be_read_is_one_line(tmp_path):
    """No file, a folder, a pipe that nobody writes to, another file."""
    os.mkfifo(tmp_path / "pipe.asyncplay")
    (tmp_path / "text.asyncplay").write_text("import asyncio\n")
    for name, reason in (("none.asyncplay", "no such file"), ("", "is a directory"), ("pipe.asyncplay", "it is no file"), ("text.asyncplay", "no recording")):
        with pytest.raises(RecordingError, match=reason):
            read(str(tmp_path / name))
