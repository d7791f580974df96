"""One warden with its runner: started, fed a request, commanded, and gone. No asyncio and no trace here."""

from __future__ import annotations

import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import threading
import time

from asyncplay.engine.transport import Pipe, TraceMemory
from asyncplay.sandbox import linux

BOOT = pathlib.Path(linux.__file__).with_name("boot.py")


class SetupError(Exception):
    """A run could not be set up; one line that says why."""


class Warden:
    """A started pair, from spare to gone. `ready` once its runner waits for a request."""

    def __init__(self, python: str | None = None, cwd: str | None = None) -> None:
        self.python = python or sys.executable
        self.born = time.monotonic()
        self.memory = TraceMemory()
        self.request, self.lines, self.stdout, self.stderr = Pipe("write"), Pipe(), Pipe(), Pipe()
        self.control, theirs = socket.socketpair()
        fds = (theirs.fileno(), self.request.read_end, self.lines.write_end, self.memory.fd, self.stdout.write_end, self.stderr.write_end)
        try:
            self._process = subprocess.Popen(
                [self.python, str(BOOT), *map(str, fds)], pass_fds=fds, stdin=subprocess.DEVNULL, cwd=cwd, start_new_session=True,
                stdout=self.stderr.write_end, stderr=self.stderr.write_end,
            )  # fmt: skip
        except OSError as error:
            self._close_all()
            theirs.close()
            raise SetupError(f"{self.python} could not be started: {error.strerror}. Name a CPython 3.11 or newer.") from error
        theirs.close()
        for pipe in (self.lines, self.stdout, self.stderr):
            pipe.give_away()
        os.close(self.request.read_end)
        self.request.read_end = -1
        self.control.setblocking(False)
        self._rest = b""
        self.ready = False
        self.exit: dict[str, float] | None = None
        """The warden's report: exit (a wait status), memory, cpu."""
        self._writer: threading.Thread | None = None
        self.hung_up = False
        """The control socket is closed: the warden is gone."""

    @property
    def pid(self) -> int:
        return self._process.pid

    def listen(self) -> None:
        """Take what the warden said."""
        while not self.hung_up:
            try:
                data = self.control.recv(4096)
            except BlockingIOError:
                return
            except OSError:
                data = b""
            self.hung_up = not data
            *whole, self._rest = (self._rest + data).split(b"\n")
            for line in whole:
                message = json.loads(line)
                self.ready = self.ready or "started" in message
                if "exit" in message:
                    self.exit = message

    def command(self, letter: bytes) -> None:
        """k: kill all; i: interrupt the runner."""
        try:
            self.control.send(letter)
        except OSError:
            pass

    def give(self, request: dict[str, object]) -> None:
        """Hand over the snippet; a long one is written aside, since the pipe holds 64 KiB only."""
        data = json.dumps(request).encode() + b"\n"
        if len(data) <= 4096:
            self._write(data)
        else:
            self._writer = threading.Thread(target=self._write, args=(data,), daemon=True)
            self._writer.start()

    def say(self, message: dict[str, object]) -> None:
        """Tell the runner something, on the pipe that brought the request. What a runner that never listens cannot take is let go."""
        if self._writer is not None:
            self._writer.join(0.5)
        if self.request.write_end < 0 or (self._writer is not None and self._writer.is_alive()):
            return
        os.set_blocking(self.request.write_end, False)
        self._write(json.dumps(message).encode() + b"\n")

    def _write(self, data: bytes) -> None:
        view = memoryview(data)
        try:
            while view:
                view = view[os.write(self.request.write_end, view) :]
        except OSError:
            pass

    def kill(self) -> None:
        """The last resort: the warden and all below it, from here."""
        doomed = [self.pid, *linux.descendants(self.pid)]
        for pid in doomed:
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass

    def reap(self, timeout: float = 2.0) -> None:
        """Wait for the warden's own end."""
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
            self._process.wait()

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def _close_all(self) -> None:
        self.control.close()
        self.memory.close()
        for pipe in (self.request, self.lines, self.stdout, self.stderr):
            pipe.close()

    def dispose(self) -> None:
        """Close everything: the warden sees its lifeline cut, kills what is below it, and ends."""
        self._close_all()
        self.reap()
