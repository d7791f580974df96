"""Programs of the kind that people write to catch a tracer: what they print, report and exit with is what it is under plain python.

All programs of an interpreter run one after the other in one engine, since a start of `asyncplay` for each would take minutes; that the
command says what the engine says is `test_transparency`'s.
"""

from __future__ import annotations

import asyncio
import functools
import os
import pathlib
import re
import signal
import subprocess

import pytest

from asyncplay.engine.engine import Engine
from asyncplay.engine.session import RunRequest

PROGRAMS = {path.stem.removeprefix("try_"): path for path in sorted((pathlib.Path(__file__).parent / "corpus").glob("try_*.py"))}
ADDRESS = re.compile(rb"0x[0-9a-fA-F]+")
Outcome = tuple[int | None, list[bytes], list[bytes]]
"""Exit code, stdout and stderr by lines, addresses masked."""


def outcome(code: int | None, stdout: bytes, stderr: bytes) -> Outcome:
    return code, ADDRESS.sub(b"0x", stdout).splitlines(), ADDRESS.sub(b"0x", stderr).splitlines()


def plain(path: pathlib.Path, python: str) -> Outcome:
    """Under python, its output into pipes; Ctrl+C as it is in the foreground."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"} | {"LANG": "C.UTF-8"}
    done = subprocess.run(
        [python, str(path)], capture_output=True, stdin=subprocess.DEVNULL, timeout=120, check=False, env=environment,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL) and None,
    )  # fmt: skip
    return outcome(128 - done.returncode if done.returncode < 0 else done.returncode, done.stdout, done.stderr)


async def _play(engine: Engine, path: pathlib.Path, source: str, python: str) -> Outcome:
    said: dict[str, list[bytes]] = {"stdout": [], "stderr": []}
    request = RunRequest(
        source, str(path), python=python, timeout=60, blocks=True, errors="surrogateescape",
        pass_output=lambda stream, data: said[stream].append(data),
    )  # fmt: skip
    session = await engine.start(request)
    finished = await session.wait()
    return outcome(finished.exit_code, b"".join(said["stdout"]), b"".join(said["stderr"]))


@functools.cache
def traced(python: str) -> dict[str, Outcome]:
    sources = {name: path.read_text(encoding="latin-1" if name == "cookie" else "utf-8") for name, path in PROGRAMS.items()}

    async def all_of_them() -> dict[str, Outcome]:
        engine = Engine(spare_idle_s=0)
        try:
            return {name: await _play(engine, PROGRAMS[name], source, python) for name, source in sources.items()}
        finally:
            await engine.close()

    return asyncio.run(all_of_them())


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_that_looks_for_the_tracer_finds_none(name: str, python: str) -> None:
    """stdout, stderr and exit code are the same, word for word."""
    assert traced(python)[name] == plain(PROGRAMS[name], python)
