"""`asyncplay run`: what passes through, what is said, and the exit codes that are not in the contract's table."""

from __future__ import annotations

import json
import os
import pathlib
import signal
import subprocess
import sys

import pytest

from asyncplay.engine.files import read
from tests.test_cli import asyncplay

COMMAND = [sys.executable, "-m", "asyncplay"]


def program(folder: pathlib.Path, source: str | bytes, name: str = "my.py") -> str:
    path = folder / name
    path.write_bytes(source if isinstance(source, bytes) else source.encode())
    return str(path)


def run(*args: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*COMMAND, "run", *args], capture_output=True, stdin=subprocess.DEVNULL, timeout=120, check=False)


def test_bytes_pass_through_unchanged(tmp_path: pathlib.Path) -> None:
    """Every one of them, on both streams, and from whoever wrote them."""
    path = program(tmp_path, "import os\nos.write(1, bytes(range(256)))\nos.write(2, bytes(range(256)))\nos.system('echo child')\n")
    done = run(path)
    assert (done.returncode, done.stdout, done.stderr) == (0, bytes(range(256)) + b"child\n", bytes(range(256)))


def test_arguments_reach_the_program(tmp_path: pathlib.Path) -> None:
    """All that stands after --, even what looks like ours; and its name is the path that was given."""
    path = program(tmp_path, "import sys\nprint(sys.argv == [__file__, '--json', '-', '--', 'x'], __file__, __name__)\n")
    assert run(path, "--", "--json", "-", "--", "x").stdout.decode() == f"True {path} __main__\n"


def test_a_program_can_come_from_standard_input() -> None:
    """As with python -."""
    done = asyncplay("run", "-", stdin=b"print('from stdin')\nraise ValueError('x')\n")
    assert (done.returncode, done.stdout) == (1, "from stdin\n")
    assert "line 2" in done.stderr
    assert done.stderr.endswith("ValueError: x\n")


def test_a_scenario_can_be_named() -> None:
    """A lesson runs like any file."""
    assert asyncplay("run", "create_task", "--clock", "virtual").stdout.splitlines()[1:3] == ["tea is planned", "water on"]


def test_a_file_beside_us_wins_over_a_scenario(tmp_path: pathlib.Path) -> None:
    """What exists is what was meant."""
    program(tmp_path, "print('mine')\n", "5")
    assert asyncplay("run", "5", cwd=tmp_path).stdout == "mine\n"


def test_cookies_are_honoured(tmp_path: pathlib.Path) -> None:
    """A file is text in the encoding that it names."""
    assert run(program(tmp_path, "# coding: latin-1\nprint('Tränke')\n".encode("latin-1"))).stdout.decode() == "Tränke\n"


def test_json_is_all_that_stdout_carries(tmp_path: pathlib.Path) -> None:
    """Output and traceback are in it."""
    done = run("--json", program(tmp_path, "print('out')\nraise ValueError('x')\n"))
    report = json.loads(done.stdout)
    assert (done.returncode, done.stderr, done.stdout.count(b"\n")) == (1, b"", 1)
    assert [line["text"] for line in report["output"] if line["stream"] == "stdout"] == ["out"]
    assert report["output"][-1]["text"] == "ValueError: x"


def test_a_recording_is_kept_beside_what_passes_through(tmp_path: pathlib.Path) -> None:
    """Its output, its end and its text are in one private file; the exit code stays the program's."""
    path, kept = program(tmp_path, "print('hello')\nraise SystemExit(3)\n"), tmp_path / "kept.asyncplay"
    done = run(path, "--record", str(kept))
    assert (done.returncode, done.stdout) == (3, b"hello\n")
    found = read(str(kept)).recording
    assert ([line.text for line in found.output], found.latest().finished.exit_code) == (["hello"], 3)
    assert found.source.startswith("print('hello')")


def test_a_recording_that_could_not_be_written_is_refused_before_the_run(tmp_path: pathlib.Path) -> None:
    """One line, and nothing ran."""
    path = program(tmp_path, "print('hello')\n")
    for name, reason in (("kept.txt", "a recording's name ends with .asyncplay"), ("none/kept.asyncplay", "there is no such folder")):
        done = run(path, "--record", str(tmp_path / name))
        assert (done.returncode, done.stdout, done.stderr.decode()) == (2, b"", f"asyncplay: {tmp_path / name} cannot be written: {reason}\n")


