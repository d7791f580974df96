"""Writing in the real terminal: find, replace, go to a line, complete, problems while typing, and the user's own keys."""

from __future__ import annotations

import pathlib
import sys

import pytest

from tests.pty.terminal import Terminal

COMMAND = [sys.executable, "-m", "asyncplay"]
TEXT = "import asyncio\n\nalpha = 1\nbeta = alpha\n# Alpha\n" + "".join(f"x{n} = {n}\n" for n in range(60)) + "last = alpha\n"


@pytest.fixture
def home(tmp_path: pathlib.Path) -> dict[str, str]:
    """An environment in which nothing of the person's own is touched."""
    return {"HOME": str(tmp_path), **{f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("DATA", "CONFIG", "STATE")}}


@pytest.fixture
def mine(tmp_path: pathlib.Path) -> pathlib.Path:
    """A file to edit."""
    path = tmp_path / "mine.py"
    path.write_text(TEXT)
    return path


def settings(home: dict[str, str], text: str) -> None:
    path = pathlib.Path(home["XDG_CONFIG_HOME"], "asyncplay", "asyncplay.toml")
    path.parent.mkdir(parents=True)
    path.write_text(text)


def go_to(terminal: Terminal, line: int) -> None:
    """The cursor on that line."""
    terminal.type("^G")
    terminal.wait_for("GO TO LINE")
    terminal.type(str(line), "Enter")
    terminal.wait_for("EDITOR")


def test_find_goes_from_one_to_the_next_and_replaces(home: dict[str, str], mine: pathlib.Path) -> None:
    """As it is typed; Ctrl+F and Enter: next; Tab: what stands there instead; Ctrl+Z undoes."""
    with Terminal([*COMMAND, str(mine)], env=home) as terminal:
        terminal.wait_for("alpha = 1")
        terminal.type("^F", "alpha")
        terminal.wait_for("FIND▐ ─ 1 of 4")
        terminal.type("Enter", "^F", "Enter")
        terminal.wait_for("FIND▐ ─ 4 of 4")
        terminal.wait_for("66 last = alpha")
        terminal.type("Enter")
        terminal.wait_for("1 of 4")
        terminal.type("Tab", "gamma", "Enter")
        terminal.wait_for("3 gamma = 1")
        terminal.wait_for("REPLACE alpha BY▐ ─ 1 of 3")
        terminal.type("Esc")
        terminal.wait_for("EDITOR")
        terminal.type("^Z")
        terminal.wait_for("3 alpha = 1")


def test_what_is_not_there_is_told(home: dict[str, str], mine: pathlib.Path) -> None:
    """And the cursor stays."""
    with Terminal([*COMMAND, str(mine)], env=home) as terminal:
        terminal.wait_for("alpha = 1")
        terminal.type("^F", "nowhere")
        terminal.wait_for("FIND▐ ─ not found")
        terminal.type("Esc", "typed")
        terminal.wait_for("1 typedimport")


def test_a_line_is_gone_to_by_its_number(home: dict[str, str], mine: pathlib.Path) -> None:
    """The file's own number."""
    with Terminal([*COMMAND, str(mine)], env=home) as terminal:
        terminal.wait_for("alpha = 1")
        terminal.type("^G")
        terminal.wait_for("GO TO LINE")
        terminal.type("50", "Enter")
        terminal.wait_for("50 x44 = 44")
        terminal.type("here")
        terminal.wait_for("50 herex44 = 44")


