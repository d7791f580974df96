"""Frames that a hostile runner might send: mostly well made, so that they get past the first check, and wrong somewhere.

One source of randomness gives one case. `check` is the promise that every case must keep.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

from asyncplay.insight.clean import visible
from asyncplay.insight.report import report
from asyncplay.trace import wire
from asyncplay.trace.codec import Decoder, OutputClaim
from asyncplay.trace.events import Event, OutputWritten, TraceDamaged
from asyncplay.trace.recording import Recording
from tests.trace.builder import KEYS

NASTY: tuple[Any, ...] = (
    None, True, -1, 0, 1, 2, 3, 5, 2**31, 2**32, 2**53, 2**64, 10**300, 1e308, float("nan"), float("inf"), "", "a", "\x1b]0;owned\x07", "\x9b2J", "\ud800",
    "x" * 700, "\u202e\u2066", [], [1], [1, 2, "a"], {}, {"a": [1]}, "main", "a.py", "real", "virtual",
)  # fmt: skip
U32, U64 = 2**32 - 1, 2**64 - 1


def a_line(chance: random.Random) -> bytes:
    """One line of the text pipe, ended or not."""
    kind = chance.random()
    if kind < 0.0005:
        return chance.randbytes(chance.randrange(200))
    data = {"k": chance.choice(wire.LINE_KINDS)}
    for key in KEYS:
        if chance.random() > 0.0002:
            data[key] = chance.choice(NASTY) if chance.random() < 0.0003 else _plausible(key, chance)
    line = json.dumps(data).encode()
    if kind < 0.001:
        line = line[: chance.randrange(len(line) + 1)]
    return line + b"\n"


def _plausible(key: str, chance: random.Random) -> Any:
    if key in ("s", "name", "file", "type", "path", "python", "clock", "cat", "msg"):
        return chance.choice(("main", "Lock", "a.py", "worker\x1b[31m", "3.11.7", "real", "é" * 10))
    if key == "tasks":
        return [chance.randrange(6) for _ in range(chance.randrange(4))]
    if key == "lib":
        return chance.random() < 0.5
    return chance.randrange(1, 8)


def some_records(chance: random.Random, first: int, count: int) -> bytes:
    """Records that follow each other; now and then a word is anything."""
    rows = []
    time = first * 1000
    for index in range(first, first + count):
        time += chance.randrange(2000)
        words = [time, max(0, time - chance.randrange(500)), chance.randrange(6), *(chance.randrange(6) for _ in range(4)),
                 chance.choice(wire.KINDS), chance.randrange(3), chance.randrange(1000), index + 1]  # fmt: skip
        if chance.random() < 0.08:
            place = chance.choice((0, 1, 2, 3, 4, 5, 6, 8, 9)) if chance.random() > 0.002 else 7
            most = U64 if place < 2 else 0xFFFF if place in (7, 8) else U32
            words[place] = chance.choice((0, 1, most, chance.randint(0, most)))
        if chance.random() < 0.0002:
            words[10] = chance.randrange(U32)
        rows.append(wire.RECORD.pack(*words))
    return b"".join(rows)


def check(decoder: Decoder, recording: Recording, events: list[Event | OutputClaim]) -> None:
    """What comes out can be folded, and nothing of it reaches a terminal raw."""
    for event in events:
        told: Event = OutputWritten(event.at, event.task, event.stream, "x\x1b[2J\n", event.line) if isinstance(event, OutputClaim) else event
        recording.append(told)
        for text in _texts(told):
            shown = visible(text)
            assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in shown), text


def _texts(event: Event) -> Iterator[str]:
    for name in event.__dataclass_fields__:
        value = getattr(event, name)
        if isinstance(value, str):
            yield value


def one_case(chance: random.Random, frames: int) -> int:
    """A whole run of so many frames, in pieces; returns how many frames were taken in."""
    decoder, recording = Decoder(), Recording(source="a = 1\n", path="a.py")
    sent = 0
    while sent < frames and not decoder.broken:
        decoder.lines(b"".join(a_line(chance) for _ in range(chance.randrange(6))))
        count = min(frames - sent, chance.randrange(1, 60))
        data = some_records(chance, sent, count)
        cut = chance.randrange(len(data) + 1)
        check(decoder, recording, decoder.records(data[:cut]) + decoder.records(data[cut:]))
        sent += count
    check(decoder, recording, list(decoder.finish()))
    assert sum(isinstance(event, TraceDamaged) for event in recording.events) <= 1
    report(recording)
    recording.snapshot_at(chance.randrange(recording.seq + 1))
    return max(1, sent)
