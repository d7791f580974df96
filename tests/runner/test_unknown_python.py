"""A Python that lacks something private which the runner knows: the program runs as ever, and one line says what is not shown."""

from __future__ import annotations

import pathlib
import re
import shutil
import subprocess
import sys

import pytest

from asyncplay.runner import cpython
from asyncplay.trace.events import NoteMade, RunFinished, StepEnded, TaskCreated
from tests.runner.programs import of, out, play

SOURCE = """
import asyncio, traceback
async def child(n):
    await asyncio.sleep(0.01)
    return n
async def reads(reader, writer):
    writer.write(await reader.read(1))
    writer.close()
async def main():
    server = await asyncio.start_server(reads, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"x")
    assert await reader.read() == b"x"
    slots = asyncio.Semaphore(1)
    async with slots:
        assert await asyncio.gather(child(1), asyncio.to_thread(int, "2")) == [1, 2]
    async with asyncio.timeout(5):
        process = await asyncio.create_subprocess_exec("echo", "3", stdout=asyncio.subprocess.PIPE)
        print((await process.communicate())[0].decode().strip())
    server.close()
    print(len(asyncio.current_task().get_stack()) > 0, traceback.extract_stack()[-1].lineno)
asyncio.run(main())
"""
VITAL = ("_run", "_callback", "_call_soon", "_ready", "_task_factory")
USEFUL = (
    "_timer_handle_cancelled", "_asyncgen_finalizer_hook", "_add_reader", "_remove_writer", "_SelectorTransport", "_process_exited",
    "_chain_future", "_set_result_unless_cancelled", "_GatheringFuture", "_PyTask", "_wake_up_next", "_set_running_loop", "_task_get_stack", "_on_sigint",
)  # fmt: skip


def python_without(name: str, python: str, folder: pathlib.Path) -> str:
    """An interpreter whose asyncio has that private name no more: it has another one, everywhere."""
    code = "import asyncio, sys, os; print(os.path.dirname(asyncio.__file__)); print(sys.base_prefix); print('%d.%d' % sys.version_info[:2])"
    where, prefix, version = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    copy = folder / "changed" / "asyncio"
    shutil.copytree(where, copy, ignore=shutil.ignore_patterns("__pycache__"))
    for file in copy.glob("*.py"):
        text = re.sub(r"\b_asyncio\b", "_no_asyncio", file.read_text())  # C code knows the names, too
        file.write_text(re.sub(rf"\b{name}\b", f"{name}_renamed", text))
    home = pathlib.Path(prefix) / "bin"
    site = folder / "venv" / "lib" / f"python{version}" / "site-packages"
    site.mkdir(parents=True)
    (site / "changed.pth").write_text(f"import sys; sys.path.insert(0, {str(copy.parent)!r})\n")
    (folder / "venv" / "pyvenv.cfg").write_text(f"home = {home}\n")
    (folder / "venv" / "bin").mkdir()
    exe = folder / "venv" / "bin" / "python"
    exe.symlink_to((home / f"python{version}").resolve())
    return str(exe)


def check(name: str, python: str, folder: pathlib.Path) -> tuple[list[str], list[StepEnded]]:
    """The notes of a run without that name, which ran as ever; and the steps that were told."""
    recording = play(SOURCE, python_without(name, python, folder))
    assert out(recording) == ["3", "True 21"], [line.text for line in recording.output]
    assert of(recording, RunFinished)[0].exit_code == 0
    return [note.text for note in of(recording, NoteMade) if name in note.text], of(recording, StepEnded)


@pytest.mark.parametrize("name", VITAL)
def test_without_something_vital_a_program_runs_untraced_and_says_why(name: str, tmp_path: pathlib.Path) -> None:
    """No tasks, no half-truths: one line."""
    notes, steps = check(name, sys.executable, tmp_path)
    assert [note.partition("): ")[2] for note in notes] == ["the program runs, and is not traced."]
    assert not steps


@pytest.mark.parametrize("name", USEFUL)
def test_without_something_useful_the_rest_is_shown(name: str, tmp_path: pathlib.Path) -> None:
    """The note names what is missing, and what is not shown for it."""
    notes, steps = check(name, sys.executable, tmp_path)
    assert ["Not shown: " in note for note in notes] == [True]
    assert steps


def test_every_interpreter_here_has_all_of_it(python: str, tmp_path: pathlib.Path) -> None:
    """No note, and tasks are told; and what is missing in one of them is told there, too."""
    recording = play(SOURCE, python)
    assert not any("does not know this Python" in note.text for note in of(recording, NoteMade))
    assert len(of(recording, TaskCreated)) > 3
    assert check("_wake_up_next", python, tmp_path)[0]


def test_a_python_without_its_lock_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The free-threaded build is run, with a word of warning."""
    monkeypatch.setattr(sys, "_is_gil_enabled", lambda: False, raising=False)
    assert [note for note in cpython.notes() if "without its lock (GIL)" in note]
