"""The lessons in the real program: the browser, the Lesson pane, what is kept of the learner's work."""

from __future__ import annotations

import json
import pathlib
import stat
import sys

import pytest

from tests.pty.terminal import Terminal

COMMAND = [sys.executable, "-m", "asyncplay"]


@pytest.fixture
def home(tmp_path: pathlib.Path) -> dict[str, str]:
    """An environment in which nothing of the person's own is touched."""
    return {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config")}


def footer(shown: str, word: str) -> bool:
    return shown.rsplit("\n", maxsplit=1)[-1].startswith(f" {word}")


def choose(terminal: Terminal, words: str) -> None:
    """Enter on the row with these words, as soon as the selection stands there, however many rows are before it."""

    def selected() -> bool:
        for y, line in enumerate(terminal.screen.display):
            if words in line:
                cell = terminal.screen.buffer[y][line.index(words)]
                return cell.reverse or (cell.bg != "default" and cell.bg != terminal.screen.buffer[y - 1][line.index(words)].bg)
        return False

    for _ in range(20):
        if selected():
            terminal.type("Enter")
            return
        before = [[(cell.bg, cell.reverse) for cell in row.values()] for row in terminal.screen.buffer.values()]
        terminal.type("Down")
        terminal.wait_for(lambda _: before != [[(cell.bg, cell.reverse) for cell in row.values()] for row in terminal.screen.buffer.values()])  # noqa: B023
    raise AssertionError(f"{words} was never selected\n{terminal.text()}")


def test_typing_searches_the_lessons_and_enter_opens_one(home: dict[str, str]) -> None:
    """F2: by unit; a concept; Esc takes the search off, then leaves."""
    with Terminal([*COMMAND, "5"], env=home) as terminal:
        terminal.wait_for("press F5")
        terminal.type("F2")
        shown = terminal.wait_for("search: ")
        assert "► 05 create_task schedules" in shown
        terminal.type("barrier")
        shown = terminal.wait_for("search: barrier")
        assert "43 Nobody goes until everybody is here" in shown
        assert "05 create_task" not in shown.split("\n", 1)[1]
        terminal.type("Esc")
        terminal.wait_for("First steps|76 lessons")
        terminal.type("Esc")
        terminal.wait_for(lambda text: footer(text, "EDITOR"))
        terminal.type("F2")
        terminal.wait_for("search: ")
        terminal.type("barrier", "Enter")
        terminal.wait_for(r"^ 43 Nobody goes")


def test_the_answer_and_the_exercises_are_hidden_until_they_are_asked_for(home: dict[str, str]) -> None:
    """Tab 5: Enter on AHA shows it; TRY and MAKE stay hidden; Next leads on."""
    with Terminal([*COMMAND, "5"], 80, 40, env=home) as terminal:
        terminal.wait_for("press F5")
        terminal.type("Esc", "5", "F10")
        shown = terminal.wait_for("Next: 06 Leave without waiting")
        assert "AHA  Enter shows" in shown
        assert "only puts the new task" not in shown
        terminal.type("Down", "Enter")
        shown = terminal.wait_for("only puts the new task")
        assert "Delete `await" not in shown
        assert "TRY  Enter shows" in shown
        terminal.type("Down", "Enter")
        terminal.wait_for("Delete await asyncio.sleep")
        terminal.type("Up", "Enter")
        terminal.wait_for("AHA  Enter shows")
        choose(terminal, "Next: 06 Leave without waiting")
        terminal.wait_for(r"^ 06 Leave without waiting")


def test_what_was_done_is_kept_for_the_learner_alone(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """A run stands in the list, in the next session, too; the file is nobody else's."""
    with Terminal([*COMMAND, "1"], env=home) as terminal:
        terminal.wait_for("press F5")
        terminal.type("F5")
        terminal.wait_for("FINISHED")
        terminal.wait_for(lambda text: "Next: 02" in " ".join(text.split()))
        path = tmp_path / "data" / "asyncplay" / "progress.json"
        terminal.wait_for(lambda _: path.exists())
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert json.loads(path.read_text())["lessons"]["01_first_coroutine"]["run"] == 1
    with Terminal([*COMMAND, "2"], env=home) as terminal:
        terminal.wait_for("press F5")
        terminal.type("F2")
        terminal.wait_for(r"√ 01 Your first coroutine +level 1 +run")


def test_a_damaged_record_of_progress_is_no_harm(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """Nonsense counts as nothing, and is written over."""
    path = tmp_path / "data" / "asyncplay" / "progress.json"
    path.parent.mkdir(parents=True)
    path.write_text('{"lessons": {"01_first_coroutine": {"run": "x"}}')
    with Terminal([*COMMAND, "1"], env=home) as terminal:
        terminal.wait_for("press F5")
        terminal.type("F2")
        terminal.wait_for("search: ")
        terminal.type("Esc", "F5")
        terminal.wait_for("FINISHED")
        terminal.wait_for(lambda _: '"run": 1' in path.read_text())


def test_an_edit_is_kept_when_the_next_lesson_opens_and_the_reset_brings_the_lessons_own_text(home: dict[str, str]) -> None:
    """Reset is an edit; the changes are shown; nothing is thrown away unasked."""
    with Terminal([*COMMAND, "5"], 80, 40, env=home) as terminal:
        terminal.wait_for("press F5")
        terminal.type("# mine", "Enter")
        terminal.wait_for("# mine")
        terminal.type("Esc", "5", "F10")
        terminal.wait_for("Reset to the lesson's own text")
        choose(terminal, "Show my changes")
        shown = terminal.wait_for("MY CHANGES")
        assert "# mine" in shown
