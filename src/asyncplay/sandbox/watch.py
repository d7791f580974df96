"""What a whole run uses: memory of all its processes, shared memory and files in memory included, and how many tasks there are. Read from /proc.

Stops nothing itself: the warden asks, and ends a run that is over its limit. Between two looks a run can grow; how far depends on POLL_S.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

POLL_S, POLL_HIGH_S = 0.1, 0.01
"""Between two looks; and where a quarter of a limit is used."""
_SUM = (b"RssAnon:", b"RssShmem:")
_EXACT = (b"Pss_Anon:", b"Pss_Shmem:")


@dataclass(frozen=True, slots=True)
class Use:
    memory: int
    tasks: int


def everything() -> list[int]:
    """All processes of this process namespace but its first."""
    return [int(name) for name in os.listdir("/proc") if name.isdigit() and name != "1"]


def look(pids: list[int], disk: str | None, enough: int) -> Use:
    """What these processes use together. Pages that a fork shares are counted once, if counting them often would be too much."""
    stored = _stored(disk)
    memory, tasks = 0, 0
    for pid in pids:
        data = _read(f"/proc/{pid}/status")
        memory += _fields(data, _SUM)
        tasks += _number(data, b"Threads:")
    if memory + stored > enough:
        memory = sum(_exact(pid) for pid in pids)
    return Use(memory + stored, tasks)


def _exact(pid: int) -> int:
    """A process's own share of its pages; without leave to ask, all of them."""
    data = _read(f"/proc/{pid}/smaps_rollup")
    return _fields(data, _EXACT) if data else _fields(_read(f"/proc/{pid}/status"), _SUM)


def _stored(folder: str | None) -> int:
    """Bytes of the files in a private file system in memory."""
    if folder is None:
        return 0
    try:
        found = os.statvfs(folder)
    except OSError:
        return 0
    return (found.f_blocks - found.f_bfree) * found.f_frsize


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


def _fields(data: bytes, names: tuple[bytes, ...]) -> int:
    return sum(_number(data, name) for name in names) * 1024


def _number(data: bytes, name: bytes) -> int:
    """The number behind a name. A process chooses its own name in the first line, so it is looked for at the begin of a line."""
    at = data.find(b"\n" + name)
    if at < 0:
        return 0
    words = data[at + len(name) + 1 : at + len(name) + 40].split(None, 1)
    return int(words[0]) if words and words[0].isdigit() else 0
