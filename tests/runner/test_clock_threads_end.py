"""The virtual clock never jumps past a thread that is about to end."""

from __future__ import annotations

import pathlib

from tests.test_cli import asyncplay

ENDINGS = """
import asyncio
import time

start = time.monotonic()
for n in range(80):
    asyncio.run(asyncio.to_thread(int))
    if time.monotonic() - start > 100:
        break
print(n)
"""


def test_the_end_of_an_executor_is_no_reason_to_jump(tmp_path: pathlib.Path, python: str) -> None:
    """asyncio.run joins its workers with a timer of 300 s beside it (3.12 and later): a worker in its last moments still counts."""
    path = tmp_path / "endings.py"
    path.write_text(ENDINGS)
    done = asyncplay("run", str(path), "--clock", "virtual", "--python", python)
    assert (done.stdout, done.stderr) == ("79\n", "")
