"""`asyncplay run`: one program, without a screen. Its output passes through; how it ended is the exit code and, where that needs words, stderr."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from typing import TextIO

from asyncplay.engine import files
from asyncplay.engine.engine import Engine
from asyncplay.engine.request import here
from asyncplay.engine.session import RunRequest, Session
from asyncplay.headless import console
from asyncplay.headless.console import UsageError
from asyncplay.headless.events import EventLines
from asyncplay.headless.passage import LIMIT, Passage
from asyncplay.headless.target import Program, load
from asyncplay.insight.report import KEEP_OUTPUT, report
from asyncplay.insight.trouble import budget_text, deadlock_text
from asyncplay.late import dataclass
from asyncplay.sandbox.limits import LOCAL, Limits, show
from asyncplay.trace.snapshot import Snapshot

LOOK_EVERY_S = 0.1
"""How often new events are written."""
GRACE_S = 10.0
"""So long a program may take to end after the last Ctrl+C that it got."""
SOON_S = 2.0
"""After so long somebody at a terminal is told how to stop one that goes on."""
FOR_THE_PROGRAM = 2
"""So many times Ctrl+C is the program's: asyncio cancels at the first and raises at the second."""
KEEP_UNSEEN = 64 * 1024
"""Output kept in the recording of a run that shows it nowhere but on stdout."""
KEEP_FOR_REPORT = 4 * KEEP_OUTPUT
"""More than a report holds: the recording charges each write a little besides its bytes."""


@dataclass(frozen=True, slots=True)
class Options:
    target: str
    argv: tuple[str, ...] = ()
    clock: str = "real"
    seed: int | None = None
    debug: bool = False
    detail: bool = False
    variables: bool = False
    limits: Limits = LOCAL
    output_limit: int | None = None
    python: str | None = None
    json: bool = False
    events: str | None = None
    record: str | None = None
    level: str = "auto"
    shares: tuple[str, ...] = ()


def run(options: Options) -> int:
    """Run it; the exit code."""
    program = load(options.target)
    if options.record:
        _check_record(options.record)
    lines = EventLines(options.events) if options.events else None
    passage = None if options.json else Passage(options.output_limit or LIMIT)
    try:
        session = asyncio.run(_run(options, program, passage, lines))
    finally:
        if passage is not None:
            passage.close()
        if lines is not None:
            lines.close()
    return _conclude(options, session, passage, lines)


async def _run(options: Options, program: Program, passage: Passage | None, lines: EventLines | None) -> Session:
    engine = Engine(spares=False)
    try:
        session = await engine.start(_request(options, program, passage))
        with _stopped_by_signals(session):
            if passage is not None:
                passage.when_reader_gone(asyncio.get_running_loop(), session.stop)
            if lines is not None:
                await _write_events(session, lines)
            await session.wait()
        if options.python is not None and session.level in ("contained", "contained-bwrap"):
            for entry in engine.hidden(options.python):
                if not any(entry == path or entry.startswith(path + os.sep) for path in options.shares):
                    console.say(f"{entry} on sys.path is not visible to the program: --share {entry} shows it")
        return session
    finally:
        await engine.close()


def _request(options: Options, program: Program, passage: Passage | None) -> RunRequest:
    keep = KEEP_FOR_REPORT if options.json else KEEP_UNSEEN
    if options.events or options.record:
        keep = options.output_limit or LIMIT

    def take(stream: str, data: bytes) -> None:
        if passage is not None and (stream == "stderr" or options.events != "-"):
            passage.take(stream, data)

    return RunRequest(
        program.source,
        _as_python_names(program.path),
        argv=options.argv,
        called=program.path,
        clock=options.clock,
        seed=options.seed,
        debug=options.debug,
        detail=options.detail,
        variables=options.variables,
        timeout=options.limits.wall,
        limits=options.limits,
        level=options.level,
        shares=options.shares,
        python=options.python,
        errors=getattr(sys.__stdin__, "errors", None) or "strict",  # of this process's stdout other ones were made
        unbuffered=bool(os.environ.get("PYTHONUNBUFFERED")),
        blocks=not (options.json or options.events or options.record or _is_terminal(sys.__stdout__)),
        keep_output=keep,
        pass_output=None if passage is None else take,
    )


def _as_python_names(path: str) -> str:
    """The path of a file as python has it in `__file__` and in tracebacks, however it was given."""
    return os.path.join(here(), path) if os.path.isfile(path) and here() else path


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # it is closed
        return False


def _check_record(path: str) -> None:
    try:
        files.check_writable(path)
    except files.RecordingError as error:
        raise UsageError(f"{path} cannot be written: {error}") from None