def test_events_are_lines_of_json(tmp_path: pathlib.Path) -> None:
    """Numbered from 1 without a gap, in order of time, from the run's start to its end; to a file, beside the output, or to stdout."""
    path = program(tmp_path, "import asyncio\nprint('hi')\nasyncio.run(asyncio.sleep(0.01))\n")
    log = tmp_path / "events.jsonl"
    done = run(path, "--events", str(log))
    assert (done.returncode, done.stdout) == (0, b"hi\n")
    for text in (log.read_text(), run(path, "--events", "-").stdout.decode()):
        events = [json.loads(line) for line in text.splitlines()]
        assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
        assert [event["at"] for event in events] == sorted(event["at"] for event in events)
        kinds = [event["kind"] for event in events]
        assert (kinds[0], kinds[-1]) == ("run_started", "run_finished")
        assert {"task_created", "step_started", "step_ended", "output_written", "task_done"} <= set(kinds)


def test_json_and_events_go_together(tmp_path: pathlib.Path) -> None:
    """The report counts the lines of the file."""
    log = tmp_path / "events.jsonl"
    report = json.loads(run("--json", "--events", str(log), "create_task", "--clock", "virtual").stdout)
    assert report["events"] == len(log.read_text().splitlines())


def test_a_deadlock_says_who_waits_for_what_and_who_has_it(tmp_path: pathlib.Path) -> None:
    """On stderr, at once."""
    source = "import asyncio\nasync def main():\n    lock = asyncio.Lock()\n    await lock.acquire()\n    await lock.acquire()\nasyncio.run(main())\n"
    done = run(program(tmp_path, source))
    said = done.stderr.decode()
    assert (done.returncode, done.stdout) == (75, b"")
    assert "line 5" in said
    assert "lock" in said
    assert "has itself" in said


@pytest.mark.parametrize("option", [("--timeout", "0.4"), ("--limit", "wall=0.4"), ("--timeout", "9", "--limit", "wall=0.4")], ids=" ".join)
def test_a_timeout_is_one_line(tmp_path: pathlib.Path, option: tuple[str, ...]) -> None:
    """And 124, however the limit was written."""
    done = run(program(tmp_path, "import time\ntime.sleep(100)\n"), *option)
    assert (done.returncode, done.stderr.count(b"\n")) == (124, 1)
    assert done.stderr.startswith(b"asyncplay: timeout: not over after 0.4 s")


def test_output_beyond_its_limit_ends_no_run(tmp_path: pathlib.Path) -> None:
    """The rest is dropped, and one line says so."""
    done = run(program(tmp_path, "for _ in range(100): print('x' * 99)\nprint('end', file=__import__('sys').stderr)\n"), "--limit", "output=1kB")
    assert (done.returncode, len(done.stdout)) == (0, 1000)
    said = done.stderr.decode().splitlines()
    assert len(said) == 2
    assert "end" in said


