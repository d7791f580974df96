"""What a contained run sees, and that a set-up that fails is the end of it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import pathlib
import socket
import subprocess
import sys

import pytest

from asyncplay.engine.engine import Engine
from asyncplay.engine.session import RunRequest
from asyncplay.sandbox import levels, linux
from asyncplay.sandbox.channel import Channel
from asyncplay.sandbox.warden import Warden

pytestmark = pytest.mark.skipif(not linux.HERE, reason="needs Linux")


def run(*args: object, cwd: pathlib.Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The real command."""
    command = [sys.executable, "-m", "asyncplay", "run", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=cwd, env=os.environ | environment)


def test_a_module_beside_the_snippet_is_advised_and_then_shared(tmp_path: pathlib.Path) -> None:
    """Nothing of the folder is seen unless it is named; the advice names it; what is shared cannot be written."""
    (tmp_path / "helper.py").write_text("word = 'shared'\n")
    (tmp_path / "main.py").write_text("import helper\nprint(helper.word)\nopen('helper.py', 'a')\n")
    plain = run("--json", "main.py", cwd=tmp_path)
    advice = [one for one in json.loads(plain.stdout)["advice"] if "--share helper.py" in one["message"]]
    assert [one["line"] for one in advice] == [1]
    assert "--share helper.py" in plain.stderr
    shared = run("--share", "helper.py", "main.py", cwd=tmp_path)
    assert shared.stdout == "shared\n"
    assert "PermissionError" in shared.stderr
    assert (tmp_path / "helper.py").read_text() == "word = 'shared'\n"


def test_a_shared_folder_holds_the_snippet_and_its_modules(tmp_path: pathlib.Path) -> None:
    """`--share .`, the whole project."""
    tmp_path.chmod(0o755)  # what root shares is seen with another account's eyes
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "__init__.py").write_text("")
    (tmp_path / "pack" / "deep.py").write_text("print('deep')\n")
    (tmp_path / "main.py").write_text("import pack.deep\nprint(open(__file__).read().count('deep'))\n")
    done = run("--share", ".", "main.py", cwd=tmp_path)
    assert (done.stdout, done.stderr) == ("deep\n2\n", "")


@pytest.mark.parametrize("how", ["relative", "below", "absolute", "elsewhere"])
def test_the_snippets_file_is_where_the_user_said(tmp_path: pathlib.Path, how: str) -> None:
    """`__file__` is the whole path, as under python, and can be read there; its folder shows nothing else."""
    folder = tmp_path / "sub"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("x")
    (folder / "secret.txt").write_text("x")
    for place in (tmp_path, folder):
        (place / "s.py").write_text("import os\nprint(__file__, open(__file__).read()[:9], os.path.exists(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'secret.txt')))\n")
    path, cwd = {"relative": ("s.py", tmp_path), "below": ("sub/s.py", tmp_path), "absolute": (str(folder / "s.py"), tmp_path), "elsewhere": (str(tmp_path / "s.py"), folder)}[how]
    done = run(path, cwd=cwd)
    assert (done.stdout, done.stderr) == (f"{cwd / path} import os False\n", "")


def test_standard_streams_can_be_opened_by_name(tmp_path: pathlib.Path) -> None:
    """As shell scripts do: whose the pipes are makes no difference."""
    (tmp_path / "s.py").write_text("import subprocess\nsubprocess.run('echo one > /dev/stdout; echo two > /dev/stderr', shell=True)\n")
    done = run("s.py", cwd=tmp_path)
    assert (done.stdout, done.stderr) == ("one\n", "two\n")


def test_a_folder_that_was_removed_is_no_hindrance(tmp_path: pathlib.Path) -> None:
    """As under python: a program elsewhere runs."""
    (tmp_path / "s.py").write_text("print('ran')\n")
    (tmp_path / "gone").mkdir()
    command = f"cd {tmp_path}/gone && rmdir ../gone && exec {sys.executable} -m asyncplay run {tmp_path}/s.py"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, timeout=120, check=False)
    assert (done.stdout, done.stderr) == ("ran\n", "")


