"""Memory that no process shows as its own: shared pages that nobody's page table holds just now, and what waits in the buffers of sockets.

A process may map memory shared, fill it, and let its page tables forget it (or fork, whose child has none of them): the pages stay. What is
sent to a socket and not read stays too, up to some megabytes each. Both are measured where an upper bound, which is cheap, says that it matters.
Does not see: pipes (the kernel bounds them for each account), and what the kernel keeps for each mapping and each descriptor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from asyncplay.sandbox import linux

UNIX_MAX = 208 << 10
"""What one unix socket can hold by default, as the kernel counts it."""
TCP_MAX = 8 << 20
"""What one TCP socket can hold in both directions."""
FEW = 256
"""So many sockets are free of charge: as many as one process may open by default."""
_SHARED = re.compile(
    rb"^([0-9a-f]+)-([0-9a-f]+) ..[-x]s ([0-9a-f]+) \S+ (\d+) +/(?:dev/zero|SYSV\w+|memfd:(?!asyncplay-trace)\S*) \(deleted\)$", re.MULTILINE
)
_USED, _TCP = re.compile(rb"sockets: used (\d+)"), re.compile(rb"TCP: inuse (\d+)")
_QUEUES = re.compile(rb" ([0-9A-F]{8}):([0-9A-F]{8}) \d\d:")


def mapped(pids: Iterable[int], enough: int) -> int:
    """Bytes of anonymous memory that these processes map shared; each mapping once, however many have it. Stops at `enough`."""
    found: set[tuple[bytes, bytes, int]] = set()
    total = 0
    for pid in pids:
        for start, end, offset, inode in _SHARED.findall(linux.read(f"/proc/{pid}/maps")):
            size = int(end, 16) - int(start, 16)
            if (inode, offset, size) not in found:
                found.add((inode, offset, size))
                total += size
        if total > enough:
            break
    return total


def in_sockets(enough: int) -> int:
    """Bytes in the buffers of this network namespace's sockets, unix ones by their number, internet ones by their queues."""
    used, tcp = _counted(linux.read("/proc/net/sockstat"))
    unix = max(0, used - tcp - FEW) * UNIX_MAX
    if unix > enough or unix + tcp * TCP_MAX <= enough:
        return unix
    return unix + sum(_queued(linux.read(f"/proc/net/{name}")) for name in ("tcp", "tcp6"))


def _counted(data: bytes) -> tuple[int, int]:
    """Sockets of all kinds, and TCP's among them."""
    used = _USED.search(data)
    tcp = _TCP.search(data)
    return int(used[1]) if used else 0, int(tcp[1]) if tcp else 0


def _queued(data: bytes) -> int:
    return sum(int(sent, 16) + int(come, 16) for sent, come in _QUEUES.findall(data))
