"""Nothing that is typed is lost, however the playground ends: the real program, real signals, a real hang-up, a real full disk."""

from __future__ import annotations

import contextlib
import os
import pathlib
import re
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from asyncplay.sandbox import linux
from asyncplay.ui.journals import look
from tests.pty.terminal import Terminal

COMMAND = [sys.executable, "-m", "asyncplay"]
SECONDS = 25.0


@pytest.fixture
def home(tmp_path: pathlib.Path) -> dict[str, str]:
    """An environment in which nothing of the person's own is touched."""
    return {"HOME": str(tmp_path), **{f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("DATA", "CONFIG", "STATE")}}


@pytest.fixture
def mine(tmp_path: pathlib.Path) -> pathlib.Path:
    """A file to edit."""
    path = tmp_path / "mine.py"
    path.write_text("x = 1\ny = 2\nz = 3\n")
    return path


def journals(home: dict[str, str]) -> str:
    """All that is in the journals."""
    return "".join(path.read_text() for path in pathlib.Path(home["XDG_STATE_HOME"]).glob("asyncplay/journal/edit-*"))


def kept(home: dict[str, str]) -> str:
    """The text that the journal of the one playground holds."""
    left, alive = look(pathlib.Path(home["XDG_STATE_HOME"], "asyncplay", "journal"), "")
    return (left + alive)[0].text


def until(what: object, terminal: Terminal | None = None) -> None:
    """Wait for a condition outside of the screen."""
    end = time.monotonic() + SECONDS
    while not what():  # type: ignore[operator]
        assert time.monotonic() < end, "it never came true"
        if terminal is not None:
            terminal.pump(0.05)
        else:
            time.sleep(0.02)


def typed(terminal: Terminal, home: dict[str, str], text: str = "typed = 1") -> None:
    """A change that has reached the journal."""
    terminal.wait_for("x = 1|press F5")
    terminal.type(text, "Enter")
    terminal.wait_for(re.escape(text))
    until(lambda: text in journals(home), terminal)


def killed(terminal: Terminal, number: int = signal.SIGKILL) -> None:
    os.kill(terminal.pid, number)
    terminal.wait_end()


def test_after_kill_9_the_text_is_offered_taken_and_can_be_undone(home: dict[str, str], mine: pathlib.Path) -> None:
    """A pane tells when the session broke off and what is different; Enter takes it, Ctrl+Z gives the saved text back."""
    with Terminal([*COMMAND, str(mine)], env=home) as terminal:
        typed(terminal, home)
        killed(terminal)
    assert mine.read_text() == "x = 1\ny = 2\nz = 3\n"
    with Terminal([*COMMAND, str(mine)], env=home) as terminal:
        rows = terminal.wait_for(lambda text: "RECOVERED TEXT▐" in text and "Esc Later" in text and "EDITOR" not in text).split("\n")
        assert re.match(r"▌RECOVERED TEXT▐ ─ the last session broke off at or after \d\d:\d\d:\d\d ─+$", rows[15])
        assert rows[16].rstrip() == " Typed after the last save; the editor shows the saved text. The difference:"
        assert rows[17].rstrip() == " +  1 typed = 1"
        assert rows[21] == " Enter Take it (Ctrl+Z undoes)  Del Drop it  Esc Later (Ctrl+O keeps it 30 days)"
        assert rows[23].startswith(" RECOVERED TEXT  Esc to editor, all else works meanwhile")
        terminal.type("Enter")
        terminal.wait_for(lambda text: " 1 typed = 1" in text and "RECOVERED" not in text.replace("Recovered", ""))
        terminal.type("^Z")
        terminal.wait_for(lambda text: "typed = 1" not in text)
        until(lambda: kept(home) == "x = 1\ny = 2\nz = 3\n", terminal)
        terminal.type("^Y")
        terminal.wait_for("typed = 1")
        until(lambda: kept(home).startswith("typed = 1"), terminal)
        killed(terminal)
    with Terminal([*COMMAND, str(mine)], env=home) as terminal:
        terminal.wait_for("RECOVERED TEXT")
        terminal.wait_for(r"\+  1 typed = 1")


