"""The parent's ends of a run: the trace memory and the pipes, read and never believed. Bytes only; what they mean is trace.codec's.

The memory is made, sized and sealed here, and read with pread alone: a mapping that a runner could truncate would kill its reader
(SIGBUS, mmap(2)). What was seen to be committed is read once more, and believed no more then.
"""

from __future__ import annotations

import os
import struct

from asyncplay.sandbox import linux
from asyncplay.trace import wire

_WORD = struct.Struct("<Q")
_COMMIT = struct.Struct("<I")
READ_MAX = 1 << 16
BATCH = 4096
"""Records in one read."""
HOLE_MAX = 64
"""A hole has one slot for each thread that was stopped in the act: a few."""
_WORDS = wire.RECORD_SIZE // 4


class TraceMemory:
    """The shared memory file of one run."""

    def __init__(self, capacity: int = wire.DEFAULT_CAPACITY) -> None:
        self.capacity = capacity
        self.fd = linux.memory_file("asyncplay-trace", wire.HEADER_SIZE + capacity * wire.RECORD_SIZE)
        os.pwrite(self.fd, wire.HEADER.pack(wire.MAGIC, capacity, *[0] * 9), 0)
        self.taken = 0
        """Records copied so far."""
        self.holes = 0

    def header(self) -> tuple[int, int, int, int, int]:
        """heartbeat task, heartbeat since, dropped, clock, started; all untrusted."""
        _, _, task, since, dropped, clock, started, *_ = wire.HEADER.unpack(os.pread(self.fd, wire.HEADER.size, 0))
        return task, since, dropped, clock, started

    def lost(self) -> int:
        """What the runner could not tell, beside records that found no room. Untrusted."""
        return int(_WORD.unpack(os.pread(self.fd, 8, wire.LOST_AT))[0])

    def watched(self) -> int:
        """The real monotonic nanosecond at which the runner's watchdog looked last; 0 while there is none. Untrusted."""
        return int(_WORD.unpack(os.pread(self.fd, 8, wire.WATCHED_AT))[0])

    def clock(self) -> tuple[int, int, int]:
        """The run's clock in ns at a real monotonic moment in ns, and its rate since in millionths; all untrusted."""
        *_, clock, _, since, rate, _, _ = wire.HEADER.unpack(os.pread(self.fd, wire.HEADER.size, 0))
        return clock, since, rate

    def take(self, most: int = BATCH) -> bytes:
        """The next committed records, in order: as many as there are, at most so many, and none beyond a hole.

        A hole is a slot that is not filled while later ones are: its thread lost its turn between the two, for as long as others take theirs, or
        an exception came between them (Ctrl+C), and nobody ever fills it.
        """
        count = min(most, self.capacity - self.taken)
        if count <= 0:
            return b""
        size = wire.RECORD_SIZE
        data = os.pread(self.fd, count * size, wire.HEADER_SIZE + self.taken * size)
        low, high = 0, len(data) // size
        while low < high:  # commit words are written in order but for holes: a zero is behind the last one, or is a hole itself
            middle = (low + high) // 2
            if _COMMIT.unpack_from(data, middle * size + size - 4)[0]:
                low = middle + 1
            else:
                high = middle
        commits = memoryview(data)[: low * size].cast("I")[_WORDS - 1 :: _WORDS].tolist()
        whole = commits.index(0) if 0 in commits else low
        if not whole:
            return b""
        # The kernel copies page by page, and a record may lie on two: its first half was read before it was written, its commit word after. Who reads
        # again what had its commit word then has it whole.
        data = os.pread(self.fd, whole * size, wire.HEADER_SIZE + self.taken * size)
        self.taken += whole
        return data

    def hole(self) -> int:
        """How many slots stand unfilled before the next record; 0 where there is none."""
        size = wire.RECORD_SIZE
        data = os.pread(self.fd, HOLE_MAX * size, wire.HEADER_SIZE + self.taken * size)
        commits = memoryview(data)[: len(data) // size * size].cast("I")[_WORDS - 1 :: _WORDS].tolist()
        return next((n for n, commit in enumerate(commits) if commit), 0)

    def skip(self, slots: int) -> None:
        """Step over slots that nobody is going to fill: they are lost."""
        self.holes += slots
        self.taken += slots

    def close(self) -> None:
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1


class Pipe:
    """A pipe to or from a child. Our read end never blocks, and remembers its end."""

    def __init__(self, ours: str = "read") -> None:
        self.read_end, self.write_end = os.pipe2(os.O_CLOEXEC) if hasattr(os, "pipe2") else os.pipe()
        if ours == "read":
            os.set_blocking(self.read_end, False)  # it would be so for a child that got this end, too
        self.ended = False

    def give_away(self) -> None:
        """The child has the write end: close ours."""
        os.close(self.write_end)
        self.write_end = -1

    def read(self, most: int = READ_MAX) -> bytes:
        """What is there now, at most so much; empty at the end and when there is nothing yet."""
        if self.ended:
            return b""
        try:
            data = os.read(self.read_end, most)
        except BlockingIOError:
            return b""
        except OSError:
            data = b""
        self.ended = not data
        return data

    def close(self) -> None:
        for fd in (self.read_end, self.write_end):
            if fd >= 0:
                os.close(fd)
        self.read_end = self.write_end = -1
        self.ended = True
