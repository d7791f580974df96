"""The command line: usage, help, and what goes to stdout, stderr and the exit code."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys

import pytest

from tests.test_structure import loaded_after


def asyncplay(*args: str, stdin: bytes = b"", cwd: pathlib.Path | None = None, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """The real command, to its end."""
    command = [sys.executable, "-m", "asyncplay", *args]
    done = subprocess.run(command, input=stdin, capture_output=True, timeout=120, check=False, cwd=cwd, env=os.environ | (environment or {}))
    return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.parametrize(
    "args",
    [
        ["run"],
        ["run", "no-such-file.py"],
        ["run", "create_tsk"],
        ["run", "/"],
        ["run", sys.executable],
        ["run", "--nonsense"],
        ["run", "--js", "5"],
        ["run", "5", "6"],
        ["run", "5", "--clock", "sideways"],
        ["run", "5", "--clock", "x-1"],
        ["run", "5", "--clock", "x0"],
        ["run", "5", "--clock", "x99999"],
        ["run", "5", "--seed", "-1"],
        ["run", "5", "--seed", "many"],
        ["run", "5", "--timeout", "soon"],
        ["run", "5", "--timeout", "0"],
        ["run", "5", "--timeout", "nan"],
        ["run", "5", "--limit", "cpu=much"],
        ["run", "5", "--limit", "cpu"],
        ["run", "5", "--limit", "gpu=1"],
        ["run", "5", "--limit", "files=1.5"],
        ["run", "5", "--limit", "output=-1"],
        ["run", "5", "--sandbox", "strong"],
        ["run", "5", "--python", "no-such-python"],
        ["run", "5", "--python", "true"],
        ["run", "5", "--python", "cat"],
        ["run", "5", "--json", "--events", "-"],
        ["run", "5", "--events", "/no/such/folder/e.jsonl"],
        ["check", "no-such-lesson"],
        ["check", "-"],
        ["check", "--clock", "sideways"],
        ["scenarios", "--nonsense"],
        ["doctor", "5"],
        ["--nonsense"],
        ["no_such_scenario"],
        ["/no/such/folder/my.py"],
        ["no_such_recording.asyncplay"],
        ["5", "6"],
        ["-"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_one_line_and_exit_code_2(args: list[str]) -> None:
    """On stderr; stdout stays empty."""
    done = asyncplay(*args)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("asyncplay: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "args",
    [
        *([command] for command in ("export",)),
        ["ap1:abc"],
    ],
    ids=" ".join,
)
def test_what_a_later_version_brings_says_so_in_one_line(args: list[str]) -> None:
    """Rather than being ignored."""
    done = asyncplay(*args)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "later version" in done.stderr


def test_a_sandbox_level_that_is_named_accepts_no_lower_one() -> None:
    """Exit code 125 and one line."""
    done = asyncplay("run", "5", "--sandbox", "contained", environment={"ASYNCPLAY_SPAWN": "1"})
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (125, "", 1)
    assert "could not be set up" in done.stderr


def test_binary_on_standard_input_is_wrong_usage() -> None:
    """As it is in a file."""
    assert asyncplay("run", "-", stdin=b"\x7fELF\x00\xff").returncode == 2


@pytest.mark.parametrize("command", [[], ["run"], ["check"], ["scenarios"], ["doctor"]], ids=lambda c: " ".join(c) or "asyncplay")
def test_help_has_examples(command: list[str]) -> None:
    """For every command."""
    done = asyncplay(*command, "--help")
    assert done.returncode == 0
    assert "examples:" in done.stdout
    assert "asyncplay " + " ".join(command) in done.stdout


def test_the_version_is_told_without_loading_a_front_end() -> None:
    """It costs no more than starting Python."""
    done = asyncplay("--version")
    assert done.returncode == 0
    assert done.stdout.startswith("asyncplay ")
    loaded = loaded_after("import asyncplay.cli\nasyncplay.cli.main(['--version'])")
    assert not {"asyncio", "textual", "rich"} & loaded


def test_a_subcommand_wins_over_a_file_of_that_name(tmp_path: pathlib.Path) -> None:
    """And a file wins over a scenario."""
    (tmp_path / "scenarios").write_text("print('a file')\n")
    done = asyncplay("scenarios", "--json", cwd=tmp_path)
    assert isinstance(json.loads(done.stdout), list)


def test_the_playground_gets_its_target(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lesson by any of its names, a file that does not exist yet, or nothing."""
    import asyncplay.cli as cli

    played: list[str | None] = []
    app = type(sys)("asyncplay.ui.app")
    app.play = lambda target: played.append(target) or 0  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "asyncplay.ui.app", app)
    assert [cli.main(args) for args in ([], ["create_task"], ["5"], ["not-there-yet.py"])] == [0, 0, 0, 0]
    assert played == [None, "create_task", "5", "not-there-yet.py"]


