"""Starts the playground from a process that has imported it already: a start costs a quarter of what it costs from nothing, and there are hundreds.

What starts so is the program from `main` on, in a process, session and terminal of its own, and a child of whoever asked. How it starts from
nothing, whatever its environment, is tested where a test gives more of an environment than a home (`can_start`), and by `cold` terminals.
"""

from __future__ import annotations

import atexit
import ctypes
import fcntl
import functools
import json
import os
import pty
import runpy
import socket
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence

COMMAND = [sys.executable, "-m", "asyncplay"]
LARGEST = 1 << 20
PR_SET_CHILD_SUBREAPER, PR_GET_CHILD_SUBREAPER = 36, 37


def can_start(command: Sequence[str], extra: Mapping[str, str]) -> bool:
    """Whether it is the playground, with nothing in its environment that an interpreter or a module looks at when it is loaded."""
    return sys.platform == "linux" and list(command[:3]) == COMMAND and all(name == "HOME" or name.startswith("XDG_") for name in extra)


def start(arguments: Sequence[str], environment: Mapping[str, str], cwd: str, terminal: int) -> int:
    """A playground in this terminal; its process id. It is a child of this process, as if this had forked."""
    libc, before = ctypes.CDLL(None), ctypes.c_int()
    libc.prctl(PR_GET_CHILD_SUBREAPER, ctypes.byref(before), 0, 0, 0)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)  # orphans come here, and it is made one
    try:
        server = _server()
        socket.send_fds(server, [json.dumps([list(arguments), dict(environment), cwd]).encode()], [terminal])
        return int(server.recv(100))
    finally:
        libc.prctl(PR_SET_CHILD_SUBREAPER, before.value, 0, 0, 0)


@functools.cache
def _server() -> socket.socket:
    """Made at the first start, and ended with this process. Its own streams are of a terminal, too: what it hands on has their settings."""
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    for end in (ours, its):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, LARGEST)
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "tests.pty.warm", str(its.fileno())]
    environment = {**os.environ, "LANG": "C.UTF-8"}
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, pass_fds=[its.fileno()], env=environment)
    its.close()
    os.close(slave)

    def end() -> None:
        ours.close()
        process.wait()
        os.close(master)

    atexit.register(end)
    return ours


def _serve(requests: socket.socket) -> tuple[list[str], dict[str, str], str, int]:
    """Comes back in a process of its own for each request, with what was asked for; at the last one's end not at all."""
    while True:
        data, (*terminal,), _, _ = socket.recv_fds(requests, LARGEST, 1)
        if not data:
            os._exit(0)
        answer, tell = os.pipe()
        between = os.fork()
        if between == 0:
            pid = os.fork()
            if pid == 0:
                requests.close()
                os.closerange(min(answer, tell), max(answer, tell) + 1)
                return (*json.loads(data), terminal[0])
            os.write(tell, str(pid).encode())
            os._exit(0)
        os.waitpid(between, 0)  # now it is an orphan
        requests.send(os.read(answer, 100))
        for number in (answer, tell, terminal[0]):
            os.close(number)


def _become(arguments: list[str], environment: dict[str, str], cwd: str, terminal: int) -> None:
    """What a login and an exec do."""
    os.setsid()
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    for number in range(3):
        os.dup2(terminal, number)
    os.close(terminal)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv[1:] = arguments
    sys.path[0] = cwd
    runpy.run_module("asyncplay", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    import gc

    import asyncplay.cli
    import asyncplay.ui.app  # noqa: F401

    gc.freeze()
    _become(*_serve(socket.socket(fileno=int(sys.argv[1]))))
