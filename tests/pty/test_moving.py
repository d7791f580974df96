"""Moving through time in the real program, in a real terminal: back, forward, play, pause, break, filter, and what every pane says meanwhile."""

from __future__ import annotations

import os
import pathlib
import re
import subprocess
import sys

import pytest

from tests.pty.terminal import Terminal

COMMAND = [sys.executable, "-m", "asyncplay"]
TEA = """\
import asyncio

async def brew_tea():
    print("water on")
    await asyncio.sleep(2)
    print("tea is ready")

async def main():
    print("good morning")
    tea = asyncio.create_task(brew_tea())
    print("tea is planned")
    await asyncio.sleep(1)
    print("table is set")
    await tea

asyncio.run(main())
"""
EMBRACE = """\
import asyncio

async def grab(name, first, second):
    async with first:
        print(name, "has one")
        await asyncio.sleep(0.2)
        async with second:
            print(name, "has both")

async def main():
    a, b = asyncio.Lock(), asyncio.Lock()
    await asyncio.gather(grab("red", a, b), grab("blue", b, a))

asyncio.run(main())
"""


@pytest.fixture
def home(tmp_path: pathlib.Path) -> dict[str, str]:
    """An environment in which nothing of the person's own is touched."""
    return {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config")}


def open_text(tmp_path: pathlib.Path, home: dict[str, str], text: str, size: tuple[int, int] = (80, 24)) -> Terminal:
    """The playground with this text, before a run."""
    path = tmp_path / "snippet.py"
    path.write_text(text)
    terminal = Terminal([*COMMAND, str(path)], *size, env=home)
    terminal.wait_for("press F5")
    return terminal


def ran(tmp_path: pathlib.Path, home: dict[str, str], text: str = TEA, end: str = "FINISHED", size: tuple[int, int] = (80, 24)) -> Terminal:
    """The playground after a run of it, with the focus in the time bar."""
    terminal = open_text(tmp_path, home, text, size)
    terminal.type("F5")
    terminal.wait_for(end)
    terminal.type("Esc")
    terminal.wait_for(lambda shown: shown.split("\n")[-1].startswith(" TIME"))
    return terminal


def test_back_at_the_start_nothing_has_happened_yet_and_later_lines_are_in_brackets(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """Home: no tasks, no output; the end is one key away."""
    with ran(tmp_path, home) as terminal:
        terminal.type("Home")
        shown = terminal.wait_for(r"BACK 0\.000 of 2\.\d{3} s")
        assert "TASKS 0:" in shown
        assert "Nothing printed by 0.000 s. Later lines are in brackets:" in shown
        assert re.search(r"\(2\.\d{3}\)  2 brew_tea  tea is ready", shown)
        terminal.type("v")
        shown = terminal.wait_for("FINISHED")
        assert re.search(r" 2\.\d{3}  2 brew_tea  tea is ready", shown)


def test_four_prints_on_every_pane_shows_that_moment(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """Editor mark and note, tasks, output, WHY, state, time bar: the fourth line printed."""
    with ran(tmp_path, home) as terminal:
        terminal.type("Home")
        terminal.wait_for("BACK 0.000")
        terminal.type("p", "p", "p", "p")
        shown = terminal.wait_for(r"BACK 1\.\d{3} of")
        rows = shown.split("\n")
        assert re.search(r"►1  ?13     print\(\"table is set\"\) +runs", shown)
        assert re.search(r"║2  ?5     await asyncio.sleep\(2\) +sleep (1\.00|0\.9\d) s", shown)
        assert "TASKS 2: 1 run 0 ready 1 wait" in shown
        assert re.search(r"▌►1 main +runs +L13", shown)
        assert "─ WHY ─" in shown
        assert 'main printed "table is' in shown
        assert re.search(r"\(2\.\d{3}\)  2 brew_tea  tea is ready", shown)
        assert re.match(r" BACK  x1 ├─{33,35}█─+┤$", rows[22])


def test_comma_takes_back_what_full_stop_did(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """Event by event, there and back: the same screen."""
    with ran(tmp_path, home) as terminal:
        terminal.type("g")
        terminal.wait_for("go to a time")
        terminal.type("1.5", "Enter")
        terminal.wait_for("BACK 1.500")
        terminal.type("s", "s")
        terminal.wait_for(r"BACK 2\.")
        before = terminal.still()
        terminal.type("S")
        terminal.wait_for(lambda shown, before=before: shown != before)  # type: ignore[misc]
        before = terminal.still()
        assert re.search(r"BACK [12]\.", before)
        terminal.type(".", ".", ".")
        terminal.wait_for(lambda shown: shown != before)
        terminal.type(",", ",", ",")
        assert terminal.wait_for(lambda shown: shown == before)


def test_the_film_held_the_program_goes_on(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """Space while live: the playhead stays, the state tells both times, and the run ends meanwhile."""
    with open_text(tmp_path, home, TEA) as terminal:
        terminal.type("F5")
        terminal.wait_for(r"sleep 0\.\d\d s +L12")
        terminal.type("Esc", "Space")
        terminal.wait_for(r"BACK 0\.\d{3}, now \d\.\d s")
        shown = terminal.wait_for(r"BACK 0\.\d{3} of 2\.\d{3} s")
        assert re.search(r"\(2\.\d{3}\)  2 brew_tea  tea is ready", shown)
        assert re.search(r"║1 main +sleep \d\.\d\d s", shown)
        terminal.type("F4")
        terminal.wait_for("FINISHED")


def test_played_by_step_the_film_comes_to_its_end_and_is_live_again(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """As fast as possible by step: a frame for each."""
    with ran(tmp_path, home) as terminal:
        terminal.type("o")
        terminal.wait_for("by step: each task step")
        terminal.type(">", ">", "Home", "Space")
        terminal.wait_for("END  smax")
        terminal.wait_for("FINISHED")


def test_by_time_a_slow_film_shows_what_lies_between(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """At half speed the countdown falls; Space holds it there."""
    with ran(tmp_path, home) as terminal:
        terminal.type("<", "Home", "Space")
        terminal.wait_for("PLAY 1/2")
        terminal.wait_for(r"►? ?║1 main +sleep 0\.[0-8]\d s")
        terminal.type("Space")
        terminal.wait_for(r"BACK 1/2")


def test_a_click_on_the_bar_goes_there(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """The middle of the bar is the middle of the run."""
    with ran(tmp_path, home) as terminal:
        terminal.send(b"\x1b[<0;46;23M\x1b[<0;46;23m")
        terminal.wait_for(r"BACK (0\.9|1\.0)\d* of")


def test_a_breakpoint_pauses_steps_and_goes_on(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """F9 on a line, run: the program stands there, and so does its clock; F7 one step; F6 to the end."""
    with open_text(tmp_path, home, TEA) as terminal:
        terminal.type(*["Down"] * 11, "F9")
        terminal.wait_for("•12")
        terminal.type("F5")
        shown = terminal.wait_for(r"PAUSED at 0\.\d{3} s")
        assert "─ PAUSED ─" in shown
        before = terminal.wait_for("Breakpoint")
        terminal.pump(0.6)
        assert terminal.text().split("\n")[0] == before.split("\n")[0]
        terminal.type("F7")
        terminal.wait_for("One step was made")
        terminal.type("F9")
        terminal.wait_for(r"║1 12     await")
        terminal.type("F6")
        terminal.wait_for(r"FINISHED in 2\.")


def test_a_run_can_start_paused_and_be_stepped(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """F7 from idle: before the first step; each F7 one step of a task."""
    with open_text(tmp_path, home, TEA) as terminal:
        terminal.type("F7")
        terminal.wait_for(r"○1 main +new 1st")
        terminal.type("F7")
        terminal.wait_for(r"║1 main +sleep 1\.00 s +L12")
        terminal.wait_for(r"○2 └ brew_tea new 1st")
        terminal.type("F7")
        terminal.wait_for(r"║2 └ brew_tea sleep 2\.00 s +L5")
        terminal.type("F8")
        terminal.wait_for("STOPPED")


def test_a_task_is_cancelled_by_key(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """Del on the selected task: it ends cancelled, and who awaits it fails."""
    with open_text(tmp_path, home, TEA) as terminal:
        terminal.type("F5")
        terminal.wait_for(r"║2 └ brew_tea sleep")
        terminal.type("Esc", "0")
        terminal.wait_for(lambda shown: shown.split("\n")[-1].startswith(" TASKS"))
        terminal.type("Down")
        terminal.wait_for(r"▌║2")
        terminal.type("Del")
        terminal.wait_for(r"x2 └ brew_tea cancelled")


def test_filters_narrow_output_tasks_and_events(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """The words typed after / are all that is listed; Esc brings everything back."""
    with ran(tmp_path, home) as terminal:
        terminal.type("1", "/", "tea")
        shown = terminal.wait_for(r"/ tea▌ +3 of 5")
        assert "table is set" not in "\n".join(shown.split("\n")[16:22])
        terminal.type("Esc")
        terminal.wait_for(lambda text: "table is set" in "\n".join(text.split("\n")[16:22]))
        terminal.type("0", "/", "brew", "Enter")
        shown = terminal.wait_for(r"/ brew +1 of 2")
        assert "√1 main" not in shown
        terminal.type("Esc", "4", "/", "timer")
        terminal.wait_for(r"/ timer▌ +[2-9] of \d+")


def test_the_timeline_has_a_lane_for_each_task_under_one_axis(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """Prints, waits and ends in their cells; zoomed in, microseconds have room."""
    with ran(tmp_path, home) as terminal:
        terminal.type("2", "Home", "p", "p", "p", "p")
        shown = terminal.wait_for(r"BACK 1\.")
        rows = shown.split("\n")
        assert re.match(r" seconds   ┬0 +0\.5┬[ 1.0┬]+▼", rows[16])  # a busy machine takes its time
        assert re.match(r"1▌main     p─{26,36}p─{29,40}√", rows[17])
        assert re.match(r"2 brew_tea p─{62,66}p?─*√", rows[18])
        terminal.type("+", "+", "+", "+", "+", "+", "+", "+", "+", "+")
        shown = terminal.wait_for(r"BACK 1\.\d{5,6} of")
        assert " ms " in shown.split("\n")[16]
        assert "█" in shown.split("\n")[17]
        terminal.type("=")
        terminal.wait_for(r"^ seconds   ┬0|\n seconds   ┬0")


def test_loop_and_sentences_follow_the_playhead(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """Loop: who runs, which timer rings when. Why: a sentence for each event, and the arrows go through them."""
    with ran(tmp_path, home) as terminal:
        terminal.type("Home", "p", "p", "p", "p", "3")
        shown = terminal.wait_for("RUNNING  ►1 main   line 13")
        assert re.search(r"TIMERS   ║2 brew_tea   rings in (1\.0|0\.9)\d+ s \(line 5\)", shown)
        terminal.type("4")
        terminal.wait_for('▌   1.* 1 main printed "table is set" on line 13')
        terminal.type("Down")
        terminal.wait_for("▌ .*1 main suspended at line 14: it waits for task 2")


def test_a_deadlock_is_drawn_as_its_ring(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """The strip tells of it; tab 6 shows who holds what, and the cure."""
    with ran(tmp_path, home, EMBRACE, "DEADLOCK") as terminal:
        assert "6 Waits*" in terminal.text()
        terminal.type("6")
        shown = terminal.wait_for("RING OF 2")
        assert re.search(r"┌► 2 grab.*which 3 has +─┐", shown)
        assert re.search(r"└─ 3 grab.*which 2 has +◄┘", shown)
        assert "Take the locks in one order" in shown


def test_runs_are_kept_and_shown_again(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """Two runs of a file: tab 9 lists both, and Enter shows the first with its own output."""
    with ran(tmp_path, home, 'print("once")\n') as terminal:
        terminal.type("e")
        terminal.wait_for(lambda shown: shown.split("\n")[-1].startswith(" EDITOR"))
        terminal.type("^A", "^A", "Backspace", 'print("twice")', "F5")
        terminal.wait_for(r"0\.\d{3} +twice")
        terminal.type("Esc", "9")
        terminal.wait_for(r"▌2 .*FINISHED")
        terminal.type("Down", "Enter")
        terminal.wait_for("RUN 1")
        terminal.type("Enter", "1")
        terminal.wait_for(r"0\.\d{3} +once")


@pytest.mark.parametrize("size", [(20, 5), (40, 12), (60, 20), (80, 24), (100, 30), (120, 40), (160, 45), (200, 60)])
def test_every_pane_opens_at_every_size(home: dict[str, str], tmp_path: pathlib.Path, size: tuple[int, int]) -> None:
    """Digits lead to each pane wherever it is; nothing breaks, and the film moves."""
    with open_text(tmp_path, home, EMBRACE, size) if size[0] >= 40 else Terminal([*COMMAND, "44"], *size, env=home) as terminal:
        terminal.wait_for("import|press F5")
        terminal.type("F5")
        terminal.wait_for("DEADLOCK")
        terminal.type("Esc")
        for digit in "0123467891":
            terminal.type(digit, ",", "+", "-")
            terminal.pump(0.1)
        terminal.type("Home")
        terminal.wait_for(r"BACK 0\.000")
        terminal.type("v", "z", "z")
        terminal.wait_for("DEADLOCK")
        terminal.type("^Q")
        assert terminal.wait_end() == 0


def test_a_run_is_saved_and_opened_elsewhere_without_being_executed(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """Tab 9, Enter, a name; another program opens it, far from the text, and every moment is there."""
    trace = tmp_path / "was_here"
    text = f"import pathlib\npathlib.Path({str(trace)!r}).touch()\n{TEA}"
    kept = tmp_path / "kept.asyncplay"
    with ran(tmp_path, home, text) as terminal:
        terminal.type("9", "Enter")
        terminal.wait_for("RUN 1")
        terminal.type("Down", "Down", "Enter")
        terminal.wait_for("▌NAME▐")
        terminal.type("^U")
        terminal.wait_for("name of the recording")
        terminal.type(str(kept))
        terminal.wait_for("kept.asyncplay")
        terminal.type("Enter")
        terminal.wait_for("Run 1 kept in kept.asyncplay")
    trace.unlink(missing_ok=True)
    (tmp_path / "snippet.py").unlink()
    with Terminal([*COMMAND, str(kept)], env=home) as terminal:
        terminal.wait_for("FINISHED")
        terminal.type("Esc", "Home", "p", "p", "p", "p")
        shown = terminal.wait_for(r"BACK 1\.")
        assert re.search(r"►1 ?15     print\(\"table is set\"\) +runs", shown)
        assert re.search(r"\(2\.\d{3}\)  2 brew_tea  tea is ready", shown)
    assert not trace.exists()


def test_a_broken_recording_gets_one_clear_line_or_shows_what_is_left(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """No recording at all: exit code 2. Cut off: it opens, and says so."""
    path = tmp_path / "bad.asyncplay"
    path.write_bytes(b"not a recording")
    with Terminal([*COMMAND, str(path)], env=home) as terminal:
        assert terminal.wait_end() == 2
        assert "cannot be opened: it is no recording of asyncplay" in terminal.text()
    whole = subprocess.run([*COMMAND, "run", "--record", str(path), "-"], input=TEA.encode(), capture_output=True, env={**os.environ, **home}, check=False)
    assert whole.returncode == 0
    path.write_bytes(path.read_bytes()[:-100])
    with Terminal([*COMMAND, str(path)], env=home) as terminal:
        terminal.wait_for("This recording is|FINISHED")