def test_what_is_dropped_is_gone_and_what_is_put_off_is_in_the_list(home: dict[str, str], mine: pathlib.Path) -> None:
    """Esc keeps it for Ctrl+O; only Del deletes."""
    with Terminal([*COMMAND, str(mine)], env=home) as terminal:
        typed(terminal, home)
        killed(terminal)
    with Terminal([*COMMAND, "5"], env=home) as terminal:
        terminal.wait_for("RECOVERED TEXT")
        terminal.wait_for("in mine.py")
        terminal.type("Esc")
        terminal.wait_for(r"\[1 Output\]")
        terminal.type("^O")
        terminal.wait_for("OPEN")
        terminal.wait_for("Recovered: mine.py, not saved")
        terminal.type("Enter")
        terminal.wait_for(r"\+  1 typed = 1")
        terminal.type("Enter")
        terminal.wait_for(r"mine\.py \*")
        terminal.wait_for(" 1 typed = 1")
        killed(terminal)
    with Terminal([*COMMAND, str(mine)], env=home) as terminal:
        terminal.wait_for("RECOVERED TEXT")
        terminal.type("Del")
        terminal.wait_for("Dropped")
        assert "typed" not in journals(home)
        terminal.type("^Q")
        assert terminal.wait_end() == 0
    assert not journals(home)


def test_run_and_typing_work_while_the_offer_stands(home: dict[str, str], mine: pathlib.Path) -> None:
    """It is no dialog."""
    with Terminal([*COMMAND, str(mine)], env=home) as terminal:
        typed(terminal, home)
        killed(terminal)
    with Terminal([*COMMAND, str(mine)], env=home) as terminal:
        terminal.wait_for("RECOVERED TEXT")
        terminal.type("F5")
        terminal.wait_for("FINISHED")
        terminal.type("Esc", "other = 2")
        terminal.wait_for("other = 2")


@pytest.mark.parametrize("how", ["SIGTERM", "SIGHUP", "hang-up", "hang-up under nohup"])
def test_an_end_from_outside_keeps_the_text_and_takes_the_snippet_along(home: dict[str, str], tmp_path: pathlib.Path, how: str) -> None:
    """A signal, or a terminal that goes away, with a snippet that spins: all gone, the text in the journal."""
    path = tmp_path / "spin.py"
    path.write_text("x = 1\nprint('up')\nwhile True: pass\n")
    command = [*COMMAND, str(path)]
    if "nohup" in how:
        command = [sys.executable, "-c", "import os, signal, sys; signal.signal(1, signal.SIG_IGN); os.execv(sys.argv[1], sys.argv[1:])", *command]
    with Terminal(command, env=home) as terminal:
        typed(terminal, home)
        terminal.type("F5")
        terminal.wait_for(r"\d\.\d+ +up")
        below = linux.descendants(terminal.pid)
        assert below
        terminal.type("last = 9")
        terminal.wait_for("last = 9")
        if how.startswith("SIG"):
            os.kill(terminal.pid, getattr(signal, how))
            code = terminal.wait_end(SECONDS)
            assert code == 128 + getattr(signal, how)
            assert b"\x1b[?1049l" in terminal.raw
        else:
            terminal.hang_up()
            until(lambda: terminal.reaped())
        until(lambda: not any(runs(pid) for pid in below))
    assert "last = 9" in journals(home)
    with Terminal([*COMMAND, str(path)], env=home) as terminal:
        terminal.wait_for("RECOVERED TEXT")
        terminal.wait_for("last = 9")


def runs(pid: int) -> bool:
    try:
        text = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return text.rpartition(")")[2].split()[0] != "Z"


