"""The journal: any sequence of edits comes back, a torn end costs only itself, and a failing disk is told and made good."""

from __future__ import annotations

import os
import pathlib
import resource
import signal
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asyncplay.ui import journal, journals
from asyncplay.ui.journal import Journal, Subject
from asyncplay.ui.render.difference import difference
from tests.test_structure import loaded_after

A = Subject("/a.py", None, "a.py")
in_a_folder = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
texts = st.lists(st.sampled_from(["", "a", "b", "é\ud800", "\x1b[2J", "x" * 300]), min_size=1, max_size=200)


def left(folder: pathlib.Path) -> list[journals.Kept]:
    """What a session that broke off left."""
    return journals.look(folder, "")[0]


def break_off(one: Journal) -> None:
    """As kill -9 does: the lock is gone, the file stays."""
    os.close(one._fd)
    one._fd = -1


def test_the_journal_needs_no_textual() -> None:
    """It must work where nothing else does."""
    loaded = loaded_after("import asyncplay.ui.journals, asyncplay.ui.crash, asyncplay.ui.ending")
    assert not {"textual", "rich", "asyncio"} & loaded
    assert not {"textual", "rich"} & loaded_after("import asyncplay.ui.keeping")


@in_a_folder
@given(texts, st.lists(texts, max_size=6))
def test_the_last_text_noted_is_the_one_that_comes_back(tmp_path: pathlib.Path, saved: list[str], edits: list[list[str]]) -> None:
    """Whatever was typed in between."""
    folder = tmp_path / str(time.monotonic_ns())
    one = Journal(folder)
    one.begin(A, "\n".join(saved), saved)
    for lines in edits:
        one.note(lines)
    break_off(one)
    last = "\n".join(edits[-1]) if edits else "\n".join(saved)
    found = left(folder)
    assert [kept.text for kept in found] == ([last] if last != "\n".join(saved) else [])
    assert all(kept.saved == "\n".join(saved) and kept.subject == A for kept in found)


@in_a_folder
@given(st.lists(texts, min_size=1, max_size=4), st.integers(1, 2000), st.binary(max_size=20))
def test_a_torn_end_costs_only_itself(tmp_path: pathlib.Path, edits: list[list[str]], cut: int, junk: bytes) -> None:
    """Any prefix with any bytes behind it gives one of the texts that were noted, or nothing."""
    folder = tmp_path / str(time.monotonic_ns())
    one = Journal(folder)
    one.begin(A, "", [""])
    for lines in edits:
        one.note(lines)
    file = pathlib.Path(one.file)
    break_off(one)
    file.write_bytes(file.read_bytes()[:-cut] + junk)
    assert {kept.text for kept in left(folder)} <= {"\n".join(lines) for lines in edits}


def test_a_saved_text_and_an_old_one_are_swept_out(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty days, then it goes; what is the same as the saved text was never news."""
    one = Journal(tmp_path)
    one.begin(A, "x", ["x"])
    one.note(["y"])
    one.note(["x"])
    break_off(one)
    assert not left(tmp_path)
    one = Journal(tmp_path)
    one.begin(A, "x", ["y"])
    break_off(one)
    assert left(tmp_path)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 31 * 86400)
    assert not left(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_living_journal_is_not_offered_but_told(tmp_path: pathlib.Path) -> None:
    """Its lock says that somebody is at work."""
    one = Journal(tmp_path)
    one.begin(A, "x", ["y"])
    offered, alive = journals.look(tmp_path, "")
    assert not offered
    assert [kept.subject.same(A) for kept in alive] == [True]
    assert not journals.look(one.folder, one.file)[1]
    one.close(keep=True)
    assert len(left(tmp_path)) == 1


def test_saving_begins_anew_and_a_clean_end_leaves_nothing(tmp_path: pathlib.Path) -> None:
    """One file for one playground, at any time."""
    one = Journal(tmp_path)
    one.begin(A, "x", ["y"])
    one.begin(A, "y", ["y"])
    assert len(list(tmp_path.iterdir())) == 1
    one.close(keep=False)
    assert not list(tmp_path.iterdir())


def test_a_long_journal_is_begun_anew(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It grows no longer than its text and some room."""
    monkeypatch.setattr(journal, "ROOM", 2000)
    one = Journal(tmp_path)
    one.begin(A, "", [""])
    for number in range(500):
        one.note([f"text {number}"])
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 4000
    break_off(one)
    assert left(tmp_path)[0].text == "text 499"


def test_a_disk_without_room_is_told_and_made_good_later(tmp_path: pathlib.Path) -> None:
    """What was written before stays readable; the next note that fits has everything."""
    one = Journal(tmp_path)
    one.begin(A, "", [""])
    one.note(["short"])
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        assert not one.note(["x" * 5000])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert one.failing
    assert journals.look(tmp_path, "")[1][0].text == "short"
    assert one.note(["x" * 5000])
    assert one.failing is None
    assert journals.look(tmp_path, "")[1][0].text == "x" * 5000


def test_put_off_is_remembered(tmp_path: pathlib.Path) -> None:
    """It is not offered at each start."""
    one = Journal(tmp_path)
    one.begin(A, "x", ["y"])
    break_off(one)
    journals.put_off(left(tmp_path)[0])
    assert [(kept.later, kept.text) for kept in left(tmp_path)] == [(True, "y")]


@pytest.mark.parametrize("data", [b"", b"{}\n", b"[1]\n", b'{"asyncplay":1,"pid":"x"}\n', b"\xff\n", b"[" * 100000 + b"\n"])
def test_nonsense_is_no_journal(tmp_path: pathlib.Path, data: bytes) -> None:
    """It is swept out."""
    (tmp_path / "edit-x.journal").write_bytes(data)
    assert not left(tmp_path)


def test_a_link_in_a_journals_place_is_not_followed(tmp_path: pathlib.Path) -> None:
    """Somebody else's file is neither read nor taken away."""
    other = tmp_path / "other"
    other.write_text("{}")
    (tmp_path / "edit-x.journal").symlink_to(other)
    assert not left(tmp_path)
    assert other.exists()


def test_a_difference_has_signs_numbers_and_the_lines_between() -> None:
    """As the screen shows it; few equal lines between two changes stay, many become one row."""
    rows = difference("a\nb\nc\nd\n", "a\nc\nd\ne\n", 20)
    assert [(row.sign, row.number, row.text) for row in rows] == [("-", 21, "b"), (" ", 21, "c"), (" ", 22, "d"), ("+", 23, "e")]
    assert not difference("a", "a")
    many = "\n".join(map(str, range(10)))
    assert [row.sign for row in difference(f"x\n{many}\ny", f"{many}")] == ["-", "·", "-"]


@given(st.lists(st.sampled_from("abc"), max_size=30), st.lists(st.sampled_from("abc"), max_size=30))
def test_a_difference_tells_every_line_taken_out_and_put_in(old: list[str], new: list[str]) -> None:
    """Counted, they make the one text out of the other."""
    rows = difference("\n".join(old), "\n".join(new))
    out, put = sum(row.sign == "-" for row in rows), sum(row.sign == "+" for row in rows)
    assert len(old or [""]) - out + put == len(new or [""])
