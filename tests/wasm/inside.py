"""Runs in the interpreter under test: one request, traced by the runner as it ships, and what it wrote in files beside the request.

A CPython in WebAssembly has no threads, no children and no sockets; the C code of asyncio, coroutines, frames and the garbage collector are all
there. So the loop's self-pipe is a pipe, the runner says that nobody watches for steps that are stuck, and a deadlock ends by SystemExit.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys

RECORDS = 20_000


class _End:
    """What a loop needs of one end of its self-pipe."""

    def __init__(self, fd):
        self.fileno = lambda: fd
        self.close = lambda: os.close(fd)

    def setblocking(self, on):
        pass

    def recv(self, size):
        raise BlockingIOError

    def send(self, data):
        return len(data)


def _pair(*_):
    return tuple(map(_End, os.pipe()))


def _plain_asyncio():
    """The loop of the page is not wanted."""
    socket.socketpair = _pair
    set_policy = getattr(asyncio.events, "_set_event_loop_policy", None) or asyncio.set_event_loop_policy
    set_policy(None)
    asyncio._set_running_loop(None)


def _execute(script):
    """As the sandbox's boot does."""
    try:
        exec(script.code, script.names)
        script.finish()
    except BaseException as error:
        script.failed(error)
    script.end()
    return 0


def play(path):
    with open(path, encoding="utf-8") as file:
        request = json.load(file)
    base = path.removesuffix(".json")
    _plain_asyncio()
    from asyncplay.runner import idle, main, record
    from asyncplay.runner.script import Script
    from asyncplay.trace import wire

    main.prepare()
    trace = os.open(base + ".trace", os.O_RDWR | os.O_CREAT)
    os.ftruncate(trace, wire.HEADER_SIZE + RECORDS * wire.RECORD_SIZE)
    record.open_trace(trace, os.open(base + ".lines", os.O_WRONLY | os.O_CREAT))
    idle._leave = lambda: sys.exit(idle.EXIT_CODE)
    code = 0
    with open(base + ".out", "w", encoding="utf-8") as sys.stdout, open(base + ".err", "w", encoding="utf-8") as sys.stderr:
        try:
            main.get_ready()
            main._instrument(request)
            code = _execute(Script(request["source"], request["path"], [request["path"]]))
        except SystemExit as end:
            code = end.code
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    record.memory.flush()  # the memory is a copy of the file here
    with open(base + ".code", "w", encoding="utf-8") as file:
        json.dump({"code": code, "python": sys.version, "made": record.made()}, file)
