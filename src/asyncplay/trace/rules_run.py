"""What each event about the run and its output does to the state. Every rule checks first and changes afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asyncplay.trace.events import (
    CancelAsked,
    Deadlocked,
    ErrorRaised,
    Event,
    EventsDropped,
    LimitReached,
    NoteMade,
    OutputDropped,
    OutputWritten,
    ProcessForked,
    ProgramPaused,
    ProgramResumed,
    RunFinished,
    RunStarted,
    StdinRead,
    TraceDamaged,
    WarningIssued,
)
from asyncplay.trace.snapshot import BLOCK_S, Block
from asyncplay.trace.state import KEPT_MAX, IllegalEvent, State

STREAMS = ("stdout", "stderr")


def _run_started(s: State, e: RunStarted, at: float) -> None:
    if s.started is not None:
        raise IllegalEvent("the run has begun already")
    s.started = e


def _run_finished(s: State, e: RunFinished, at: float) -> None:
    """The run is over; a step that still held the loop is put down as a block up to here."""
    if s.finished is not None:
        raise IllegalEvent("the run is over already")
    s.finished = e
    s.paused = None
    held = s.blocked
    if held is not None and (held.task is not None or s.loops):
        seconds = at - held.since
        if seconds >= BLOCK_S and len(s.blocks) < KEPT_MAX:
            s.blocks += (Block(held.task, held.line, seconds, held.since, s.beside(held.task, None), held.elsewhere),)
    s.idle = False


def _output_written(s: State, e: OutputWritten, at: float) -> None:
    """Counts lines exactly as OutputLines makes them."""
    if e.stream not in STREAMS:
        raise IllegalEvent(f"there is no stream {e.stream!r}")
    s.known(e.task)
    if not e.text:
        return
    s.at_line(e.task, e.line)
    ended = e.text.endswith("\n")
    s.output += e.text.count("\n") + (not ended) - (e.stream in s.open_streams)
    if ended:
        s.open_streams.discard(e.stream)
    else:
        s.open_streams.add(e.stream)


def _output_dropped(s: State, e: OutputDropped, at: float) -> None:
    if e.count < 0:
        raise IllegalEvent("a count is not negative")
    s.output_dropped += e.count


def _note_shown(s: State, e: StdinRead | NoteMade, at: float) -> None:
    """Such an event is a line of the output, too."""
    if isinstance(e, StdinRead):
        s.known(e.task)
        s.at_line(e.task, e.line)
    elif len(s.notes) < KEPT_MAX:
        s.notes += (e.text,)
    s.output += 1


def _warning_issued(s: State, e: WarningIssued, at: float) -> None:
    if len(s.warnings) < KEPT_MAX:
        s.warnings += (e,)


def _error_raised(s: State, e: ErrorRaised, at: float) -> None:
    s.error = e


def _deadlocked(s: State, e: Deadlocked, at: float) -> None:
    for task in e.tasks:
        s.known(task)
    s.deadlock = e.tasks


def _events_dropped(s: State, e: EventsDropped, at: float) -> None:
    if e.count < 0:
        raise IllegalEvent("a count is not negative")
    s.events_dropped += e.count


def _trace_damaged(s: State, e: TraceDamaged, at: float) -> None:
    s.damaged = s.damaged or e.reason


def _program_paused(s: State, e: ProgramPaused, at: float) -> None:
    s.known(e.task)
    s.paused = e


def _program_resumed(s: State, e: ProgramResumed, at: float) -> None:
    s.paused = None


def _cancel_asked(s: State, e: CancelAsked, at: float) -> None:
    s.known(e.task)


def _nothing(s: State, e: Event, at: float) -> None:
    """The event is for readers of the recording; no state follows from it."""


RUN_RULES: dict[type[Event], Callable[[State, Any, float], None]] = {
    RunStarted: _run_started,
    RunFinished: _run_finished,
    LimitReached: _nothing,
    OutputWritten: _output_written,
    OutputDropped: _output_dropped,
    StdinRead: _note_shown,
    NoteMade: _note_shown,
    WarningIssued: _warning_issued,
    ErrorRaised: _error_raised,
    Deadlocked: _deadlocked,
    ProcessForked: _nothing,
    ProgramPaused: _program_paused,
    ProgramResumed: _program_resumed,
    CancelAsked: _cancel_asked,
    EventsDropped: _events_dropped,
    TraceDamaged: _trace_damaged,
}