def test_a_fault_of_our_own_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Never a traceback."""
    import asyncplay.cli as cli

    monkeypatch.delenv("ASYNCPLAY_DEBUG", raising=False)
    monkeypatch.setitem(cli._COMMANDS, "doctor", lambda args: 1 // 0)
    assert cli.main(["doctor"]) == 70
    assert capsys.readouterr().err.startswith("asyncplay: internal error: ZeroDivisionError")


def test_scenarios_lists_the_lessons() -> None:
    """As a table for people and as JSON for programs."""
    lessons = json.loads(asyncplay("scenarios", "--json").stdout)
    keys = {"slug", "number", "title", "unit", "level", "concepts", "needs", "path"}
    assert all(set(lesson) == keys for lesson in lessons)
    table = asyncplay("scenarios").stdout
    assert all(lesson["title"] in table and lesson["slug"] in table for lesson in lessons)


def test_doctor_tells_the_level_and_the_cure() -> None:
    """Exit code 1 while snippets are not contained."""
    done = asyncplay("doctor", "--json")
    found = json.loads(done.stdout)
    assert set(found) == {"version", "level", "levels", "python", "terminal"}
    assert found["version"] == 1
    assert list(found["levels"]) == ["contained", "contained-bwrap", "restricted", "guarded", "open"]
    assert all(state["works"] or (state["why"] and state["cure"]) for state in found["levels"].values())
    assert found["level"] == next(level for level, state in found["levels"].items() if state["works"])
    assert set(found["terminal"]) == {"colors", "utf8", "size"}
    assert done.returncode == (0 if found["levels"]["contained"]["works"] else 1)
    assert "sandbox" in asyncplay("doctor").stdout


def test_a_reader_of_help_who_has_gone_is_no_error() -> None:
    """`asyncplay scenarios | head -1` ends quietly."""
    command = f"{sys.executable} -m asyncplay scenarios | :"
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=120, check=False)
    assert done.stderr == b""


def test_the_settings_file_holds_for_run_and_options_win(tmp_path: pathlib.Path) -> None:
    """Clock, seed, level, interpreter, detail: each from [run], or from the option."""
    home = {"XDG_CONFIG_HOME": str(tmp_path)}
    where = asyncplay("config", environment=home).stdout
    settings = pathlib.Path(next(word for word in where.split() if word.endswith(".toml")))
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('[run]\nclock = "virtual"\nseed = 7\nsandbox = "restricted"\ndetail = true\n')
    program = tmp_path / "p.py"
    program.write_text("import asyncio\nasync def main():\n    await asyncio.sleep(0)\n    print(1)\nasyncio.run(main())\n")
    found = json.loads(asyncplay("run", str(program), "--json", environment=home).stdout)
    assert (found["clock"], found["seed"], found["sandbox"]) == ("virtual", 7, "restricted")
    found = json.loads(asyncplay("run", str(program), "--json", "--clock", "real", "--seed", "-", "--sandbox", "auto", environment=home).stdout)
    assert (found["clock"], found["seed"]) == ("real", None)
    assert '"line_reached"' in asyncplay("run", str(program), "--events", "-", environment=home).stdout
    assert '"line_reached"' not in asyncplay("run", str(program), "--events", "-", "--no-detail", environment=home).stdout
    settings.write_text('[run]\npython = "/no/such/python"\n')
    done = asyncplay("run", str(program), environment=home)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "[run] python /no/such/python: there is no such program" in done.stderr
