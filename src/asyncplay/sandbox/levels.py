"""Sandbox levels by name, and the limits that every level sets on the runner's own process."""

from __future__ import annotations

import resource

LEVELS = ("contained", "contained-bwrap", "restricted", "guarded", "open")
"""From the safest to none."""
WORKING = ("open",)
CPU_SECONDS, FILES, FILE_BYTES, DATA_BYTES = 60, 256, 32 << 20, 512 << 20


def best() -> str:
    """The highest level that works here."""
    return WORKING[0]


def limit_process() -> None:
    """Lower this process's own limits; those of an account that is stricter already stay."""
    for what, soft, hard in (
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_CPU, CPU_SECONDS, CPU_SECONDS + 2),
        (resource.RLIMIT_NOFILE, FILES, FILES),
        (resource.RLIMIT_FSIZE, FILE_BYTES, FILE_BYTES),
        (resource.RLIMIT_DATA, DATA_BYTES, DATA_BYTES),
    ):
        ceiling = resource.getrlimit(what)[1]
        if ceiling != resource.RLIM_INFINITY:
            soft, hard = min(soft, ceiling), min(hard, ceiling)
        resource.setrlimit(what, (soft, hard))
