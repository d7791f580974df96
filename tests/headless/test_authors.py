"""What an author of lessons uses: `new`, `check --write`, and folders of his own."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys

import pytest

from tests.test_cli import asyncplay

PROGRAM = '"""Tea\n\nLevel: 1\nUnit: Mine\nConcepts: tea\n"""\nimport asyncio\n\nasync def main():\n    print("water on")\n    await asyncio.sleep(2)\n    print("ready")\n\nasyncio.run(main())\n'


def test_a_new_lesson_runs_and_its_facts_hold(tmp_path: pathlib.Path) -> None:
    """Its title comes from its name, and what to do next is said."""
    path = str(tmp_path / "07_tea_time.py")
    made = asyncplay("new", path)
    assert (made.returncode, made.stdout.splitlines()[0]) == (0, f"wrote {path}")
    assert pathlib.Path(path).read_text().startswith('"""Tea time\n')
    done = asyncplay("check", path)
    assert (done.returncode, done.stdout.splitlines()[-1], done.stderr) == (0, "1 passed, 0 failed, 0 skipped", "")


def test_a_file_that_is_there_is_never_written_over(tmp_path: pathlib.Path) -> None:
    """One line says so."""
    path = tmp_path / "mine.py"
    path.write_text("precious")
    done = asyncplay("new", str(path))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert path.read_text() == "precious"


@pytest.mark.parametrize("name", ["nowhere/tea.py", "tea", "tea.txt", ".py", "a b.py", ""])
def test_a_lesson_that_cannot_be_written_is_one_line(tmp_path: pathlib.Path, name: str) -> None:
    """Exit code 2, and nothing is made."""
    done = asyncplay("new", name, cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert list(tmp_path.iterdir()) == []


def test_facts_are_proposed_shown_and_written(tmp_path: pathlib.Path) -> None:
    """And then they hold; the program stays byte for byte."""
    path = tmp_path / "tea.py"
    path.write_text(PROGRAM)
    shown = asyncplay("check", str(path), "--write", "--dry-run")
    assert path.read_text() == PROGRAM
    written = asyncplay("check", str(path), "--write")
    facts = [line.removeprefix("  + ") for line in written.stdout.splitlines()[1:]]
    assert shown.stdout.splitlines()[1:] == written.stdout.splitlines()[1:]
    assert facts == ['#= prints "water on" ready', "#= at ready 2.0", "#= silent", "#= took 2.0", "#= tasks 1"]
    assert path.read_text() == PROGRAM + "\n".join(facts) + "\n"
    assert asyncplay("check", str(path)).stdout.endswith("1 passed, 0 failed, 0 skipped\n")


def test_facts_that_fail_are_put_right_and_the_others_stay(tmp_path: pathlib.Path) -> None:
    """No fact is added that the author did not want."""
    path = tmp_path / "tea.py"
    path.write_text(PROGRAM + '#= has ready\n#= took 3.0\n#= has milk\n#= at "ready" 1.0\n')
    done = asyncplay("check", str(path), "--write")
    assert done.returncode == 0
    assert path.read_text() == PROGRAM + "#= has ready\n#= took 2.0\n#= at ready 2.0\n"
    again = asyncplay("check", str(path), "--write")
    assert again.stdout == f"{path}: nothing to write: all 3 facts hold\n"


def test_what_is_different_each_time_is_no_fact(tmp_path: pathlib.Path) -> None:
    """Two runs must agree."""
    path = tmp_path / "dice.py"
    path.write_text("import random\nprint('throw')\nprint(random.random())\n")
    asyncplay("check", str(path), "--write")
    assert "prints" not in path.read_text()
    assert "#= has throw" in path.read_text()


def test_nothing_is_written_into_lessons_that_nobody_named() -> None:
    """`--write` alone would change the whole course."""
    done = asyncplay("check", "--write")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_a_run_that_is_cut_off_suggests_nothing(tmp_path: pathlib.Path) -> None:
    """A lesson must end by itself."""
    path = tmp_path / "abort.py"
    path.write_text("import os\nos.abort()\n")
    done = asyncplay("check", str(path), "--write")
    assert done.returncode == 1
    assert path.read_text() == "import os\nos.abort()\n"


def test_a_folder_of_one_s_own_is_listed_checked_and_played(tmp_path: pathlib.Path) -> None:
    """By --lessons, before or after the command."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "tea.py").write_text(PROGRAM + '#= has "ready"\n')
    (folder / "05_create_task.py").write_text(PROGRAM.replace('"""Tea', '"""My own') + "#= took 9\n")
    table = asyncplay("--lessons", str(folder), "scenarios")
    assert "Mine" in table.stdout
    assert "scenarios/05_create_task  create_task schedules" in table.stdout
    entries = json.loads(asyncplay("scenarios", "--json", f"--lessons={folder}").stdout)
    assert [entry["title"] for entry in entries[-2:]] == ["My own", "Tea"]
    assert asyncplay("check", "tea", "--lessons", str(folder)).returncode == 0
    assert asyncplay("check", "create_task", "--lessons", str(folder)).returncode == 1
    assert asyncplay("check", "scenarios/create_task", "--lessons", str(folder)).returncode == 0
    assert asyncplay("run", "tea", "--clock", "virtual", "--lessons", str(folder)).stdout == "water on\nready\n"


def test_the_settings_name_folders_too(tmp_path: pathlib.Path) -> None:
    """One that is not there is a warning, never a failure."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "tea.py").write_text(PROGRAM)
    settings = tmp_path / "settings.toml"
    settings.write_text(f'[lessons]\nfolders = ["{folder}", "{tmp_path}/gone"]\n')
    environment = os.environ | {"ASYNCPLAY_CONFIG": str(settings)}
    command = [sys.executable, "-m", "asyncplay", "scenarios", "tea"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert "  tea " in done.stdout
    assert done.stderr == f"asyncplay: warning: [lessons] folders: {tmp_path}/gone is no folder\n"
    assert done.returncode == 0


@pytest.mark.parametrize("args", [("--lessons",), ("--lessons", "/nowhere"), ("--lessons", "--json"), ("--lessons", sys.executable)])
def test_a_folder_that_is_none_is_one_line(args: tuple[str, ...]) -> None:
    """Exit code 2."""
    done = asyncplay("scenarios", *args)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_lessons_are_found_by_what_they_are_about() -> None:
    """No lesson about it: exit code 1."""
    assert "join_forever" in asyncplay("scenarios", "task_done").stdout
    assert asyncplay("scenarios", "blockchain").returncode == 1


@pytest.mark.parametrize("command", ["new", "check", "scenarios"])
def test_help_has_examples(command: str) -> None:
    """As every command has."""
    assert "examples:" in asyncplay(command, "--help").stdout
