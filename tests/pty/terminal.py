"""A real pseudo-terminal with a real screen (pyte): start a program in it, type, wait for what must appear."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Sequence

import pyte

from tests.pty import warm

_HALF = re.compile(rb"\x1b(\[[<>=?0-9;$]*)?$")
_PRIVATE = re.compile(rb"\x1b\[[<>=?][0-9;]*\$?[upt]")
QUESTION = re.compile(rb"\x1b\[(6n|c)")
"""Where is the cursor; who are you."""
LEFT = b"\x1b[?1049l"
"""What a program sends that gives the screen back."""
KEYS = {
    "F1": b"\x1bOP", "F2": b"\x1bOQ", "F5": b"\x1b[15~", "F8": b"\x1b[19~", "F10": b"\x1b[21~", "Esc": b"\x1b", "Enter": b"\r", "Tab": b"\t",
    "Up": b"\x1b[A", "Down": b"\x1b[B", "Right": b"\x1b[C", "Left": b"\x1b[D", "Backspace": b"\x7f", "Space": b" ", "Home": b"\x1b[H", "End": b"\x1b[F",
    "PgUp": b"\x1b[5~", "PgDn": b"\x1b[6~", "Del": b"\x1b[3~", "F3": b"\x1bOR", "F4": b"\x1bOS", "F6": b"\x1b[17~", "F7": b"\x1b[18~",
    "F9": b"\x1b[20~", "F12": b"\x1b[24~", "^Space": b"\0",
}  # fmt: skip


class Screen(pyte.Screen):
    """Erasing fills cells that were never written, too, with the background that is set: pyte forgets them."""

    def erase_in_display(self, how: int = 0, *args: object, **kwargs: object) -> None:
        for y in range(self.lines):
            for x in range(self.columns):
                self.buffer[y][x] = self.buffer[y][x]
        super().erase_in_display(how, *args, **kwargs)


class Terminal:
    """One program in one terminal. Use it as a context manager: it ends the program."""

    def __init__(
        self, command: Sequence[str], columns: int = 80, rows: int = 24, env: dict[str, str] | None = None, cwd: str | None = None, answers: bool = True, cold: bool = False
    ) -> None:
        self._answers = answers
        """It says where its cursor is when asked, as terminals do."""
        self.holding = False
        """The line is slow: answers stay on their way, in `on_the_way`, until somebody writes them."""
        self.on_the_way = b""
        self.screen = Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = bytearray()
        """Every byte that the program sent."""
        self._rest = b""
        self._wanted: Callable[[str], bool] | None = None
        self._met: str | None = None
        environment = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", **(env or {})}
        environment.pop("COLORTERM", None)
        size = struct.pack("HHHH", rows, columns, 0, 0)
        start = self._warm if not cold and warm.can_start(command, env or {}) else self._cold
        self.pid, self.fd = start(command, environment, cwd or os.getcwd(), size)
        self.status: int | None = None

    @staticmethod
    def _cold(command: Sequence[str], environment: dict[str, str], cwd: str, size: bytes) -> tuple[int, int]:
        """From nothing, as a shell does it."""
        pid, fd = pty.fork()
        if pid == 0:
            try:
                os.chdir(cwd)
                fcntl.ioctl(0, termios.TIOCSWINSZ, size)
                os.execvpe(command[0], list(command), environment)
            finally:
                os._exit(127)
        fcntl.ioctl(fd, termios.TIOCSWINSZ, size)
        return pid, fd

    @staticmethod
    def _warm(command: Sequence[str], environment: dict[str, str], cwd: str, size: bytes) -> tuple[int, int]:
        """The playground from `main` on."""
        fd, slave = pty.openpty()
        fcntl.ioctl(fd, termios.TIOCSWINSZ, size)
        try:
            return warm.start(command[3:], environment, cwd, slave), fd
        finally:
            os.close(slave)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the program, if it has not ended."""
        if self.status is None:
            try:
                os.kill(self.pid, signal.SIGTERM)
            except ProcessLookupError:
                pass
            self.wait_end(5, kill=True)
        if self.fd >= 0:
            os.close(self.fd)

    def hang_up(self) -> None:
        """The terminal goes away."""
        os.close(self.fd)
        self.fd = -1

    def reaped(self) -> bool:
        """Whether the program has ended."""
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is not None

    @property
    def seen(self) -> str:
        """Everything that was ever drawn, without its escape sequences."""
        return re.sub(r"\x1b\[[0-9;?<>$]*[A-Za-z]", "", self.raw.decode("utf-8", "replace"))

    def type(self, *keys: str) -> None:
        """Keys by name (`F5`, `^Q`), or text as it stands."""
        for key in keys:
            data = KEYS.get(key) or (bytes([ord(key[1]) & 31]) if len(key) == 2 and key[0] == "^" else key.encode())
            os.write(self.fd, data)
            if key == "Esc":
                self.pump(0.15)  # longer than ESCDELAY: alone, and not the begin of a sequence

    def send(self, data: bytes) -> None:
        """Bytes as they are: a mouse report."""
        os.write(self.fd, data)

    def pump(self, seconds: float = 0.05) -> bool:
        """Read what comes within so long; whether the program's end of the terminal is open."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if not self.step(left):
                return False
        return True

    def step(self, seconds: float) -> bool:
        """Read once, what comes first within so long; whether the program's end of the terminal is open."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return False
        before = done = len(self.raw)
        self.raw += data
        for found in QUESTION.finditer(self.raw, max(0, before - 3)):
            if found.end() > before:
                self._frame(bytes(self.raw[done : found.end()]))
                done = found.end()
                if self._answers:
                    self._answer(found[1])
        self._frame(bytes(self.raw[done:]))
        return True

    def _frame(self, data: bytes) -> None:
        """What is read at once may be many frames: each is looked at, or what somebody waits for may pass by unseen."""
        self.feed(data)
        if self._wanted is not None and self._met is None and self._wanted(text := self.text()):
            self._met = text

    def feed(self, data: bytes) -> None:
        """These bytes on the screen, from the program or from somebody else."""
        data = self._rest + data
        half = _HALF.search(data)
        data, self._rest = (data[: half.start()], data[half.start() :]) if half else (data, b"")
        self._stream.feed(_PRIVATE.sub(b"", data))

    def _answer(self, question: bytes) -> None:
        cursor = self.screen.cursor
        self.on_the_way += b"\x1b[%d;%dR" % (cursor.y + 1, cursor.x + 1) if question == b"6n" else b"\x1b[?6c"
        if not self.holding:
            self.arrive(len(self.on_the_way))

    def arrive(self, size: int) -> None:
        """So many bytes of the answers."""
        data, self.on_the_way = self.on_the_way[:size], self.on_the_way[size:]
        try:
            os.write(self.fd, data)
        except OSError:
            pass  # it has ended

    def leave_slowly(self, begin: Callable[[], object], meanwhile: Callable[[], object]) -> None:
        """`begin` makes the program give the terminal back: the answers come late, and the last one in parts. `meanwhile` fails if it has not waited."""
        self.holding, at, end = True, len(self.raw), time.monotonic() + 20
        begin()
        while LEFT not in self.raw[at:]:
            assert time.monotonic() < end, "it did not leave"
            self.pump(0.02)
        for size in (0, len(self.on_the_way) - 2, 1):
            self.arrive(size)
            self.pump(0.3)
            meanwhile()
        self.holding = False
        self.arrive(len(self.on_the_way))

    def resize(self, columns: int, rows: int) -> None:
        """As when somebody pulls at the window's corner."""
        self.screen.resize(rows, columns)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def text(self) -> str:
        """The screen, line by line."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def wait_for(self, what: str | Callable[[str], bool], seconds: float = 40.0) -> str:
        """The screen, once this is on it; as it was then, if it is gone already when the rest of the frame has come."""
        test = what if callable(what) else (lambda text: re.search(what, text) is not None)
        end = time.monotonic() + seconds
        text = self.text()
        self._met, self._wanted = (text if test(text) else None), test
        while self._met is None:
            if time.monotonic() > end:
                raise AssertionError(f"never appeared: {what}\n{self.text()}")
            self.pump(0.02)
        self._wanted = None
        busy = os.getloadavg()[0] / (os.cpu_count() or 1)
        self.pump(min(0.6, 0.06 * max(1.0, busy / 2)))  # the parts of a picture come farther apart the more else there is to do
        text = self.text()
        return text if test(text) else self._met

    def still(self, seconds: float = 0.8) -> str:
        """The screen once it has stood still for so long: on a busy machine its parts come one after the other."""
        text, since, end = self.text(), time.monotonic(), time.monotonic() + 40
        while time.monotonic() - since < seconds and time.monotonic() < end:
            self.pump(0.1)
            if (now := self.text()) != text:
                text, since = now, time.monotonic()
        return text

    def insist(self, what: str, *keys: str) -> str:
        """Type these until the screen has this. A question takes no key for a moment after it was shown; how long that is, a busy machine decides."""
        end = time.monotonic() + 60
        while True:
            before = self.text()
            self.type(*keys)
            try:
                return self.wait_for(what, 3)
            except AssertionError:
                if self.text() != before or time.monotonic() > end:
                    return self.wait_for(what)

    def wait_end(self, seconds: float = 30.0, kill: bool = False) -> int:
        """The program's exit code."""
        end = time.monotonic() + seconds
        while self.status is None:
            self.pump(0.02)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
            elif time.monotonic() > end:
                if not kill:
                    raise AssertionError(f"it did not end\n{self.text()}")
                os.kill(self.pid, signal.SIGKILL)
        self.pump(0.05)
        return self.status
