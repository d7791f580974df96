"""Facts go into a file whole or not at all, and every other byte stays as it is."""

from __future__ import annotations

import os
import pathlib

import pytest

from asyncplay.lessons.facts import parse_fact
from asyncplay.lessons.propose import Proposal, quoted
from asyncplay.lessons.rewrite import RewriteError, rewrite, with_facts
from asyncplay.lessons.source import read_text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"x = 1\n", b"x = 1\n#= took 1.0\n#= silent\n"),
        (b"x = 1", b"x = 1\n#= took 1.0\n#= silent\n"),
        (b"x = 1\r\ny\r\n", b"x = 1\r\ny\r\n#= took 1.0\r\n#= silent\r\n"),
        (b"", b"#= took 1.0\n#= silent\n"),
        (b"\xef\xbb\xbfx\n", b"\xef\xbb\xbfx\n#= took 1.0\n#= silent\n"),
        (b"# coding: latin-1\nx = '\xe4'\n", b"# coding: latin-1\nx = '\xe4'\n#= took 1.0\n#= silent\n"),
    ],
)
def test_new_facts_come_below_the_program(before: bytes, after: bytes) -> None:
    """With the file's own line ends, encoding and byte order mark."""
    assert with_facts(before, Proposal({}, ("took 1.0", "silent"))) == after


def test_a_fact_is_replaced_in_its_place_or_taken_away() -> None:
    """What stands around it stays, odd line ends included."""
    before = b"x\r\n  #= took 1.0\r\n\n#= silent\ny"
    assert with_facts(before, Proposal({2: "took 2.0", 4: None}, ())) == b"x\r\n  #= took 2.0\r\n\ny"


def test_what_the_encoding_cannot_hold_is_escaped() -> None:
    """Rather than lost, or the file with it."""
    assert with_facts(b"# coding: ascii\n", Proposal({}, ('has "\u00e4"',))) == b'# coding: ascii\n#= has "\\xe4"\n'


@pytest.mark.parametrize("text", ["a", "a b", 'say "hi"', "it's", "back\\slash", "#?", "$HOME `x`", "ä → …", "a=b", ""])
def test_any_text_can_be_a_word_of_a_fact(text: str) -> None:
    """It is read back as it was."""
    assert parse_fact(f"has {quoted(text)}", 1).texts == (text,)


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: pathlib.Path) -> None:
    """Its new text is somebody's work."""
    path = tmp_path / "a.py"
    path.write_text("x = 1\n")
    source = read_text(path)
    path.write_text("x = 2\n")
    with pytest.raises(RewriteError, match="has changed meanwhile"):
        rewrite(str(path), source, Proposal({}, ("silent",)))
    assert path.read_text() == "x = 2\n"


def test_mode_and_links_stay(tmp_path: pathlib.Path) -> None:
    """The file that a link means is written, and nothing is left beside it."""
    path, link = tmp_path / "a.py", tmp_path / "link.py"
    path.write_text("x = 1\n")
    path.chmod(0o640)
    link.symlink_to(path)
    rewrite(str(link), read_text(link), Proposal({}, ("silent",)))
    assert path.read_text() == "x = 1\n#= silent\n"
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(os.listdir(tmp_path)) == ["a.py", "link.py"]
