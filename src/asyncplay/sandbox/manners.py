"""A run that spins is put behind everybody else on the machine: its autogroup is, or where there is none, the process is made nice."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable

from asyncplay.sandbox import linux

SPIN_S = 0.3
"""CPU seconds after which a polite run gives way to others."""


class Manners:
    """Those of one run. `runner`: its first process, which counts whatever its session is."""

    def __init__(self, runner: int) -> None:
        self._runner = runner
        self.polite: set[int] = set()
        """Processes that gave way."""

    def give_way(self, pids: Iterable[int]) -> None:
        """What spins is put behind everybody else: each session is an autogroup of its own, so each is told; or the process is made nice."""
        for pid in pids:
            session, seconds = _session_and_cpu(pid)
            if pid in self.polite or seconds < SPIN_S or (session != pid and pid != self._runner):
                continue
            try:
                with open(f"/proc/{pid}/autogroup", "w") as file:
                    file.write("19")
            except BlockingIOError:
                return  # the kernel lets an account do so ten times a second
            except OSError:
                with contextlib.suppress(OSError):
                    os.setpriority(os.PRIO_PROCESS, pid, 19)
            self.polite.add(pid)


def _session_and_cpu(pid: int) -> tuple[int, float]:
    """The session of a process, and the CPU time of it and of what it waited for."""
    fields = linux.read(f"/proc/{pid}/stat").rpartition(b")")[2].split()
    if not fields:
        return 0, 0.0
    return int(fields[3]), sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