def test_tab_after_a_dot_completes(home: dict[str, str], mine: pathlib.Path) -> None:
    """One candidate is put in; of several a list shows, arrows and Enter choose, Esc closes; at a line's start Tab indents."""
    pytest.importorskip("jedi")
    with Terminal([*COMMAND, str(mine)], env=home) as terminal:
        terminal.wait_for("alpha = 1")
        go_to(terminal, 2)
        terminal.type("asyncio.create_t", "Tab")
        terminal.wait_for("2 asyncio.create_task")
        terminal.type("^U", "asyncio.Queue().put", "^Space")
        terminal.wait_for("▌put +function")
        terminal.wait_for("put_nowait +function")
        terminal.type("Down", "Enter")
        terminal.wait_for(lambda text: "2 asyncio.Queue().put_nowait" in text and "function" not in text)
        terminal.type("^U", "asyncio.ge", "Tab")
        terminal.wait_for("get_running_loop")
        terminal.type("Esc")
        terminal.wait_for(lambda text: "get_running_loop" not in text)
        terminal.type("^U", "Tab", "pass")
        terminal.wait_for(r"2 {5}pass")


def test_mistakes_are_marked_while_they_are_made(home: dict[str, str], mine: pathlib.Path) -> None:
    """E for what would fail, w for what is odd, both in the Problems pane with their lines."""
    pytest.importorskip("pyflakes")
    with Terminal([*COMMAND, str(mine)], env=home) as terminal:
        terminal.wait_for(r"w +1 import asyncio")
        go_to(terminal, 2)
        terminal.type("gamma = (", "Esc")
        terminal.wait_for(r"E +2 gamma = \(")
        terminal.type("8")
        terminal.wait_for(r"E line 2 +'\(' was never closed")
        terminal.type("e", "^Z")


def test_a_users_keys_work_and_what_is_wrong_is_told_at_the_start(home: dict[str, str], mine: pathlib.Path) -> None:
    """Help and palette show the key that holds."""
    settings(home, '[keys]\n"program.run" = "F9"\n[ui]\ntheme = "nothing"\n[run]\nclock = "fast"\n')
    mine.write_text("print('ran')\n")
    with Terminal([*COMMAND, str(mine)], columns=100, rows=30, env=home) as terminal:
        terminal.wait_for(r"Settings: asyncplay.toml: \[run\]")
        terminal.wait_for(r"\[ Run  F9 \]")
        terminal.wait_for("F9 Run")
        terminal.type("F9")
        terminal.wait_for("─ END")  # the run's words have taken the place of the settings'
        terminal.wait_for(r"\d\.\d+ +ran")
        terminal.type("F1")
        terminal.wait_for("F9 +Run: run what the editor shows")


def test_what_is_copied_goes_to_the_terminals_clipboard(home: dict[str, str], mine: pathlib.Path) -> None:
    """OSC 52, which SSH carries."""
    with Terminal([*COMMAND, str(mine)], env=home) as terminal:
        terminal.wait_for("alpha = 1")
        terminal.type("^F", "beta", "Esc", "^C")
        terminal.wait_for("Copied")
        assert b"\x1b]52;c;YmV0YQ==\x07" in terminal.raw


def test_undo_survives_saving_and_running(home: dict[str, str], mine: pathlib.Path) -> None:
    """Neither forgets what was typed before it."""
    mine.write_text("print('ran')\n")
    with Terminal([*COMMAND, str(mine)], env=home) as terminal:
        terminal.wait_for("ran")
        terminal.type("# typed", "^S")
        terminal.wait_for("Saved mine.py")
        terminal.type("F5")
        terminal.wait_for("FINISHED")
        terminal.type("^Z")
        terminal.wait_for(lambda text: "# typed" not in text)
        terminal.type("^Y")
        terminal.wait_for("# typed")


def test_keys_that_select_and_copy_in_one_lump_copy(home: dict[str, str]) -> None:
    """Ctrl+C waits for the selection that was typed before it: over a slow line it would have interrupted the program."""
    with Terminal([*COMMAND, "5"], env=home) as terminal:
        terminal.wait_for("press F5")
        terminal.send(b"abcdef\x1e\x1b[D\x1b[D\x03")
        terminal.wait_for("Copied")
        terminal.type("Esc")
        terminal.send(b"\x1b[F\x16")
        terminal.wait_for("abcdefimport asyncioef")
