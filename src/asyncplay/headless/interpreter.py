"""`--python EXE`: which program that is, and whether it can run snippets at all."""

from __future__ import annotations

import os
import shutil
import subprocess

from asyncplay.headless.console import UsageError

OLDEST = (3, 11)
_ASK = "import sys; print(sys.version_info[0], sys.version_info[1], getattr(sys, 'implementation', sys).name)"


def find_interpreter(exe: str, name: str = "--python") -> str:
    """Its absolute path, links unresolved (they are how a venv is known). UsageError where it is no CPython 3.11 or newer."""
    return ask_interpreter(exe, name)[0]


def ask_interpreter(exe: str, name: str = "--python") -> tuple[str, tuple[int, int]]:
    """Its absolute path, and its version."""
    found = shutil.which(os.path.expanduser(exe))
    if found is None:
        raise UsageError(f"{name} {exe}: there is no such program")
    try:
        asked = subprocess.run(
            [found, "-E", "-s", "-S", "-c", _ASK], capture_output=True, stdin=subprocess.DEVNULL, timeout=20, check=True, text=True, errors="replace"
        )
        major, minor, make = asked.stdout.split()
        version = (int(major), int(minor))
    except (OSError, subprocess.SubprocessError, ValueError):
        version, make = (0, 0), ""
    if version < OLDEST or make != "cpython":
        raise UsageError(f"{name} {exe} is not CPython {OLDEST[0]}.{OLDEST[1]} or newer")
    return os.path.abspath(found), version
