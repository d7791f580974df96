"""Resource limits of the process (setrlimit(2)), inherited by all that it starts.

Stops: one process that takes all CPU time, memory of its own, descriptors, or a huge file; core dumps; locked memory; real-time priority; and, in a
user namespace of its own, more tasks than allowed. Without one the kernel counts tasks for the whole account, so there the warden counts.
Does not stop: many small processes that together take much, and memory that is shared. `watch` sees those.
"""

from __future__ import annotations

import math
import resource

from asyncplay.sandbox.limits import Limits

ADDRESS_SPACE = 4 << 30
GRACE_S = 2
"""After SIGXCPU a process that ignores it has so long, and is killed."""
OWN_TASKS = 2
"""The warden counts too, and, for an ordinary account, the process that made the namespaces."""


def apply(limits: Limits, own_namespace: bool) -> None:
    """Lower this process's limits; those of an account that is stricter already stay."""
    cpu = math.ceil(limits.cpu)
    table: list[tuple[str, int, int]] = [
        ("CORE", 0, 0),
        ("CPU", cpu, cpu + GRACE_S),
        ("NOFILE", limits.files, limits.files),
        ("FSIZE", limits.file, limits.file),
        ("DATA", limits.data, limits.data),
        ("AS", max(ADDRESS_SPACE, 4 * limits.memory), max(ADDRESS_SPACE, 4 * limits.memory)),
        ("MEMLOCK", 0, 0),
        ("MSGQUEUE", 0, 0),
        ("SIGPENDING", 256, 256),
        ("NICE", 0, 0),
        ("RTPRIO", 0, 0),
    ]
    if own_namespace:
        table.append(("NPROC", limits.tasks + OWN_TASKS, limits.tasks + OWN_TASKS))
    for name, soft, hard in table:
        what = getattr(resource, f"RLIMIT_{name}", None)
        if what is not None:
            _lower(what, soft, hard)


def _lower(what: int, soft: int, hard: int) -> None:
    ceiling = resource.getrlimit(what)[1]
    if ceiling != resource.RLIM_INFINITY:
        soft, hard = min(soft, ceiling), min(hard, ceiling)
    resource.setrlimit(what, (soft, hard))