@pytest.mark.parametrize("numbers", [(signal.SIGINT,) * 3, (signal.SIGTERM,)], ids=["ctrl-c", "kill"])
def test_the_third_ctrl_c_stops_the_run(tmp_path: pathlib.Path, numbers: tuple[signal.Signals, ...]) -> None:
    """The first two are the program's, a polite kill is none: exit code 130, and the report is still written."""
    text = "import signal, time\nsignal.signal(2, lambda *_: print('no', flush=True))\nprint('begun', flush=True)\nwhile True: time.sleep(9)\n"
    fifo = tmp_path / "events"
    os.mkfifo(fifo)
    command = [*COMMAND, "run", "--json", "--events", str(fifo), program(tmp_path, text)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        with open(fifo) as events:
            for number, word in zip(numbers, ("begun", "no", "no"), strict=False):  # each when the one before has come; unbuffered, a line is two writes
                next(line for line in events if f'"text": "{word}' in line)
                process.send_signal(number)
            events.read()
        stdout, stderr = process.communicate(timeout=120)
    assert process.returncode == 130
    assert json.loads(stdout)["outcome"] == "stopped"
    assert [line["text"] for line in json.loads(stdout)["output"]] == ["begun", *["no"] * (len(numbers) - 1)]
    assert stderr.startswith(b"asyncplay: stopped")


def test_ctrl_c_is_the_programs_own(tmp_path: pathlib.Path) -> None:
    """It gets KeyboardInterrupt as under python, cleans up, and the run counts as stopped."""
    text = (
        "import asyncio\nasync def main():\n    print('begun', flush=True)\n    try:\n        await asyncio.sleep(60)\n    finally:\n        print('cleaned up')\n"
        "asyncio.run(main())\n"
    )  # fmt: skip
    with subprocess.Popen([*COMMAND, "run", program(tmp_path, text)], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=120)
    assert (process.returncode, stdout) == (130, b"cleaned up\n")
    assert b"KeyboardInterrupt" in stderr
    assert b"asyncplay: stopped" in stderr


def test_a_program_that_catches_ctrl_c_ends_as_it_likes(tmp_path: pathlib.Path) -> None:
    """Its own exit code, as under python."""
    text = "import time\nprint('begun', flush=True)\ntry: time.sleep(60)\nexcept KeyboardInterrupt: print('no')\nraise SystemExit(7)\n"
    with subprocess.Popen([*COMMAND, "run", program(tmp_path, text)], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        stdout, _ = process.communicate(timeout=120)
    assert (process.returncode, stdout) == (7, b"no\n")


def test_a_reader_who_goes_ends_an_endless_run_quietly(tmp_path: pathlib.Path) -> None:
    """`asyncplay run flood.py | head -1` ends as any pipeline does."""
    path = program(tmp_path, "while True: print('tea')\n")
    script = f"{sys.executable} -m asyncplay run {path} | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, timeout=120, check=False)
    assert (done.returncode, done.stdout) == (141, b"tea\n")
    assert all(line.startswith(b"asyncplay: ") for line in done.stderr.splitlines())


def test_the_snippet_sees_an_empty_standard_input(tmp_path: pathlib.Path) -> None:
    """Ours is not its own: what is typed at the run is not read by the program."""
    path = program(tmp_path, "import sys\nprint(repr(sys.stdin.read()))\n")
    done = subprocess.run([*COMMAND, "run", path], input=b"typed", capture_output=True, timeout=120, check=True)
    assert done.stdout == b"''\n"


def test_another_interpreter_can_be_named(tmp_path: pathlib.Path, python: str) -> None:
    """Each supported one runs the program under its own version."""
    path = program(tmp_path, "import sys\nprint('%d.%d' % sys.version_info[:2])\n")
    wanted = subprocess.run([python, path], capture_output=True, check=True, timeout=120).stdout
    assert run(path, "--python", python).stdout == wanted


def test_a_terminal_sees_controls_and_gets_colours(tmp_path: pathlib.Path) -> None:
    """Nothing that a program prints moves the cursor or sets the title."""
    path = program(tmp_path, r"print('\x1b[31mred\x1b[0m \x1b]0;title\x07 \x1b[2J', end='')")
    leader, follower = os.openpty()
    subprocess.run([*COMMAND, "run", path], stdout=follower, stderr=subprocess.PIPE, timeout=120, check=True)
    os.close(follower)
    shown = b""
    try:
        while piece := os.read(leader, 1000):
            shown += piece
    except OSError:  # the other end is closed
        pass
    os.close(leader)
    assert shown == b"\x1b[31mred\x1b[0m ^[]0;title^G ^[[2J\x1b[0m"


def test_a_file_of_events_is_its_owners_alone(tmp_path: pathlib.Path) -> None:
    """It holds the program's output."""
    (tmp_path / "s.py").write_text("print('x')\n")
    done = subprocess.run([sys.executable, "-m", "asyncplay", "run", "--events", "e.jsonl", "s.py"], cwd=tmp_path, check=False, timeout=120)
    assert (done.returncode, (tmp_path / "e.jsonl").stat().st_mode & 0o777) == (0, 0o600)


def test_a_file_is_named_as_python_names_it(tmp_path: pathlib.Path) -> None:
    """Given by a relative path: `__file__`, `sys.argv` and the traceback are those of `python ./x.py`; and what `os._exit` loses in a pipe is lost."""
    (tmp_path / "x.py").write_text("import os, sys\nprint(__file__, sys.argv, flush=True)\ntry: 1/0\nexcept ZeroDivisionError: sys.excepthook(*sys.exc_info())\nprint(1)\nos._exit(3)\n")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    plain, traced = (
        subprocess.run([*command, "./x.py"], cwd=tmp_path, env=environment, capture_output=True, stdin=subprocess.DEVNULL, timeout=60, check=False)
        for command in ([sys.executable], [*COMMAND, "run"])
    )
    assert (plain.returncode, plain.stdout, plain.stderr) == (traced.returncode, traced.stdout, traced.stderr)