def _keep(path: str, session: Session) -> None:
    """Write the recording; what the program did stays told even where that cannot be."""
    try:
        files.write(path, session.recording, files.settings_of(session.request, session.recording))
    except files.RecordingError as error:
        console.say(f"{path} cannot be written: {error}")


@contextlib.contextmanager
def _stopped_by_signals(session: Session) -> Iterator[None]:
    """Ctrl+C reaches the program, as it would under python, and so does a second one. What does not end by it is stopped by a third, or after
    GRACE_S. A polite kill stops the run at once. Its end is then told as usual; one signal more ends asyncplay, and with it the run."""
    loop = asyncio.get_running_loop()
    stopped, interrupts = False, 0
    timers: list[asyncio.TimerHandle] = []

    def interrupt() -> None:
        nonlocal interrupts
        interrupts += 1
        if interrupts > FOR_THE_PROGRAM:
            stop()
            return
        for timer in timers:
            timer.cancel()
        session.interrupt()
        timers[:] = [loop.call_later(GRACE_S, session.stop), loop.call_later(SOON_S, hint)]

    def hint() -> None:
        if sys.stderr.isatty() and not session.over:
            console.say(f"the program goes on; Ctrl+C {'again' if interrupts == FOR_THE_PROGRAM else 'twice more'} stops it")

    def stop() -> None:
        nonlocal stopped
        if stopped:
            os._exit(console.STOPPED)
        stopped = True
        session.stop()

    loop.add_signal_handler(signal.SIGINT, interrupt)
    for number in (signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        for timer in timers:
            timer.cancel()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.remove_signal_handler(number)


async def _write_events(session: Session, lines: EventLines) -> None:
    """Write events as they come, in a thread: a slow reader must not hold up the run's limits."""
    end = asyncio.ensure_future(session.wait())
    while True:
        over = end.done()
        all_written = await asyncio.to_thread(lines.write, session.recording.events)
        if lines.gone:
            session.stop()
            return
        if over and all_written:
            return
        if all_written:
            await asyncio.wait({end}, timeout=LOOK_EVERY_S)


def _conclude(options: Options, session: Session, passage: Passage | None, lines: EventLines | None) -> int:
    """Say how the run ended; the exit code. A run that was stopped because nobody read its output any more ends quietly."""
    snap = session.recording.latest()
    finished = snap.finished
    gone = (passage is not None and passage.gone) or (lines is not None and lines.gone)
    stopped = finished is None or finished.outcome == "stopped"
    if not (stopped and gone):
        for text in _last_words(snap, options, session.error):
            console.say(text)
    if options.json:
        console.out_json(report(session.recording, clock=options.clock, seed=options.seed, sandbox=session.level or options.level))
    if options.record:
        _keep(options.record, session)
    if lines is not None and lines.trouble:
        console.say(f"{options.events} cannot be written: {lines.trouble}")
    if passage is not None and passage.trouble:
        console.say(f"stdout cannot be written: {passage.trouble}")
    if stopped and gone:
        return console.READER_GONE
    return finished.exit_code if finished is not None else console.STOPPED


def _last_words(snap: Snapshot, options: Options, error: str | None) -> Iterator[str]:
    """What stderr says about the end, where the snippet's own output does not."""
    finished = snap.finished
    if finished is None or (finished.outcome != "setup_failed" and finished.limit is None):  # a limit is told in one line
        yield from snap.notes
    if finished is None:
        pass
    elif finished.outcome == "setup_failed":
        yield f"the run could not be set up: {error or '; '.join(snap.notes) or 'its process ended before it could begin'}"
    elif finished.outcome == "timeout":
        yield f"timeout: not over after {options.limits.wall:g} s{_where(snap)}"
    elif finished.outcome == "deadlock":
        yield from (f"deadlock: {line}" for line in deadlock_text(snap))
    elif finished.limit is not None and (budget := budget_text(finished.limit, finished.limit_line)):
        yield f"killed: the limit {finished.limit}={finished.limit_value or 0:.0f} was reached: {budget}"
    elif finished.limit is not None:
        value = show(finished.limit, finished.limit_value or 0)
        yield f"killed: the limit {finished.limit} = {value} was reached{_on(finished.limit_line)}"
    elif finished.signal is not None and sys.stderr.isatty():  # else stderr has what python's has, byte for byte
        yield f"the program was ended by {finished.signal}{_where(snap)}"
    elif finished.outcome == "stopped":
        yield f"stopped{_where(snap)}"
    if snap.damaged:
        yield f"the trace cannot be trusted: {snap.damaged}"


def _where(snap: Snapshot) -> str:
    """The line that held the loop, where that is known."""
    if snap.blocked_now is not None:
        return _on(snap.blocked_now.line)
    return _on(snap.tasks[snap.running].line) if snap.running is not None else ""


def _on(line: int | None) -> str:
    return f" on line {line}" if line else ""
