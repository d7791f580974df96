"""Predict, then run, in the real program: questions of every kind, answered right and wrong, skipped, and left."""

from __future__ import annotations

import pathlib
import re
import sys
import time

import pytest

from tests.pty.terminal import Terminal

COMMAND = [sys.executable, "-m", "asyncplay"]
LETTERS = "ABCDEFG"


@pytest.fixture
def home(tmp_path: pathlib.Path) -> dict[str, str]:
    """An environment in which nothing of the person's own is touched."""
    return {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config")}


def program(mark: str = "", kind: str = "") -> str:
    """Two tasks that print, with a question at one line."""
    remark = f"  #? {kind}" if kind else ""
    lines = ["import asyncio", "", "async def tea():", '    print("water on")', "    await asyncio.sleep(2)", '    print("tea ready")', ""]
    lines += [
        "async def main():",
        '    print("morning")',
        "    task = asyncio.create_task(tea())",
        '    print("planned")',
        "    await asyncio.sleep(1)",
    ]
    lines += ['    print("table set")', "    await task", "", "asyncio.run(main())", ""]
    return "\n".join(line + remark if line.strip() == mark else line for line in lines)


def opened(tmp_path: pathlib.Path, home: dict[str, str], text: str, size: tuple[int, int] = (80, 24)) -> Terminal:
    """The playground with this text."""
    path = tmp_path / "snippet.py"
    path.write_text(text)
    terminal = Terminal([*COMMAND, str(path)], *size, env=home)
    terminal.wait_for("press F5")
    return terminal


def ask(terminal: Terminal, title: str = "PREDICT 1 of 1") -> str:
    """F3, and the question once it takes answers."""
    terminal.type("F3")
    return asked(terminal, title)


def asked(terminal: Terminal, title: str) -> str:
    shown = terminal.wait_for(rf"{re.escape(title)}▐", 30)
    terminal.wait_for("Answer")
    end = time.monotonic() + 0.6  # answers count from 0.4 s after the terminal has shown the question
    while time.monotonic() < end:
        terminal.pump(0.1)
    return shown


def letter_of(shown: str, text: str) -> str:
    """The letter of the choice with these words."""
    found = re.search(rf"([A-D])  {re.escape(text)}(?=\s\s|\s*$)", shown, re.M)
    assert found, shown
    return found[1]


def another(shown: str, letter: str) -> str:
    """A letter that is offered, and is not this one."""
    return next(one for one in "ABCD" if one != letter and re.search(rf" {one}  \S", shown))


def answer(terminal: Terminal, *keys: str) -> str:
    """Give it; the answer beside the truth."""
    terminal.type(*keys, "Enter")
    return terminal.wait_for("Go on")


CASES = {
    "next": ('print("planned")', "water on"),
    "who": ("await asyncio.sleep(1)", "2 tea"),
    "when": ('print("tea ready")', "2 s"),
    "count": ('print("water on")', "1"),
    "choice: Who is first? | main* | tea": ('print("morning")', "main"),
}


@pytest.mark.parametrize("kind", CASES)
@pytest.mark.parametrize("right", [True, False])
def test_a_choice_answered_right_and_wrong_is_told_beside_the_truth(home: dict[str, str], tmp_path: pathlib.Path, kind: str, right: bool) -> None:
    """Of next, who, when, count and choice: the letter, the truth's letter, why; then the whole run with the Note's ANSWER."""
    mark, truth = CASES[kind]
    with opened(tmp_path, home, program(mark, kind)) as terminal:
        shown = ask(terminal)
        true = letter_of(shown, truth)
        given = true if right else another(shown, true)
        told = answer(terminal, given)
        assert f"You said {given}. The run says {'so too' if right else true}" in told
        assert re.search(rf"√ {true}  {re.escape(truth)}", told)
        terminal.pump(0.7)
        terminal.type("Enter")
        shown = terminal.wait_for("FINISHED in 2.000 s")
        assert "─ ANSWER" in shown
        assert f"You said {given}" in shown
        assert shown.split("\n")[-1].startswith(" TIME")
        terminal.type("2")
        shown = terminal.wait_for("▌2 Timeline▐")
        axis = next(line for line in shown.split("\n") if line.startswith(" seconds"))
        assert ("*" in axis) is not right


def test_lines_are_put_in_order_with_space_and_arrows_and_the_first_wrong_one_is_named(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """Without any mark the output is to be ordered; Space takes a line up, a digit puts it at that place."""
    truth = ["morning", "planned", "water on", "table set", "tea ready"]
    with opened(tmp_path, home, program()) as terminal:
        shown = ask(terminal)
        assert "Put the output in order." in shown
        assert "Printed so far" not in shown
        for place, text in enumerate(truth):
            now = lines_in_order(terminal.text())
            row = next(n for n in range(place, len(now)) if now[n] == text)
            select(terminal, row)
            terminal.type("Space", *["Up"] * (row - place), "Space")
            terminal.wait_for(lambda _, place=place, text=text: lines_in_order(terminal.text())[place] == text)  # type: ignore[misc]
        assert "all 5 lines in order" in answer(terminal)


def test_a_digit_puts_the_line_at_that_place(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """The wrong order names its first wrong line beside the right one, and marks it in the output."""
    with opened(tmp_path, home, program()) as terminal:
        ask(terminal)
        now = lines_in_order(terminal.text())
        select(terminal, now.index("tea ready"))
        terminal.type("1")
        terminal.wait_for(lambda _: lines_in_order(terminal.text())[0] == "tea ready")
        told = answer(terminal)
        assert 'You said 1. "tea ready". The run says "morning".' in told
        terminal.pump(0.7)
        terminal.type("Enter")
        terminal.wait_for("FINISHED")
        assert re.search(r"morning +◄ first difference", terminal.text())


def lines_in_order(shown: str) -> list[str]:
    """The lines as they stand: downwards, the left column first."""
    found = re.findall(r"(?<=\s)([1-7])\. (.+?)(?=\s\s|$)", shown, re.M)
    return [text for _, text in sorted(found)]


def select(terminal: Terminal, row: int) -> None:
    """Put the cursor on that line."""
    terminal.type(LETTERS[row])
    terminal.wait_for(rf"[▌>] {row + 1}\. ")


@pytest.mark.parametrize("right", [True, False])
def test_an_end_is_chosen_for_each_task(home: dict[str, str], tmp_path: pathlib.Path, right: bool) -> None:
    """Of `ends`: A to E for one task after the other; one that is missing is named."""
    with opened(tmp_path, home, program("await asyncio.sleep(1)", "ends").replace("await task", "task.cancel()")) as terminal:
        shown = ask(terminal)
        assert "A returns  B raises  C is cancelled" in shown
        terminal.type("Enter")
        terminal.wait_for("1 main has no end yet")
        told = answer(terminal, "a", "c" if right else "a")
        assert ("You said how all 2 tasks end" if right else "You said 2 tea returns. The run says it is cancelled.") in told


def test_a_second_can_be_typed(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """Of `when`: digits stand beside the question, and are as good as a choice."""
    with opened(tmp_path, home, program('print("tea ready")', "when")) as terminal:
        ask(terminal)
        terminal.type("1", ".", "5")
        terminal.wait_for("your number: 1.5")
        terminal.type("Backspace", "Backspace", "Backspace", "2")
        terminal.wait_for("your number: 2▌")
        assert "You said 2 s. The run says 2 s" in answer(terminal)
