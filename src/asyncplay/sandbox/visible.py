"""What of the host a contained run sees, read-only: this interpreter, the system's programs and libraries, and what the user shares."""

from __future__ import annotations

import functools
import os
import sys

SYSTEM = (
    "/usr/bin", "/usr/sbin", "/usr/lib", "/usr/lib64", "/usr/lib32", "/usr/libexec", "/usr/local/bin", "/usr/local/lib", "/bin", "/sbin", "/lib",
    "/lib64", "/lib32", "/usr/share/zoneinfo", "/usr/share/locale", "/usr/share/i18n", "/usr/share/terminfo", "/usr/share/mime",
    "/usr/share/ca-certificates", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime", "/etc/alternatives",
    "/etc/mime.types", "/etc/protocols", "/etc/services", "/etc/ssl/certs", "/etc/ssl/openssl.cnf",
)  # fmt: skip
STORES = ("/nix/store", "/gnu/store", "/home/linuxbrew/.linuxbrew")
"""Where a whole system keeps its libraries beside each other: an interpreter in one needs its neighbours."""
OF_PREFIX = ("bin", "lib", "lib64", "libexec", "share", "pyvenv.cfg")
"""A prefix is shown by these parts: somebody's project folder may be one."""
DEVICES = ("null", "zero", "full", "random", "urandom")
MASKED = (
    "cmdline", "keys", "key-users", "interrupts", "softirqs", "diskstats", "partitions", "modules", "consoles", "timer_list", "sched_debug",
    "kallsyms", "kcore", "kmsg", "config.gz", "iomem", "ioports", "vmallocinfo", "slabinfo", "locks", "sysrq-trigger",
)  # fmt: skip
"""Of /proc: what tells of the host, of this account's keys, and of what else goes on (keys pressed are interrupts)."""
NO_WORK = ("/proc", "/dev", "/sys", "/etc", "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/boot", "/run")
"""No work folder is put over these."""
PLAY = "/play"


@functools.cache
def of_interpreter() -> tuple[str, ...]:
    """What the running interpreter needs: its prefixes, and the store that holds it."""
    found: list[str] = []
    for prefix in dict.fromkeys((sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix)):
        found += [os.path.join(prefix, part) for part in OF_PREFIX]
        found += [store for store in STORES if prefix.startswith(store + "/")]
    exe = os.path.realpath(sys.executable)
    if not any(exe.startswith(path + "/") for path in found):
        found.append(exe)
    return tuple(found)


def work_folder(cwd: str) -> str:
    """Where the private work folder stands: at the user's own current folder, so that relative paths mean the same."""
    bad = cwd in ("", "/") or any(cwd == path or cwd.startswith(path + "/") for path in (*NO_WORK, *STORES))
    inside = any(cwd == path or cwd.startswith(path + "/") for path in of_interpreter())
    return PLAY if bad or inside else cwd


def hidden_entries(shares: list[str]) -> list[str]:
    """The entries of `sys.path` that exist, and that a contained run does not see. asyncplay's own folder is none: it is not the user's."""
    seen = [os.path.realpath(path) for path in (*SYSTEM, *of_interpreter(), *shares)]
    ours = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
    found = []
    for entry in sys.path:
        path = os.path.realpath(entry)
        if os.path.exists(path) and path != ours and not any(path == one or path.startswith(one + "/") for one in seen):
            found.append(entry)
    return found
