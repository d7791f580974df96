"""One warden with its runner: started, fed a request, commanded, and gone. No trace here."""

from __future__ import annotations

import asyncio
import json
import os
import select
import shutil
import signal
import socket
import tempfile
import threading
import time
from typing import Any

from asyncplay.engine.transport import Pipe, TraceMemory
from asyncplay.engine.zygote import SetupError, Spawned, Zygote
from asyncplay.sandbox import linux
from asyncplay.sandbox.channel import Channel
from asyncplay.sandbox.profile import Profile

__all__ = ["SetupError", "Warden"]
WAIT_S = 10.0


def as_file(source: str) -> bytes:
    """The bytes that python reads as this text: where a cookie (PEP 263) says how, that way, since tracebacks read the file again."""
    text = source.encode("utf-8", "surrogatepass")
    if "coding" in "".join(source.splitlines()[:2]):
        import io
        import tokenize

        try:
            encoding, _ = tokenize.detect_encoding(io.BytesIO(text).readline)
            return source.encode(encoding)
        except (SyntaxError, UnicodeError, LookupError):
            pass
    return text


class Warden:
    """A started pair, from spare to gone. `ready` once its runner is locked down and waits for a request."""

    def __init__(self, source: Zygote | Spawned, profile: Profile) -> None:
        self._source = source
        self.python = source.python
        self.profile = profile
        self.born = time.monotonic()
        self.memory = TraceMemory()
        self.request, self.lines, self.stdout, self.stderr = Pipe("write"), Pipe(), Pipe(), Pipe()
        ours, theirs = socket.socketpair()
        self._channel = Channel(ours)
        fds = [theirs.fileno(), self.request.read_end, self.lines.write_end, self.memory.fd, self.stdout.write_end, self.stderr.write_end]
        try:
            source.start(profile, fds)
        except SetupError:
            self._close_all()
            raise
        finally:
            theirs.close()
        for pipe in (self.lines, self.stdout, self.stderr):
            pipe.give_away()
        os.close(self.request.read_end)
        self.request.read_end = -1
        ours.setblocking(False)
        self.pid = 0
        self._pidfd = -1
        self.ready = False
        self.failure: str | None = None
        """Why it could not be set up."""
        self.exit: dict[str, Any] | None = None
        """The warden's report: exit (a wait status), memory, cpu; limit and value where one ended the run."""
        self._writer: threading.Thread | None = None

    @property
    def control(self) -> socket.socket:
        """Readable when the warden said something."""
        return self._channel.socket

    @property
    def level(self) -> str:
        return self.profile.level

    @property
    def hung_up(self) -> bool:
        """The control socket is closed: the warden is gone."""
        return self._channel.closed

    def listen(self) -> None:
        """Take what the warden said."""
        for line in self._channel.receive() if not self.hung_up else ():
            try:
                message = json.loads(line)
            except ValueError:
                message = None
            if not isinstance(message, dict):
                self._channel.closed = True  # no warden of ours says that
                return
            self._note(message)

    def _note(self, message: dict[str, Any]) -> None:
        self.ready = self.ready or message.get("ready") is True
        if isinstance(message.get("failed"), str):
            self.failure = str(message["failed"])[:500]
        if isinstance(message.get("warden"), int) and not self.pid:
            self.pid, self._pidfd = message["warden"], self._channel.take_fd()
        if self.exit is None and all(type(message.get(name)) is int for name in ("exit", "memory")):
            self.exit = message

    @property
    def has_own_folder(self) -> bool:
        """The runner stands in a folder of its own already."""
        return self.level in ("contained", "contained-bwrap", "restricted")

    async def settled(self) -> None:
        """Wait until the runner is ready, or will never be."""
        loop = asyncio.get_running_loop()
        while not (self.ready or self.failure or self.hung_up):
            heard: asyncio.Future[None] = loop.create_future()
            loop.add_reader(self.control.fileno(), _ring, heard)
            try:
                await heard
            finally:
                loop.remove_reader(self.control.fileno())
            self.listen()

    def command(self, letter: bytes) -> None:
        """k: kill all; i: interrupt the runner; wN, WN: have its thread N (0: the main one) write where it stands, if it computes, or in any case."""
        self._channel.send(letter)

    def give(self, request: dict[str, Any]) -> None:
        """Hand over the snippet, and let it run; a long one is written aside, since the pipe holds 64 KiB only."""
        self._let_go(request)
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

    def _let_go(self, request: dict[str, Any]) -> None:
        """Have the warden put the snippet's file in its place, and open the gate."""
        if request["path"] == "-" or not self.level.startswith("contained"):
            self._channel.say(path="")
            return
        text = as_file(request["source"])
        fd = os.memfd_create("snippet", os.MFD_CLOEXEC)
        try:
            view = memoryview(text)
            while view:
                view = view[os.write(fd, view) :]
            self._channel.say((fd,), path=request["path"])
        finally:
            os.close(fd)

    def kill(self) -> None:
        """The last resort: the warden and all below it, from here."""
        below = linux.descendants(self.pid) if self.pid and self.level != "contained" else []
        try:
            if self._pidfd >= 0:
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            elif self.pid:
                os.kill(self.pid, signal.SIGKILL)
        except OSError:
            pass
        for pid in below:
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass

    def reap(self, timeout: float = WAIT_S) -> None:
        """Wait for the warden's own end."""
        if self._is_gone(timeout):
            return
        self.kill()
        self._is_gone(WAIT_S)

    def _is_gone(self, timeout: float) -> bool:
        if self._pidfd < 0:
            return True
        return bool(select.select([self._pidfd], [], [], timeout)[0])

    def last_words(self) -> str:
        """What its zygote wrote last, if that died."""
        return self._source.last_words()

    def is_alive(self) -> bool:
        return not self.hung_up and not self._is_gone(0) if self._pidfd >= 0 else not self.hung_up

    def _close_all(self) -> None:
        self._channel.close()
        self.memory.close()
        for pipe in (self.request, self.lines, self.stdout, self.stderr):
            pipe.close()

    def dispose(self) -> None:
        """Close everything: the warden sees its lifeline cut, kills what is below it, and ends."""
        self.listen()
        self._close_all()
        self.reap()
        if self._pidfd >= 0:
            os.close(self._pidfd)
            self._pidfd = -1
        if self.profile.work:
            shutil.rmtree(self.profile.work, ignore_errors=True)


def _ring(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def work_folder() -> str:
    """A folder of the host's for one run without a private root: nobody else may look into it."""
    return tempfile.mkdtemp(prefix="asyncplay-")
