"""The filter, as a table: run over every system call number by a little machine for classic BPF, on both processors."""

from __future__ import annotations

import os
import re
import struct

import pytest

from asyncplay.sandbox import seccomp, syscalls
from asyncplay.sandbox.seccomp import ALLOW, AUDIT_ARCH, ERRNO, KILL_PROCESS, Rules

MACHINES = sorted(AUDIT_ARCH)


def judge(program: bytes, machine: str, number: int, *args: int, arch: int | None = None) -> int:
    """What the kernel would answer."""
    data = struct.pack("=iIQ6Q", number - (1 << 32) if number >= 1 << 31 else number, AUDIT_ARCH[machine] if arch is None else arch, 0, *(list(args) + [0] * 6)[:6])
    at, word = 0, 0
    while True:
        code, yes, no, value = struct.unpack_from("=HBBI", program, at * 8)
        at += 1
        if code == seccomp.LOAD:
            word = struct.unpack_from("=I", data, value)[0]
        elif code == seccomp.AND:
            word &= value
        elif code == seccomp.RETURN:
            return int(value)
        else:
            hit = {seccomp.EQUAL: word == value, seccomp.AT_LEAST: word >= value, seccomp.ANY_BIT: bool(word & value)}[code]
            at += yes if hit else no


@pytest.mark.parametrize("machine", MACHINES)
def test_every_call_named_never_is_denied_and_ordinary_ones_pass(machine: str) -> None:
    """By number, on each processor."""
    program, table = seccomp.build(Rules(), machine), syscalls.table(machine)
    for name in seccomp.NEVER:
        if name in table:
            assert judge(program, machine, table[name]) == ERRNO | 1, name
    denied = {table[name] for name in (*seccomp.NEVER, "clone3", "socket", "prlimit64", "socketpair") if name in table}
    passed = [number for number in range(424) if number not in denied and judge(program, machine, number, 0, 0) == ALLOW]
    assert len(passed) > 250
    assert judge(program, machine, table["clone3"]) == ERRNO | 38


@pytest.mark.parametrize("machine", MACHINES)
def test_another_processors_numbering_is_death(machine: str) -> None:
    """32 bit calls, and x32 ones."""
    program = seccomp.build(Rules(), machine)
    assert judge(program, machine, 1, arch=0x40000003) == KILL_PROCESS
    if machine == "x86_64":
        assert judge(program, machine, 0x40000000 | 39) == KILL_PROCESS


@pytest.mark.parametrize("machine", MACHINES)
def test_arguments_decide_where_they_must(machine: str) -> None:
    """clone, socket, ioctl, prlimit, setpriority; high halves of arguments do not matter."""
    program, table = seccomp.build(Rules(), machine), syscalls.table(machine)
    deny = ERRNO | 1
    high = 1 << 32
    assert judge(program, machine, table["clone"], 0x10000000 | 17) == deny
    assert judge(program, machine, table["clone"], 17) == ALLOW
    assert [judge(program, machine, table["socket"], family) == ALLOW for family in (1, 2, 10, 16, 17, 38, 40)] == [True] * 3 + [False] * 4
    assert [judge(program, machine, table["socket"], 2, 1, proto) == ALLOW for proto in (0, 6, 17, 1, 132, 262, 33, 256)] == [True] * 4 + [False] * 4
    assert [judge(program, machine, table["socketpair"], family) == ALLOW for family in (1, 2, 30)] == [True, False, False]
    options = ((1, 2), (1, 26), (1, 50), (1, 51), (1, 52), (6, 31), (6, 1), (0, 31), (41, 26))
    assert [judge(program, machine, table["setsockopt"], 3, *one) == ALLOW for one in options] == [True] + [False] * 5 + [True] * 3
    assert [judge(program, machine, table["prctl"], option) == ALLOW for option in (62, 38, 15)] == [False, True, True]
    assert [judge(program, machine, table[name]) for name in ("sync", "syncfs")] == [ERRNO, ERRNO]
    assert judge(program, machine, table["ioctl"], 0, high | 0x5412) == deny
    assert judge(program, machine, table["ioctl"], 0, 0x5401) == ALLOW
    assert [judge(program, machine, table["fcntl"], 3, command) == deny for command in (1024, 1026, 1025, 1031, 4, 6)] == [True] * 2 + [False] * 4
    assert [judge(program, machine, table["prlimit64"], pid) for pid in (0, 1)] == [ALLOW, deny]
    assert [judge(program, machine, table["setpriority"], *who) for who in ((0, 0), (0, 1), (2, 0), (1, 0))] == [ALLOW, deny, deny, deny]


@pytest.mark.parametrize("machine", MACHINES)
def test_without_namespaces_others_are_out_of_reach(machine: str) -> None:
    """restricted: no process, no signal, no session, no unix socket, no datagram, no file mark."""
    program, table = seccomp.build(Rules(alone=True, fork=False, unix_sockets=False, datagrams=False, file_marks=False, own_pid=77), machine), syscalls.table(machine)
    for name in ("fork", "vfork", "execve", "execveat", "setsid", "setpgid", "tkill", "pidfd_send_signal", *seccomp.FILE_MARKS):
        if name in table:
            assert judge(program, machine, table[name]) == ERRNO | 1, name
    assert [judge(program, machine, table["kill"], pid) == ALLOW for pid in (77, 1, 0, 0xFFFFFFFF)] == [True, False, False, False]
    assert judge(program, machine, table["clone"], 17) == ERRNO | 1
    assert judge(program, machine, table["clone"], 0x10000) == ALLOW
    assert judge(program, machine, table["socket"], 2, 1 | 0o4000) == ALLOW
    assert judge(program, machine, table["socket"], 2, 2) == ERRNO | 1
    assert judge(program, machine, table["socket"], 1, 1) != ALLOW


KNOWN = {
    "x86_64": {"ioctl": 16, "fcntl": 72, "socket": 41, "clone": 56, "execve": 59, "kill": 62, "ptrace": 101, "prctl": 157, "mount": 165, "tgkill": 234, "unshare": 272},
    "aarch64": {"ioctl": 29, "fcntl": 25, "socket": 198, "clone": 220, "execve": 221, "kill": 129, "ptrace": 117, "prctl": 167, "mount": 40, "tgkill": 131, "unshare": 97},
}
HEADERS = {"x86_64": ("/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "/usr/include/asm/unistd_64.h"), "aarch64": ("/usr/include/asm-generic/unistd.h",)}


@pytest.mark.parametrize("machine", MACHINES)
def test_the_numbers_are_the_kernels(machine: str) -> None:
    """Known ones; no number twice; one numbering from 424 on; and all that the kernel's own headers name, where they are installed."""
    table = syscalls.table(machine)
    assert {name: table[name] for name in KNOWN[machine]} == KNOWN[machine]
    assert len(set(table.values())) == len(table)
    assert {name: number for name, number in table.items() if number >= 424} == {name: number for name, number in syscalls.X86_64.items() if number >= 424}
    for path in filter(os.path.exists, HEADERS[machine]):
        with open(path, encoding="utf-8") as file:
            said = {name: int(number) for name, number in re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", file.read())}
        assert {name: number for name, number in table.items() if said.get(name, number) != number} == {}
        assert len(said.keys() & table.keys()) > 80