def test_a_clean_end_leaves_nothing_to_offer(home: dict[str, str], mine: pathlib.Path) -> None:
    """Saved text is not offered; journals are gone, and were private while they were there."""
    with Terminal([*COMMAND, str(mine)], env=home) as terminal:
        typed(terminal, home)
        folder = pathlib.Path(home["XDG_STATE_HOME"], "asyncplay", "journal")
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
        terminal.type("^S")
        terminal.wait_for("Saved mine.py")
        until(lambda: '"from"' not in journals(home), terminal)
        killed(terminal)
    with Terminal([*COMMAND, str(mine)], env=home) as terminal:
        terminal.wait_for(r"\[1 Output\]")
        until(lambda: len(list(folder.iterdir())) == 1 and f'"pid":{terminal.pid}' in journals(home), terminal)
        terminal.type("^Q")
        assert terminal.wait_end() == 0
    assert not journals(home)


def test_a_snippet_without_a_name_comes_back_too(home: dict[str, str]) -> None:
    """Nothing was ever saved of it."""
    with Terminal(COMMAND, env=home) as terminal:
        terminal.wait_for("press F5")
        terminal.type("^N")
        terminal.wait_for("new snippet")
        typed(terminal, home, "nameless = 1")
        killed(terminal)
    with Terminal(COMMAND, env=home) as terminal:
        terminal.wait_for("in new snippet")
        terminal.type("Enter")
        terminal.wait_for(r"new snippet \*")
        terminal.wait_for("1 nameless = 1")


def test_a_lessons_text_comes_back_into_the_lesson(home: dict[str, str]) -> None:
    """Under the file's own line numbers."""
    with Terminal([*COMMAND, "5"], env=home) as terminal:
        typed(terminal, home, "# mine")
        killed(terminal)
    with Terminal([*COMMAND, "5"], env=home) as terminal:
        terminal.wait_for("RECOVERED TEXT")
        terminal.wait_for(r" \+ \d+ # mine")
        terminal.type("Enter")
        terminal.wait_for(r"^ 05 .* \*")


def test_with_no_name_what_was_open_last_opens_with_its_cursor(home: dict[str, str], mine: pathlib.Path) -> None:
    """The file and the line; a name that is gone gives the first lesson."""
    with Terminal([*COMMAND, str(mine)], env=home) as terminal:
        terminal.wait_for("x = 1")
        terminal.type("Down", "Down", "^Q")
        assert terminal.wait_end() == 0
    with Terminal(COMMAND, env=home) as terminal:
        terminal.wait_for("^ mine.py")
        terminal.wait_for(lambda _: terminal.screen.cursor.y == 3 or "z = 3" in terminal.screen.display[3])
        terminal.type("here")
        terminal.wait_for("herez = 3")
    mine.unlink()
    with Terminal(COMMAND, env=home) as terminal:
        terminal.wait_for("^ 01 ")


