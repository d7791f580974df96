"""Runs a small program on an interpreter, traced, and gives its recording; and short questions to ask of one."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Any, TypeVar

from asyncplay.trace.events import Event, StepEnded, Wait
from asyncplay.trace.recording import Recording
from asyncplay.trace.snapshot import Snapshot
from tests.shared import record
from tests.wasm import interpreter as wasm

E = TypeVar("E", bound=Event)


def play(source: str, python: str, clock: str = "real", **options: Any) -> Recording:
    """The recording of a run. In WebAssembly the clock is virtual, whatever was asked for."""
    if python == wasm.NAME:
        return wasm.play(source, **options).recording

    return record(textwrap.dedent(source), python, clock=clock, **{"timeout": 60, **options})


def of(recording: Recording, kind: type[E]) -> list[E]:
    """All events of a kind."""
    return [event for event in recording.events if isinstance(event, kind)]


def waits(recording: Recording, task: int | None = None) -> list[Wait]:
    """What a task (or any) waited for, in order."""
    return [e.wait for e in of(recording, StepEnded) if e.wait is not None and task in (None, e.task)]


def snapshots(recording: Recording) -> Iterable[Snapshot]:
    """The state after each event."""
    return (recording.snapshot_at(n) for n in range(recording.seq + 1))


def out(recording: Recording) -> list[str]:
    """The lines of stdout."""
    return [line.text for line in recording.output if line.stream == "stdout"]
