"""Files and lessons: opened, kept, saved whole or not at all."""

from __future__ import annotations

import os
import pathlib

import pytest

from asyncplay.lessons.lesson import find
from asyncplay.ui.document import DocumentError, open_lesson, open_path, open_target


@pytest.mark.parametrize("data", [b"a\nb\n", b"a\r\nb\r\n", b"a", b"", "# coding: latin-1\nx = 'é'\n".encode("latin-1")])
def test_a_file_saved_unchanged_is_the_same_bytes(tmp_path: pathlib.Path, data: bytes) -> None:
    """Line ends, encoding and a missing last line end stay."""
    path = tmp_path / "a.py"
    path.write_bytes(data)
    document = open_path(str(path))
    document.save(document.text)
    assert path.read_bytes() == data


def test_a_lesson_shows_its_program_and_runs_whole() -> None:
    """Line numbers of the editor's text are the file's."""
    lesson = find("5")
    assert lesson is not None
    document = open_lesson(lesson)
    assert document.full_source(document.text) == lesson.source
    number = document.first_line
    assert lesson.source.split("\n")[number - 1] == document.text.split("\n")[0]
    assert "Aha" not in document.text
    assert "#=" not in document.text


def test_a_lesson_is_saved_beside_itself(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One's own version comes back, the lesson's file stays."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    lesson = find("5")
    assert lesson is not None
    before = pathlib.Path(lesson.path).read_bytes()
    open_lesson(lesson).save("print('mine')\n")
    assert pathlib.Path(lesson.path).read_bytes() == before
    assert open_lesson(lesson).text == "print('mine')\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_save_that_fails_keeps_the_old_file_and_says_so_in_one_line(tmp_path: pathlib.Path) -> None:
    """No folder to write into."""
    document = open_path(str(tmp_path / "gone" / "a.py"))
    with pytest.raises(DocumentError) as caught:
        document.save("x")
    assert "\n" not in str(caught.value)
    assert "safe in memory" in str(caught.value)


def test_a_file_that_is_not_there_begins_empty_and_a_name_of_nothing_is_refused(tmp_path: pathlib.Path) -> None:
    """As editors do."""
    assert open_target(str(tmp_path / "new.py")).text == ""
    with pytest.raises(DocumentError):
        open_target("no-such-lesson")
