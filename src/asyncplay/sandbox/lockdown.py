"""The runner's own lockdown, level by level: limits, no capabilities, Landlock, seccomp last. Only then does the snippet's text arrive.

Each level is a list of steps and names what it does without; a step that fails ends the set-up, never passes it over.

| level | files | processes | network |
|---|---|---|---|
| contained | private root | its own | its own loopback |
| contained-bwrap | bubblewrap's root | the session's | the session's loopback |
| restricted | Landlock: Python, the system, a work folder | cannot start any, signal any | none |
| guarded | the user's | signals to itself only | the host's |
| open | the user's | the user's | the host's |
"""

from __future__ import annotations

import os

from asyncplay.sandbox import capabilities, landlock, linux, rlimits, seccomp, visible
from asyncplay.sandbox.profile import Profile

OWN_PROC = ("/proc/meminfo", "/proc/cpuinfo", "/proc/stat", "/proc/sys/kernel", "/proc/sys/vm", "/proc/filesystems")
NICE = 10


def lock(profile: Profile, work: str) -> None:
    """The last thing before a snippet may come. Raises OSError where a step fails."""
    level = profile.level
    rlimits.apply(profile.limits, own_namespace=level == "contained")
    if level == "open":
        return
    _give_way_to_the_system()
    capabilities.drop_all()
    linux.no_new_privileges()
    rules = _rules(level)
    program = seccomp.build(rules)
    devices = [f"/dev/{name}" for name in visible.DEVICES]
    if level == "contained":
        if landlock.abi():
            landlock.restrict(["/"], [work, "/tmp", "/dev/shm"], devices, net=True)
    elif level == "contained-bwrap":
        landlock.restrict(["/"], [work, "/tmp", "/dev/shm"], devices, net=True)
    elif level == "restricted":
        seen = [*visible.SYSTEM, *visible.of_interpreter(), *profile.shares, *OWN_PROC, f"/proc/{os.getpid()}"]
        landlock.restrict(seen, [work], devices, net=False)
    linux.set_dumpable(True)
    seccomp.install(program)
    verify()


def _rules(level: str) -> seccomp.Rules:
    if level == "contained":
        return seccomp.Rules()
    scoped = landlock.abi() >= landlock.SCOPE_ABI
    if level == "contained-bwrap":
        return seccomp.Rules(own_pid=None if scoped else os.getpid())
    if level == "restricted":
        own = None if scoped else os.getpid()
        return seccomp.Rules(alone=True, fork=False, unix_sockets=False, datagrams=False, file_marks=False, own_pid=own)
    return seccomp.Rules(alone=True, own_pid=os.getpid())


def _give_way_to_the_system() -> None:
    """When memory runs out, the kernel takes a run first."""
    try:
        with open("/proc/self/oom_score_adj", "w") as file:
            file.write("1000")
    except OSError:
        pass


def verify() -> None:
    """Ask the kernel, not ourselves, whether the locks are on."""
    with open("/proc/self/status", "rb") as file:
        lines = dict(line.split(b":", 1) for line in file.read().splitlines() if b":" in line)
    for name, wanted in ((b"NoNewPrivs", 1), (b"Seccomp", 2), (b"CapEff", 0), (b"CapPrm", 0)):
        if int(lines[name], 16) != wanted:
            raise OSError(f"lockdown: {name.decode()} is {lines[name].strip().decode()}")