@pytest.mark.parametrize("path", ["/", "/proc/self", "/dev", "/sys"])
def test_what_is_the_systems_own_is_not_shared(tmp_path: pathlib.Path, path: str) -> None:
    """One line that says so."""
    (tmp_path / "s.py").write_text("print('ran')\n")
    done = run("--share", path, "s.py", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_a_named_level_that_cannot_be_had_ends_the_run(tmp_path: pathlib.Path) -> None:
    """125 and one line, without a lower level in its place."""
    (tmp_path / "s.py").write_text("print('ran')\n")
    done = run("--sandbox", "contained", "s.py", cwd=tmp_path, **{levels.SPAWN: "1"})
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (125, "", 1)


@pytest.mark.parametrize("level", ["guarded", "open"])
def test_runs_are_spawned_where_there_is_no_zygote(tmp_path: pathlib.Path, level: str) -> None:
    """As on other systems: the level is named truthfully, and Stop and exit codes work."""
    (tmp_path / "s.py").write_text("import sys\nprint('ran')\nsys.exit(3)\n")
    done = run("--json", "--sandbox", level, "s.py", cwd=tmp_path, **{levels.SPAWN: "1"})
    got = json.loads(done.stdout)
    assert (got["exit_code"], got["sandbox"], got["output"][0]["text"]) == (3, level, "ran")


def test_auto_takes_what_works_where_there_is_no_zygote(tmp_path: pathlib.Path) -> None:
    """The next lower level, and says so."""
    (tmp_path / "s.py").write_text("print('ran')\n")
    done = run("--json", "s.py", cwd=tmp_path, **{levels.SPAWN: "1"})
    assert json.loads(done.stdout)["sandbox"] == "guarded"


async def test_a_set_up_that_fails_later_is_the_end_of_that_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once `auto` has found contained to work, nothing lower is taken: the run fails closed."""
    engine = Engine(spares=False)
    first = await engine.start(RunRequest("print(1)", "s.py"))
    await first.wait()
    assert first.level == "contained"
    second = await engine.start(RunRequest("print(1)", "s.py", cwd="/" + "x" * 300))
    finished = await second.wait()
    assert (finished.outcome, finished.exit_code, second.level) == ("setup_failed", 125, "contained")
    assert second.error is not None
    assert "\n" not in second.error
    await engine.close()


async def test_the_playground_cannot_be_read_by_its_own_account() -> None:
    """PR_SET_DUMPABLE is 0 in a process that has an engine."""
    code = "from asyncplay.engine.engine import Engine\nEngine()\nimport ctypes\nprint(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: ASYNC221
    assert done.stdout == "0\n"


def test_another_environments_packages_are_seen_and_hidden_entries_named(tmp_path: pathlib.Path) -> None:
    """`--python` of a venv: its packages work; a folder that a .pth file adds is named, until it is shared."""
    tmp_path.chmod(0o755)
    venv, extra = tmp_path / "venv", tmp_path / "extra"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True, timeout=120)
    packages = next((venv / "lib").glob("python*")) / "site-packages"
    (packages / "inside.py").write_text("word = 'inside'\n")
    extra.mkdir()
    (extra / "outside.py").write_text("word = 'outside'\n")
    (packages / "extra.pth").write_text(f"{extra}\n")
    (tmp_path / "s.py").write_text("import inside\nprint(inside.word)\nimport outside\nprint(outside.word)\n")
    hidden = run("--python", venv / "bin" / "python", "s.py", cwd=tmp_path)
    assert hidden.stdout == "inside\n"
    assert f"{extra} on sys.path is not visible" in hidden.stderr
    shared = run("--python", venv / "bin" / "python", "--share", "extra", "s.py", cwd=tmp_path)
    assert (shared.stdout, shared.stderr) == ("inside\noutside\n", "")


def test_not_even_a_corpse_is_left_to_whoever_started_asyncplay(tmp_path: pathlib.Path) -> None:
    """The zygote buries every warden before it ends."""
    (tmp_path / "s.py").write_text("print('x')\n")
    linux.become_subreaper()
    before = set(linux.children(os.getpid()))
    for _ in range(5):
        assert run("s.py", cwd=tmp_path).stdout == "x\n"
        assert set(linux.children(os.getpid())) <= before


FILL = """
import ctypes, time
place = next(int(line.split("-")[0], 16) for line in open("/proc/self/maps") if "asyncplay-trace" in line)
ctypes.memset(place + 4096, 120, 48 * 900000)
print("filled", flush=True)
time.sleep(60)
"""


async def test_stop_does_not_wait_for_a_trace_that_was_filled_with_rubbish(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is there is gone through without a pause between one piece and the next."""
    engine = Engine(spares=False)
    session = await engine.start(RunRequest(FILL, "s.py", level="contained"))
    waits, watch = [], session._watch
    monkeypatch.setattr(session, "_watch", lambda fds: waits.append(watch(fds)))
    filled = asyncio.Event()
    session.on_change = lambda: filled.set() if session.recording.output else None
    async with asyncio.timeout(60):
        await filled.wait()
    before = len(waits)
    session.stop()
    finished = await session.wait()
    assert (finished.outcome, [one.text for one in session.recording.output]) == ("stopped", ["filled"])
    assert len(waits) - before < 60
    await engine.close()


async def test_what_spins_in_sessions_of_its_own_gives_way_too() -> None:
    """Each session has a share of the CPU like the whole playground's: all of them are put behind it."""
    source = "import os\nfor _ in range(3):\n    if os.fork() == 0:\n        os.setsid()\n        break\nwhile True: pass\n"
    engine = Engine()
    session = await engine.start(RunRequest(source, "s.py", level="contained"))
    assert session._warden is not None
    async with asyncio.timeout(60):
        while not session._warden.pid:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        while _given_way(session._warden.pid) < 4:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    session.stop()
    await session.wait()
    await engine.close()


def _given_way(warden: int) -> int:
    """How many processes of a run are behind others."""
    count = 0
    for pid in linux.descendants(warden):
        with contextlib.suppress(OSError):
            group = pathlib.Path(f"/proc/{pid}/autogroup")
            count += group.read_text().split()[-1] == "19" if group.exists() else os.getpriority(os.PRIO_PROCESS, pid) == 19
    return count


@pytest.mark.parametrize("released", [True, False])
def test_what_a_warden_rehearses_takes_no_end_from_it(released: bool) -> None:
    """A run may be over before the rehearsal for it is: how it ended is still to be had."""
    ours, theirs = socket.socketpair()
    warden = Warden.__new__(Warden)
    warden.control, warden._released, warden.own_root = Channel(ours), released, False
    runner = subprocess.Popen(["sh", "-c", "exit 3"])
    os.waitid(os.P_PID, runner.pid, os.WEXITED | os.WNOWAIT)
    warden._rehearse()
    assert runner.wait() == 3
    ours.close()
    theirs.close()
