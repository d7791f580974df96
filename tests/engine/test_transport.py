"""The parent's end of the trace memory."""

from __future__ import annotations

import os

import pytest

from asyncplay.engine.transport import TraceMemory
from asyncplay.trace import wire

PAGE = 4096


def record(index: int) -> bytes:
    """One whose words are all its number but the last, which is its place."""
    return (index + 1).to_bytes(4, "little") * (wire.RECORD_SIZE // 4 - 1) + (wire.HEADER_SIZE + index * wire.RECORD_SIZE).to_bytes(4, "little")


def test_a_record_that_is_written_while_it_is_read_is_taken_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel copies page by page: a record on two of them was taken with a first half of zeros on a busy machine."""
    memory = TraceMemory(200)
    on_two = PAGE // wire.RECORD_SIZE
    assert (on_two * wire.RECORD_SIZE) // PAGE != ((on_two + 1) * wire.RECORD_SIZE) // PAGE
    for index in range(on_two):
        os.pwrite(memory.fd, record(index), wire.HEADER_SIZE + index * wire.RECORD_SIZE)
    plain = os.pread
    writes = [record(on_two)]

    def by_page(fd: int, size: int, offset: int) -> bytes:
        end = (offset // PAGE + 1) * PAGE
        first = plain(fd, min(size, end - offset), offset)
        if writes and size > end - offset:  # the writer's turn comes between two pages
            os.pwrite(fd, writes.pop(), wire.HEADER_SIZE + on_two * wire.RECORD_SIZE)
        return first + plain(fd, size - len(first), end) if size > len(first) else first

    monkeypatch.setattr(os, "pread", by_page)
    taken = memory.take() + memory.take()
    assert not writes
    assert taken == b"".join(record(index) for index in range(on_two + 1))
    memory.close()
