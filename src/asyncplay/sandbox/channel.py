"""Messages on a stream socket between the engine and a warden: one a line, descriptors beside them, both bounded."""

from __future__ import annotations

import json
import os
import socket

LINE_MAX = 1 << 16
FDS_MAX = 2


class Channel:
    """One end. `closed` once the other end is, or sent what no end of ours sends."""

    def __init__(self, end: socket.socket) -> None:
        self.socket = end
        self.closed = False
        self.fds: list[int] = []
        """Descriptors that came and that nobody took yet."""
        self._rest = b""

    def fileno(self) -> int:
        return self.socket.fileno()

    def say(self, fds: tuple[int, ...] = (), **values: object) -> bool:
        """One object; False where the other end is gone, or does not read."""
        return self.send(json.dumps(values).encode(), fds)

    def send(self, line: bytes, fds: tuple[int, ...] = ()) -> bool:
        """One line, given without its end."""
        try:
            if fds:
                socket.send_fds(self.socket, [line + b"\n"], list(fds))
            else:
                self.socket.sendall(line + b"\n")
        except OSError:
            return False
        return True

    def receive(self) -> list[bytes]:
        """The lines that are there now (a blocking socket: waits for something)."""
        try:
            data, fds, _, _ = socket.recv_fds(self.socket, LINE_MAX, FDS_MAX)
        except BlockingIOError:
            return []
        except OSError:
            data, fds = b"", []
        self.fds += fds
        self.closed = not data or len(self._rest) + len(data) > LINE_MAX
        *lines, self._rest = (self._rest + data).split(b"\n")
        return lines

    def take_fd(self) -> int:
        """The oldest descriptor that came; -1 where there is none."""
        return self.fds.pop(0) if self.fds else -1

    def close(self) -> None:
        self.socket.close()
        while self.fds:
            os.close(self.fds.pop())
