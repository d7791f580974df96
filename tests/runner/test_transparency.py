"""A traced program says and does what it does under plain python: output, errors, exit code; on every interpreter that is found."""

from __future__ import annotations

import pathlib
import re
import subprocess
import sys

import pytest

SNIPPETS = pathlib.Path(__file__).parent.parent / "snippets"
ADDRESS = re.compile(rb"0x[0-9a-f]+")


def outcome(command: list[str]) -> tuple[int, bytes, list[bytes]]:
    """Exit code, stdout, stderr by lines; addresses masked."""
    done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=120, check=False)
    return done.returncode, ADDRESS.sub(b"0x", done.stdout), ADDRESS.sub(b"0x", done.stderr).splitlines()


@pytest.mark.parametrize("path", sorted(SNIPPETS.glob("*.py")), ids=lambda path: path.stem)
def test_a_program_behaves_as_under_plain_python(path: pathlib.Path, python: str) -> None:
    """stdout, stderr and exit code are the same, tracebacks and warnings included."""
    code, stdout, stderr = outcome([python, str(path)])
    if code < 0:
        code = 128 - code  # as a shell says it
    traced = outcome([sys.executable, "-m", "asyncplay", "run", "--python", python, str(path)])
    assert (code, stdout, stderr) == traced
