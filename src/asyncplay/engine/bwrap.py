"""The command line of bubblewrap for `contained-bwrap`: namespaces and a private root for a whole session, where only bwrap may make them."""

from __future__ import annotations

import os
import subprocess

from asyncplay.sandbox import levels, visible
from asyncplay.sandbox.profile import Profile

_ASK = "import sys; print(sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix, sep=chr(10))"
SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(levels.__file__))))


def prefixes(python: str) -> list[str]:
    """The prefixes of an interpreter, by its own word."""
    try:
        asked = subprocess.run([python, "-E", "-c", _ASK], capture_output=True, stdin=subprocess.DEVNULL, timeout=20, check=True, text=True)
    except (OSError, subprocess.SubprocessError):
        return []
    return list(dict.fromkeys(asked.stdout.split("\n")[:4]))


def command(python: str, profile: Profile) -> list[str]:
    """What stands before the zygote's command."""
    bwrap = levels.bubblewrap() or "bwrap"
    line = [bwrap, "--unshare-all", "--die-with-parent", "--new-session", "--hostname", "asyncplay", "--proc", "/proc", "--dev", "/dev"]
    for place in ("/tmp", "/dev/shm"):
        line += ["--size", str(profile.limits.disk), "--tmpfs", place]
    for path in visible.SYSTEM:
        if os.path.islink(path):
            line += ["--symlink", os.readlink(path), path]
        elif os.path.exists(path):
            line += ["--ro-bind", path, path]
    parts = [os.path.join(prefix, part) for prefix in prefixes(python) for part in visible.OF_PREFIX]
    package = os.path.join(SOURCE, "asyncplay")
    for path in (*parts, package, *profile.shares):
        if os.path.exists(path):
            line += ["--ro-bind", os.path.realpath(path), path]
    return [*line, "--chdir", "/tmp", "--"]
