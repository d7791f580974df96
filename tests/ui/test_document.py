"""Documents: what is read comes back byte for byte, what is written is written whole, and no key loses text."""

from __future__ import annotations

import contextlib
import os
import pathlib
import resource
import signal
import stat
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asyncplay.lessons.lesson import Lesson, all_lessons, find, read_lesson
from asyncplay.ui.document import Document, DocumentError, new, open_lesson, open_path, open_target

CODINGS = {
    "": "utf-8",
    "# coding: latin-1\n": "latin-1",
    "# -*- coding: cp1252 -*-\n": "cp1252",
    "#!/bin/py\n# vim: set fileencoding=utf-8 :\n": "utf-8",
}
ENDS = st.sampled_from(["\n", "\r\n", "\r"])
in_a_folder = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def home(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """A data folder of the test's own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def lesson() -> Lesson:
    """A lesson with docstring, program and facts."""
    found = find("5")
    assert found is not None
    return found


@contextlib.contextmanager
def tiny_disk() -> Iterator[None]:
    """No file may grow over 4 kB, as on a disk that is nearly full. Around the save alone: it holds for pytest's own log as well."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


# files


@in_a_folder
@given(
    st.sampled_from(sorted(CODINGS)),
    st.lists(st.tuples(st.text("ab é#\t\f'", max_size=6), ENDS), max_size=8),
    st.text("xé", max_size=2),
    st.booleans(),
)
def test_what_is_opened_and_saved_is_the_same_bytes(
    tmp_path: pathlib.Path, coding: str, lines: list[tuple[str, str]], last: str, marked: bool
) -> None:
    """Any coding, any mixture of line ends, with a byte order mark or a final newline or without."""
    path = tmp_path / "a.py"
    mark = "\ufeff" if marked and CODINGS[coding] == "utf-8" else ""
    data = (mark + coding + "".join(line + end for line, end in lines) + last).encode(CODINGS[coding])
    path.write_bytes(data)
    document = open_path(str(path))
    assert "\r" not in document.text
    document.save(document.text)
    assert path.read_bytes() == data
    document.save(document.text + "\n# more")
    document.save(document.text)
    assert open_path(str(path)).text == document.text


@in_a_folder
@given(st.lists(st.tuples(st.sampled_from("abc"), ENDS), min_size=1, max_size=8), st.integers(0, 7))
def test_a_change_touches_the_bytes_of_its_line_only(tmp_path: pathlib.Path, lines: list[tuple[str, str]], changed: int) -> None:
    """Lines above and below keep their own line ends, whatever mixture there is."""
    path = tmp_path / "a.py"
    path.write_bytes("".join(line + end for line, end in lines).encode())
    document = open_path(str(path))
    number = changed % len(lines)
    rows = document.text.split("\n")
    document.save("\n".join([*rows[:number], "new", *rows[number + 1 :]]))
    after = path.read_bytes().decode()
    assert after.startswith("".join(line + end for line, end in lines[:number]) + "new")
    assert after.endswith("".join(line + end for line, end in lines[number + 1 :]))


def test_new_lines_end_like_the_others(tmp_path: pathlib.Path) -> None:
    """A file of Windows stays one."""
    path = tmp_path / "a.py"
    path.write_bytes(b"a\r\nb\r\n")
    document = open_path(str(path))
    document.save("a\nnew\nb\n\n")
    assert path.read_bytes() == b"a\r\nnew\r\nb\r\n\r\n"


def test_the_coding_line_of_the_text_decides_how_it_is_written(tmp_path: pathlib.Path) -> None:
    """Who writes a coding line gets that coding, as Python will read it."""
    path = tmp_path / "a.py"
    path.write_text("x = 'é'\n", "utf-8")
    document = open_path(str(path))
    document.save("# coding: latin-1\nx = 'é'\n")
    assert path.read_bytes() == b"# coding: latin-1\nx = '\xe9'\n"


def test_a_letter_that_the_coding_lacks_is_told_with_its_line_and_nothing_is_written(tmp_path: pathlib.Path) -> None:
    """Better no save than a file that Python cannot read."""
    path = tmp_path / "a.py"
    path.write_bytes(b"# coding: latin-1\n")
    document = open_path(str(path))
    with pytest.raises(DocumentError, match=r"line 2 has '\\u2026', which .* cannot write"):
        document.save("# coding: latin-1\nx = '…'\n")
    assert path.read_bytes() == b"# coding: latin-1\n"


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"x = '\xff'\n", "is not text: "), (b"\0\0", "null bytes"), (b"# coding: klingon\n", "unknown encoding")],
    ids=["not utf-8", "binary", "unknown coding"],
)
def test_what_is_no_text_is_told_in_one_line(tmp_path: pathlib.Path, data: bytes, says: str) -> None:
    """The path, and why it cannot be opened."""
    path = tmp_path / "a.py"
    path.write_bytes(data)
    with pytest.raises(DocumentError) as caught:
        open_path(str(path))
    assert str(path) in str(caught.value)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_neither_a_folder_nor_a_pipe_nor_a_device_is_opened(tmp_path: pathlib.Path) -> None:
    """Opening must not wait for a writer, nor read without end."""
    os.mkfifo(tmp_path / "pipe.py")
    for path in (str(tmp_path), str(tmp_path / "pipe.py"), "/dev/zero"):
        with pytest.raises(DocumentError, match="not a file"):
            open_path(path)