@contextlib.contextmanager
def small_disk(folder: pathlib.Path) -> Iterator[pathlib.Path]:
    """A disk of 256 kB."""
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("needs the right to mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def test_on_a_full_disk_the_text_stays_and_is_saved_once_there_is_room(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """Journal and save both say so; after room is made, Ctrl+S saves."""
    with small_disk(tmp_path / "disk") as disk:
        path = disk / "mine.py"
        path.write_text("x = 1\n")
        home = {**home, "XDG_STATE_HOME": str(disk / "state")}
        with Terminal([*COMMAND, str(path)], env=home) as terminal:
            typed(terminal, home)
            with contextlib.suppress(OSError), open(disk / "filler", "wb", buffering=0) as file:
                while True:
                    file.write(b"x" * 4096)
            terminal.type("#" * 3000, "Enter")  # more than is left in the journal's last block
            terminal.type("#" * 3000, "Enter")
            terminal.wait_for("No journal: the disk is full")
            terminal.type("^S")
            terminal.wait_for("Not saved: the disk is")
            assert path.read_text() == "x = 1\n"
            (disk / "filler").unlink()
            terminal.wait_for(lambda text: "─ ERROR" not in text)  # the journal could be written again
            terminal.type("^S")
            terminal.wait_for("Saved mine.py")
            assert path.read_text().startswith("typed = 1\n####")


def test_a_file_that_another_program_changes_is_asked_about(home: dict[str, str], mine: pathlib.Path) -> None:
    """Enter loads it, as an edit; Esc keeps mine, and Ctrl+S then writes it."""
    with Terminal([*COMMAND, str(mine)], env=home) as terminal:
        typed(terminal, home)
        mine.write_text("theirs = 1\n")
        terminal.wait_for("mine.py was changed by another program")
        terminal.type("more", "Enter")  # the focus has not moved
        terminal.wait_for("2 more")
        terminal.type("^T", "^T", "Enter")
        terminal.wait_for("1 theirs = 1")
        terminal.type("^Z")
        terminal.wait_for("1 typed = 1")
        mine.write_text("theirs = 2\n")
        terminal.wait_for("mine.py was changed by another program")
        terminal.type("Esc", "Esc")
        terminal.wait_for(r"\[1 Output\]")
        terminal.type("^S")
        terminal.wait_for("Saved mine.py")
        assert mine.read_text().startswith("typed = 1\n")


def test_a_save_never_writes_over_what_another_program_wrote_just_now(home: dict[str, str], mine: pathlib.Path) -> None:
    """Before the watch has noticed it."""
    with Terminal([*COMMAND, str(mine)], env=home) as terminal:
        typed(terminal, home)
        mine.write_text("theirs = 1\n")
        terminal.type("^S")
        terminal.wait_for("mine.py was changed by another program")
        assert mine.read_text() == "theirs = 1\n"


def test_two_playgrounds_on_one_file_notice_each_other(home: dict[str, str], mine: pathlib.Path) -> None:
    """Both say so."""
    with Terminal([*COMMAND, str(mine)], env=home) as first:
        typed(first, home)
        with Terminal([*COMMAND, str(mine)], env=home) as second:
            until(lambda: (first.pump(0.02), second.pump(0.02), "Also open in another playground" in first.text() + "")[2] or "Also open" in first.seen)
            until(lambda: (second.pump(0.02), "Also open" in second.seen)[1])


def test_a_fault_of_ours_restores_the_terminal_keeps_the_text_and_writes_a_report(home: dict[str, str], mine: pathlib.Path) -> None:
    """One line with the report's path; in the report no text of the user's, and nobody else may read it."""
    code = (
        "import sys\nfrom asyncplay.ui.screens.main import MainScreen\n"
        "def fail(self): secret = 'hunter2'; raise KeyError('fault')\nMainScreen.action_help = fail\n"
        "from asyncplay.ui.app import play\nsys.exit(play(sys.argv[1]))"
    )
    with Terminal([sys.executable, "-c", code, str(mine)], env=home) as terminal:
        typed(terminal, home)
        terminal.type("F1")
        assert terminal.wait_end(SECONDS) == 70
        after = terminal.raw.rpartition(b"\x1b[?1049l")[2].decode()
        assert "\x1b[?25h" in after
        said = re.search(r"asyncplay: a fault of asyncplay's own: KeyError: 'fault'\. The report: (\S+)\. Your text is kept", after)
        assert said
    report = pathlib.Path(said[1])
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    text = report.read_text()
    assert "in fail" in text
    assert "hunter2" not in text.replace("secret = 'hunter2'", "")
    assert "typed" not in text
    with Terminal([*COMMAND, str(mine)], env=home) as terminal:
        terminal.wait_for("RECOVERED TEXT")
        terminal.wait_for(r"\+  1 typed = 1")


def test_a_lesson_is_compared_with_its_own_text_and_reset(home: dict[str, str]) -> None:
    """Show changes, Del resets, Ctrl+Z undoes."""
    with Terminal([*COMMAND, "5"], env=home) as terminal:
        typed(terminal, home, "# mine")
        terminal.type("^P")
        terminal.wait_for("COMMANDS")
        terminal.type("show ch")
        terminal.wait_for("COMMANDS▐ ─ show ch: 1 of ")
        terminal.type("Enter")
        terminal.wait_for("MY CHANGES")
        terminal.wait_for(r" \+ \d+ # mine")
        terminal.type("Del")
        terminal.wait_for(lambda text: "# mine" not in text)
        terminal.type("^Z")
        terminal.wait_for("# mine")
