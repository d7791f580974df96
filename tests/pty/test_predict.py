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
    shown = terminal.wait_for(rf"{re.escape(title)}▐")
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
    return terminal.insist("Go on", *keys, "Enter")


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
        terminal.insist("FINISHED in 2.000 s", "Enter")
        terminal.wait_for(lambda shown: "─ ANSWER" in shown and f"You said {given}" in shown and shown.split("\n")[-1].startswith(" TIME"))
        terminal.type("2")
        terminal.wait_for(lambda shown: "▌2 Timeline▐" in shown and "\n seconds" in shown)
        shown = terminal.still()
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
        terminal.insist("FINISHED", "Enter")
        terminal.wait_for(r"morning +◄ first difference")


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


def test_what_is_typed_ahead_of_a_question_is_no_answer(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """Letters and Enter that were meant for something else leave the question as it is."""
    with opened(tmp_path, home, program('print("planned")', "next")) as terminal:
        terminal.send(b"\x1bORab\r")  # all of it in one read
        shown = asked(terminal, "PREDICT 1 of 1")
        assert "What is printed next?" in shown
        assert "Go on" not in shown
        terminal.type("Enter")
        terminal.wait_for("Choose one first")


def test_esc_skips_a_question_and_after_the_last_one_the_run_is_shown(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """Two questions: the first is skipped, the second too; nothing is said of an answer."""
    text = program('print("planned")', "next").replace("    await task", "    await task  #? ends")
    with opened(tmp_path, home, text) as terminal:
        ask(terminal, "PREDICT 1 of 2")
        terminal.type("Esc")
        asked(terminal, "PREDICT 2 of 2")
        terminal.type("Esc")
        shown = terminal.wait_for("FINISHED in 2.000 s")
        assert "ANSWER" not in shown
        assert "tea ready" in shown


def test_f5_at_a_question_just_runs_and_both_runs_are_kept(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """The run that was made unseen is the first one."""
    with opened(tmp_path, home, program('print("planned")', "next")) as terminal:
        ask(terminal)
        terminal.type("F5")
        shown = terminal.wait_for("RUNNING")
        assert "PREDICT" not in shown
        assert shown.split("\n")[-1].startswith(" EDITOR")
        terminal.wait_for("FINISHED in 2.0")
        terminal.type("Esc", "9")
        shown = terminal.wait_for("▌9 Runs▐")
        assert len(re.findall(r"FINISHED|finished", shown.split("▌9 Runs▐")[1])) >= 2


def test_a_program_that_does_not_end_is_shown_live_and_asks_nothing(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """After three seconds; F8 stops it as any other."""
    text = "import asyncio\n\nasync def main():\n    while True:\n        await asyncio.sleep(0)\n\nasyncio.run(main())\n"
    with opened(tmp_path, home, text) as terminal:
        terminal.type("F3")
        terminal.wait_for("runs, unseen")
        terminal.wait_for("It did not end in 3 s")
        terminal.wait_for("RUNNING|BLOCKED")
        terminal.type("F8")
        terminal.wait_for("STOPPED")


def test_esc_while_the_run_is_made_watches_it_instead(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """No question, no waiting."""
    text = "import asyncio\n\nasync def main():\n    while True:\n        await asyncio.sleep(0)\n\nasyncio.run(main())\n"
    with opened(tmp_path, home, text) as terminal:
        terminal.type("F3")
        terminal.wait_for("runs, unseen")
        terminal.type("Esc")
        shown = terminal.wait_for("RUNNING|BLOCKED|STARTING")
        assert "did not end" not in shown
        terminal.type("F8")
        terminal.wait_for("STOPPED")


def test_the_questions_are_about_the_text_as_it_is_now(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """A line typed a moment ago is among those to be ordered; an unsaved change is no hindrance."""
    with opened(tmp_path, home, program()) as terminal:
        terminal.type('print("typed just now")', "Enter")
        shown = ask(terminal)
        assert "typed just now" in shown


def test_a_report_on_stderr_counts_as_one_line(home: dict[str, str]) -> None:
    """Lesson 01: what comes after the call is a warning."""
    with Terminal([*COMMAND, "1"], env=home) as terminal:
        terminal.wait_for("press F5")
        shown = ask(terminal)
        true = re.search(r"([A-D])  stderr: RuntimeWarning", shown)
        assert true
        assert "so too" in answer(terminal, true[1])


def test_the_panes_do_not_give_away_what_comes_after_the_question(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """No later line, no later task, no later event, whichever pane is looked at; F3 leads back to the question."""
    with opened(tmp_path, home, program('print("morning")', "next")) as terminal:
        ask(terminal)
        terminal.type("Tab", "0")
        for digit, title in (("1", "1 Output"), ("2", "2 Timeline"), ("4", "4 Why")):
            terminal.type(digit)
            terminal.wait_for(f"▌{title}▐")
            shown = terminal.still()
            panes = "\n".join(line[49:] if n < 15 else line for n, line in enumerate(shown.split("\n")))
            assert "water on" not in panes
            assert "tea" not in panes
        terminal.type("F3")
        terminal.wait_for("PREDICT 1 of 1▐")
        terminal.wait_for("What is printed next?")


def test_help_at_a_question_leads_back_to_it(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """F1, Esc: the question is there again, and takes an answer."""
    with opened(tmp_path, home, program('print("planned")', "next")) as terminal:
        shown = ask(terminal)
        true = letter_of(shown, "water on")
        terminal.type("F1")
        terminal.wait_for("A question about the run")
        terminal.type("Esc")
        asked(terminal, "PREDICT 1 of 1")
        assert "so too" in answer(terminal, true)
        terminal.pump(0.7)
        terminal.insist("1 Output", "Enter")


def test_f8_stops_a_run_that_nobody_sees(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """While it is made: nothing is asked and nothing is shown; the text has the focus again."""
    text = "import asyncio\n\nasync def main():\n    while True:\n        await asyncio.sleep(0)\n\nasyncio.run(main())\n"
    with opened(tmp_path, home, text) as terminal:
        terminal.type("F3")
        terminal.wait_for("runs, unseen")
        terminal.type("F8")
        terminal.wait_for(lambda shown: "PREDICT" not in shown and shown.split("\n")[-1].startswith(" EDITOR"))
        terminal.type("F5")
        terminal.wait_for("RUNNING|BLOCKED")
        terminal.type("F8")
        terminal.wait_for("STOPPED")


def test_a_lesson_of_ones_own_is_listed_asked_about_and_kept(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """A folder of lessons that was named: found by its concept; its answers are kept by its path."""
    folder = tmp_path / "class"
    folder.mkdir()
    head = '"""Tea for the class\n\nLevel: 2\nUnit: My class\nConcepts: porcelain\nAsk: What comes second?\nAha: Because.\n"""\n'
    (folder / "tea.py").write_text(head + program('print("planned")', "next"))
    with Terminal([*COMMAND, "--lessons", str(folder)], env=home) as terminal:
        terminal.wait_for("press F5")
        terminal.type("F2")
        terminal.wait_for("search: ")
        terminal.type("porcelain", "Enter")
        terminal.wait_for("^ Tea for the class")
        terminal.wait_for("What comes second")
        shown = ask(terminal)
        answer(terminal, letter_of(shown, "water on"))
        terminal.pump(0.7)
        terminal.insist("FINISHED", "Enter")
        terminal.type("F2")
        terminal.wait_for(r"Tea for the class +level 2 +1 of 1 right")
