"""What a run may use, by name: the table, its defaults, its class profile, how a value is written. `rlimits`, `watch` and `root` enforce it."""

from __future__ import annotations

import dataclasses
import math
import re
from dataclasses import dataclass

MiB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, bytes, counts. `data` is the share of `memory` that one process may have for itself."""

    cpu: float = 60.0
    wall: float = 300.0
    memory: int = 768 * MiB
    data: int = 512 * MiB
    tasks: int = 64
    files: int = 256
    file: int = 32 * MiB
    disk: int = 64 * MiB
    inodes: int = 4096
    output: int = 16_000_000


LOCAL = Limits()
CLASS = Limits(cpu=30.0, wall=120.0, memory=256 * MiB, data=192 * MiB, tasks=48, file=16 * MiB, disk=32 * MiB)
PROFILES = {"local": LOCAL, "class": CLASS}
KINDS = {
    "cpu": "seconds",
    "wall": "seconds",
    "memory": "bytes",
    "tasks": "count",
    "files": "count",
    "file": "bytes",
    "disk": "bytes",
    "inodes": "count",
    "output": "bytes",
}
LEAST = {"cpu": 1, "memory": 32 * MiB, "tasks": 2, "files": 16, "disk": 4096, "inodes": 16}
"""With less an interpreter cannot run at all."""
_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "ki": 1 << 10, "mi": 1 << 20, "gi": 1 << 30}
_VALUE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmg]i?)?(b?)", re.IGNORECASE)
_LIKE = {"seconds": "seconds, as in 2.5", "count": "a whole number", "bytes": "bytes, as in 500000 or 64MiB"}


def parse(text: str) -> tuple[str, float]:
    """Name and value of `NAME=VALUE`; ValueError says in one line what is wrong."""
    name, equals, value = text.partition("=")
    if not equals or name not in KINDS:
        raise ValueError(f"{text}: write NAME=VALUE with one of {', '.join(KINDS)}")
    return name, parse_value(name, value)


def parse_value(name: str, value: str) -> float:
    """A limit's value; ValueError says in one line what is wrong."""
    number = _number(KINDS[name], value.strip())
    if not 0 < number < math.inf:
        raise ValueError(f"{name}={value}: {name} is {_LIKE[KINDS[name]]}")
    if number < LEAST.get(name, 0):
        raise ValueError(f"{name}={value}: {name} is at least {show(name, LEAST[name])}")
    return number


def _number(kind: str, value: str) -> float:
    if not value.isascii():
        return -1
    if kind == "bytes":
        found = _VALUE.fullmatch(value)
        return int(float(found[1]) * _UNITS[(found[2] or "").lower()]) if found else -1
    if kind == "count":
        return int(value) if value.isdecimal() and len(value) < 16 else -1
    try:
        return float(value)
    except ValueError:
        return -1


def adjusted(base: Limits, changes: dict[str, float]) -> Limits:
    """A profile with some values of one's own; a process's share of memory follows that of all."""
    values: dict[str, float] = {name: value if KINDS[name] == "seconds" else int(value) for name, value in changes.items()}
    if "memory" in values:
        values["data"] = int(values["memory"]) * base.data // base.memory
    return dataclasses.replace(base, **values)  # type: ignore[arg-type]


def show(name: str, value: float) -> str:
    """A value as people write it: 768 MiB, 60 s, 64."""
    kind = KINDS.get(name, "bytes")
    if kind == "seconds":
        return f"{value:g} s"
    if kind == "count":
        return f"{value:,.0f}"
    for unit, size in (("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)):
        if value >= size and value % size == 0:
            return f"{value / size:g} {unit}"
    return f"{value:,.0f} bytes"
