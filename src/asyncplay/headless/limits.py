"""`--limit NAME=VALUE`: which names there are and what their values look like."""

from __future__ import annotations

import math
import re

from asyncplay.headless.console import UsageError

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
_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "ki": 1 << 10, "mi": 1 << 20, "gi": 1 << 30}
_VALUE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmg]i?)?(b?)", re.IGNORECASE)
_LIKE = {"seconds": "seconds, as in 2.5", "count": "a whole number", "bytes": "bytes, as in 500000 or 64MiB"}


def parse_limit(text: str) -> tuple[str, float]:
    """Name and value: seconds, a count or bytes."""
    name, equals, value = text.partition("=")
    kind = KINDS.get(name)
    if not equals or kind is None:
        raise UsageError(f"--limit {text}: write NAME=VALUE with one of {', '.join(KINDS)}")
    number = _number(kind, value.strip())
    if not 0 < number < math.inf:
        raise UsageError(f"--limit {text}: {name} is {_LIKE[kind]}")
    return name, number


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