def test_a_name_that_is_not_there_begins_empty_and_is_made_by_saving(tmp_path: pathlib.Path) -> None:
    """`asyncplay new.py` is how a file begins."""
    path = tmp_path / "a.py"
    document = open_path(str(path))
    assert (document.text, document.is_dirty("")) == ("", False)
    document.save("x\n")
    assert path.read_bytes() == b"x\n"


def test_a_text_is_dirty_until_it_is_saved(tmp_path: pathlib.Path) -> None:
    """Dirty is measured against what the disk has, so undoing everything is clean again."""
    document = open_path(str(tmp_path / "a.py"))
    assert document.is_dirty("x")
    document.save("x")
    assert not document.is_dirty("x")
    assert document.is_dirty("")


# writing whole or not at all


def test_saving_keeps_the_mode_and_follows_a_link(tmp_path: pathlib.Path) -> None:
    """A script stays executable, a link stays a link."""
    target, link = tmp_path / "real.py", tmp_path / "link.py"
    target.write_text("a\n")
    target.chmod(0o750)
    link.symlink_to("real.py")
    open_path(str(link)).save("b\n")
    assert link.is_symlink()
    assert (target.read_text(), stat.S_IMODE(target.stat().st_mode)) == ("b\n", 0o750)


def test_a_new_file_has_the_mode_that_the_user_wants(tmp_path: pathlib.Path) -> None:
    """As `open` would make it, not as temporary files are."""
    mask = os.umask(0o027)
    try:
        open_path(str(tmp_path / "a.py")).save("a\n")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "a.py").stat().st_mode) == 0o640


