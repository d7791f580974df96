"""Answers of the terminal, picked out of what it sends."""

from __future__ import annotations

import threading

import pytest

from asyncplay.ui.terminal import answers as module
from asyncplay.ui.terminal.answers import LAST, Answers

ANSWER = b"\x1b[12;40R"


def asked(questions: int) -> Answers:
    made = Answers()
    made.asked(questions, 0)
    return made


@pytest.mark.parametrize("cut", range(len(ANSWER) + 1))
def test_an_answer_is_found_wherever_it_is_torn(cut: int) -> None:
    """And what was typed before, behind and between is all there, in its order."""
    answers = asked(2)
    parts = [b"ab" + ANSWER[:cut], ANSWER[cut:] + b"\xc3\xa9\x1b[A" + ANSWER + b"z"]
    found = [answers.feed(part) for part in parts]
    assert b"".join(rest for rest, _ in found) == b"ab\xc3\xa9\x1b[Az"
    assert sum(count for _, count in found) == 2
    assert answers.wait()


def test_what_nobody_asked_for_is_left_alone() -> None:
    """A key may look like it: Shift+F3."""
    answers = asked(1)
    assert answers.feed(ANSWER + b"\x1b[1;2R\x1b[") == (b"\x1b[1;2R\x1b[", 1)


@pytest.mark.parametrize("key", [b"\x1b[1;2A", b"\x1b[15~", b"\x1bOP", b"\x1b[<0;3;4M", b"\x1b[?2026;2$y", b"\x1b[97;5u", b"\x1b\x1b[A"])
def test_keys_that_begin_like_an_answer_are_keys(key: bytes) -> None:
    """Byte by byte, while an answer is awaited."""
    answers = asked(1)
    assert b"".join(answers.feed(key[at : at + 1])[0] for at in range(len(key))) == key


def test_a_lone_escape_is_a_key_soon_and_a_torn_answer_is_none_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """The half of an answer is typed nowhere while the rest may come."""
    answers = asked(1)
    assert answers.feed(b"\x1b") == (b"", 0)
    assert answers.broken_off(60.0) == (b"", True)
    assert answers.broken_off(0.0) == (b"\x1b", False)
    assert answers.feed(b"\x1b[12;") == (b"", 0)
    assert answers.broken_off(0.0) == (b"", True)
    assert answers.feed(b"4R") == (b"", 1)
    assert answers.broken_off(0.0) == (b"", False)
    answers.asked(1, 0)
    answers.feed(b"\x1b[1")
    monkeypatch.setattr(module, "HELD_S", 0.0)
    assert answers.broken_off(0.0) == (b"\x1b[1", False)


def test_answers_that_were_lost_are_not_waited_for() -> None:
    """The last questions are two: answers come in the order of the questions, and the first of them cannot be taken for any other."""
    answers = asked(3)
    answers.feed(ANSWER)
    answers.leave(0)
    answers.feed(b"\x1b[?62;22c")
    assert not answers.over
    answers.feed(b"\x1b[1;")
    assert not answers.over
    answers.feed(b"1R")
    assert answers.over
    assert answers.wait()


def test_who_is_not_told_by_name_is_counted() -> None:
    """A terminal that does not say what it is."""
    answers = asked(1)
    answers.leave(0)
    answers.feed(ANSWER)
    assert not answers.over
    answers.feed(ANSWER)
    assert answers.over


def test_a_terminal_that_never_answered_is_not_waited_for_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only one that has only just been asked for the first time is."""
    monkeypatch.setattr(module, "FIRST_S", 0.0)
    assert not asked(1).wait()
    assert Answers().wait()


@pytest.mark.parametrize("how", ["hang-up", "Ctrl+C", "answer"])
def test_waiting_ends_with_the_answer_with_the_terminal_and_with_ctrl_c(how: str) -> None:
    """Nobody is held for longer than he likes."""
    answers = asked(1)
    answers.feed(ANSWER)
    assert answers.leave(10**9) == LAST
    assert not answers.leave(10**9)
    found: list[bool] = []
    waiting = threading.Thread(target=lambda: found.append(answers.wait()))
    waiting.start()
    if how == "hang-up":
        answers.end()
    else:
        answers.feed(ANSWER if how == "answer" else b"\x03")
    waiting.join(30)
    assert found == [how == "answer"]
    assert answers.over
