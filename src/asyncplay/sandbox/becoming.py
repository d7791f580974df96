"""How a fork of the warden becomes the runner: a session, descriptors, signals and an environment of its own; then the lockdown."""

from __future__ import annotations

import fcntl
import os
import signal

from asyncplay.sandbox import linux, lockdown
from asyncplay.sandbox.profile import Profile

CONTROL, REQUEST, LINES, TRACE, OUT, ERR = range(3, 9)
"""Descriptors that a warden is born with."""
RUNNER_FDS = (3, 4, 5)
"""Where the runner finds the request, the lines and the trace."""


def become_runner(profile: Profile, work: str, extra: tuple[int, int]) -> None:
    """Its own session, its own descriptors (0 to 5; `extra` become 8 and 9), plain signals, a clean environment; then the lockdown."""
    linux.die_with_parent(signal.SIGKILL)
    os.setsid()
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    order = (REQUEST, LINES, TRACE, OUT, ERR, *extra)
    high = [_dup_high(fd) for fd in order]
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for target, fd in zip((*RUNNER_FDS, 1, 2, 8, 9), high, strict=True):
        os.dup2(fd, target, target < 3)
    for fd in (6, 7):
        os.close(fd)
    os.closerange(10, 4096)
    _clean_environment(profile, work)
    if work:
        os.chdir(work)
    lockdown.lock(profile, work)
    linux.die_with_parent(signal.SIGKILL)


def _clean_environment(profile: Profile, work: str) -> None:
    if profile.level == "open":
        os.environ.update(profile.environment)
        return
    os.environ["HOME"] = work or "/"  # `update` looks at abstract classes, and at what those remember
    os.environ["TMPDIR"] = work if profile.level == "restricted" else "/tmp"


def _dup_high(fd: int) -> int:
    return fcntl.fcntl(fd, fcntl.F_DUPFD, 100)