def test_a_write_that_breaks_off_leaves_the_old_file_and_nothing_else(tmp_path: pathlib.Path) -> None:
    """The text stays dirty, and the message says that it is safe."""
    path = tmp_path / "a.py"
    path.write_text("old\n")
    document = open_path(str(path))
    with tiny_disk(), pytest.raises(DocumentError, match=r"^Not saved: .* The text is safe in memory; @document.save tries again\.$"):
        document.save("x" * 100_000)
    assert (path.read_text(), os.listdir(tmp_path)) == ("old\n", ["a.py"])
    assert document.is_dirty("x" * 100_000)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_is_called_so(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words are those of the screens."""
    full = os.open("/dev/full", os.O_WRONLY)
    scratch = tmp_path / "scratch"
    scratch.touch()
    monkeypatch.setattr("tempfile.mkstemp", lambda **_: (full, str(scratch)))
    monkeypatch.setattr(os, "fchmod", lambda *_: None)  # the device is not ours to change
    with pytest.raises(DocumentError) as caught:
        open_path(str(tmp_path / "a.py")).save("x\n")
    assert str(caught.value) == "Not saved: the disk is full. The text is safe in memory; @document.save tries again."
    assert not scratch.exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told(tmp_path: pathlib.Path) -> None:
    """And the file there is as it was."""
    path = tmp_path / "a.py"
    path.write_text("old\n")
    document = open_path(str(path))
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(DocumentError, match="Permission denied"):
            document.save("new\n")
        assert path.read_text() == "old\n"
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.parametrize("name", [".", "none/a.py", "a\0.py"], ids=["folder", "no such folder", "null"])
def test_a_name_that_cannot_be_written_is_told_in_one_line(tmp_path: pathlib.Path, name: str) -> None:
    """Folders, missing folders, impossible names."""
    with pytest.raises(DocumentError) as caught:
        new().save_as(f"{tmp_path}/{name}", "x\n")
    assert str(caught.value).startswith("Not saved: ")
    assert "\n" not in str(caught.value)


def test_save_as_gives_a_document_of_that_name(tmp_path: pathlib.Path) -> None:
    """With the text and the line ends of the old one."""
    path = tmp_path / "a.py"
    path.write_bytes(b"a\r\nb\r\n")
    copy = open_path(str(path)).save_as(str(tmp_path / "b.py"), "a\nc\n")
    assert (copy.title, copy.path, copy.text, copy.is_dirty("a\nc\n")) == ("b.py", str(tmp_path / "b.py"), "a\nc\n", False)
    assert (tmp_path / "b.py").read_bytes() == b"a\r\nc\r\n"
    assert path.read_bytes() == b"a\r\nb\r\n"


def test_a_new_snippet_is_clean_and_asks_for_a_name() -> None:
    """Nothing to lose yet, and nowhere to save to."""
    document = new()
    assert not document.is_dirty(document.text)
    with pytest.raises(DocumentError, match="Save as"):
        document.save("x")


# lessons


def test_of_every_lesson_the_editor_shows_the_program_under_the_files_own_numbers() -> None:
    """Head, program and tail are the file, so tracebacks and `python file.py` agree."""
    for lesson in all_lessons():
        document = open_lesson(lesson)
        assert document.full_source(document.text) == lesson.source
        assert document.first_line == lesson.program_start
        assert not document.text.lstrip().startswith(('"""', "#="))


def test_a_program_without_its_last_line_end_stays_apart_from_the_facts(lesson: Lesson) -> None:
    """A fact must not become the end of a line of code."""
    document = open_lesson(lesson)
    assert document.full_source("x = 1").startswith(document.head + "x = 1\n")


def test_my_version_of_a_lesson_is_kept_and_offered_and_the_lesson_stays(lesson: Lesson, home: pathlib.Path) -> None:
    """The lesson's file is never written."""
    before = pathlib.Path(lesson.path).read_bytes()
    document = open_lesson(lesson)
    assert document.save("x = 1\n") == "Saved my version of 05"
    assert not document.is_dirty("x = 1\n")
    assert (home / "asyncplay/lessons/05_create_task.py").read_text() == "x = 1\n"
    again = open_lesson(lesson)
    assert (again.text, again.is_dirty("x = 1\n")) == ("x = 1\n", False)
    assert again.original() == document.text
    assert pathlib.Path(lesson.path).read_bytes() == before


def test_two_lessons_of_one_name_keep_their_own_versions_apart(lesson: Lesson, home: pathlib.Path, tmp_path: pathlib.Path) -> None:
    """A teacher's own 05_create_task is another lesson than ours."""
    path = tmp_path / "mine" / "05_create_task.py"
    path.parent.mkdir()
    path.write_text('"""Mine"""\nprint(1)\n')
    open_lesson(read_lesson(path)).save("print(2)\n")
    assert open_lesson(lesson).text != "print(2)\n"
    assert open_lesson(read_lesson(path)).text == "print(2)\n"
    assert open_lesson(read_lesson(path)).title == "05 Mine"


def test_the_whole_file_of_a_lesson_can_be_shown_and_the_program_alone_again(lesson: Lesson) -> None:
    """Both show the same program, under the same numbers."""
    document = open_lesson(lesson)
    whole = document.whole("x = 1\n")
    assert (whole.first_line, whole.text) == (1, document.full_source("x = 1\n"))
    assert whole.full_source(whole.text) == whole.text
    assert whole.is_dirty(whole.text)
    assert whole.original() == lesson.source
    back = whole.program_only(whole.text)
    assert (back.text, back.first_line, back.saved) == ("x = 1\n", document.first_line, document.saved)


def test_from_the_whole_file_my_version_is_the_program(lesson: Lesson, home: pathlib.Path) -> None:
    """And who changed the lesson's own words is told where to keep them."""
    whole = open_lesson(lesson).whole("x = 1\n")
    whole.save(whole.text)
    assert (home / "asyncplay/lessons/05_create_task.py").read_text() == "x = 1\n"
    with pytest.raises(DocumentError, match="Save as"):
        whole.save("# mine\n" + whole.text)


def test_my_version_that_cannot_be_kept_is_told(lesson: Lesson, home: pathlib.Path) -> None:
    """A data folder that is none is no crash."""
    home.write_text("in the way")
    with pytest.raises(DocumentError, match=r"^Not saved: .*@document.save tries again"):
        open_lesson(lesson).save("x")


def test_my_version_that_cannot_be_read_is_not_passed_over(lesson: Lesson, home: pathlib.Path) -> None:
    """Else the next save would write over it."""
    mine = home / "asyncplay/lessons/05_create_task.py"
    mine.parent.mkdir(parents=True)
    mine.write_bytes(b"\xff")
    with pytest.raises(DocumentError, match=f"{mine} is not text"):
        open_lesson(lesson)


def test_a_target_is_a_file_a_lesson_or_the_first_lesson(tmp_path: pathlib.Path) -> None:
    """As the command line means it."""

    def numbered(document: Document) -> int | None:
        return document.lesson.number if document.lesson else None

    assert numbered(open_target(None)) == 1
    assert numbered(open_target("create_task")) == 5
    assert open_target(str(tmp_path / "a.py")).title == "a.py"
    with pytest.raises(DocumentError, match="no such file or lesson: nonsense"):
        open_target("nonsense")
