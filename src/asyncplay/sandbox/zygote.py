"""The warden: the runner's parent. It forks, reaps, kills, and is the one witness of how a run ended. The only importer of the runner.

One warden for one run. Its control socket is its lifeline: when that closes, whoever closed it, everything below dies. It is a subreaper,
so that a daemon that leaves its session and its parent becomes the warden's child and is found; it stands in a session of its own, so
that a snippet's signals to its own group do not reach it. It ignores the polite signals. What it does not stop, at level `open`: a
snippet that kills it by number. Then the engine, a subreaper too, inherits the orphans and ends them.
"""

from __future__ import annotations

import fcntl
import json
import os
import resource
import select
import signal
import socket
import sys
import time

from asyncplay.runner import main as runner
from asyncplay.sandbox import levels, linux

RUNNER_FDS = (3, 4, 5)
"""Where the runner finds the request, the lines and the trace."""


def main(fds: list[int]) -> None:
    """The process's life. fds: control, request (read end), lines, trace, stdout, stderr. Returns in the runner only, by SystemExit."""
    control, request, lines, trace, out, err = fds
    linux.become_subreaper()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, signal.SIG_IGN)
    runner.prepare()
    wake, woken = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
    child = os.fork()
    if child == 0:
        _become_runner(request, lines, trace, out, err)
        runner.run(*RUNNER_FDS)
        sys.exit(0)
    for fd in (request, lines, trace, out, err):
        os.close(fd)
    _watch(socket.socket(fileno=control), child, wake)


def _become_runner(request: int, lines: int, trace: int, out: int, err: int) -> None:
    """Leave nothing of the warden in the child: its own session, its own descriptors, plain signals, limits."""
    linux.die_with_parent(signal.SIGKILL)
    os.setsid()
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    high = [fcntl.fcntl(fd, fcntl.F_DUPFD, 100) for fd in (request, lines, trace, out, err)]
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for place, fd in zip((*RUNNER_FDS, 1, 2), high, strict=True):
        os.dup2(fd, place, place < 3)
    os.closerange(max(RUNNER_FDS) + 1, 4096)
    levels.limit_process()


def _watch(control: socket.socket, child: int, wake: int) -> None:
    """Reap until the runner is over or must be; report; sweep; end."""
    poll = select.poll()
    poll.register(control, select.POLLIN)
    poll.register(wake, select.POLLIN)
    control.sendall(_message(started=child))
    status: int | None = None
    while status is None:
        for fd, _ in poll.poll():
            if fd == wake:
                os.read(wake, 512)
            elif not _obey(control, child):
                _sweep()
                os._exit(0)
        status = _reap(child)
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    _sweep()
    try:
        control.sendall(_message(exit=status, memory=usage.ru_maxrss * 1024, cpu=usage.ru_utime + usage.ru_stime))
    except OSError:
        pass
    os._exit(0)


def _obey(control: socket.socket, child: int) -> bool:
    """One command from the parent; False when there will be none any more, or it was to kill."""
    try:
        command = control.recv(64)
    except OSError:
        return False
    if command == b"i":
        os.kill(child, signal.SIGINT)
        return True
    if command == b"k":
        os.kill(child, signal.SIGKILL)
        _sweep(spare=child)
        return True
    return False


def _reap(child: int) -> int | None:
    """Wait for all that ended; the runner's status if it is among them."""
    found: int | None = None
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return found
        if pid == 0:
            return found
        if pid == child:
            found = status


def _sweep(spare: int = 0) -> None:
    """Kill everything below until nothing is left: a fork bomb is outrun, since each pass kills all that it sees."""
    end = time.monotonic() + 10.0
    while time.monotonic() < end:
        found = [pid for pid in linux.descendants(os.getpid()) if pid != spare]
        for pid in found:
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
        if spare:
            return
        _reap(0)
        if not found:
            return
        time.sleep(0.001)


def _message(**values: float) -> bytes:
    return json.dumps(values).encode() + b"\n"
