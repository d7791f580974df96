"""What the playground does, without its looks: the document, the runs, the film, the notes. Screens route to it and draw what it says."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from asyncplay import late
from asyncplay.config import Config
from asyncplay.engine.engine import Engine
from asyncplay.insight.words import state_text
from asyncplay.trace.snapshot import Snapshot
from asyncplay.ui.commands import COMMANDS, Command, Keys
from asyncplay.ui.document import Document
from asyncplay.ui.film import Film
from asyncplay.ui.frame import Frame
from asyncplay.ui.keeping import Keeper
from asyncplay.ui.learning import Progress, label_of, next_heading
from asyncplay.ui.next_run import NextRun
from asyncplay.ui.run import Run, Runs
from asyncplay.ui.settings import limited, next_run, requested
from asyncplay.ui.terminal.keyboard import quiet_for

if TYPE_CHECKING:
    from asyncplay.engine.session import RunRequest, Session
    from asyncplay.insight.counts import LineCounts
    from asyncplay.insight.note import note, paused_text
    from asyncplay.insight.why import sentence, task_why
    from asyncplay.ui.playing import Player
    from asyncplay.ui.tour import Tour
else:
    (RunRequest,) = late.functions("asyncplay.engine.session", "RunRequest")
    (LineCounts,) = late.functions("asyncplay.insight.counts", "LineCounts")
    note, paused_text = late.functions("asyncplay.insight.note", "note", "paused_text")
    sentence, task_why = late.functions("asyncplay.insight.why", "sentence", "task_why")

OUTPUT_RATE = 1 << 20
"""Bytes of output taken in a second (the contract)."""


TYPING_S = 0.06
"""So long after a key it is about to be seen: reading the trace waits for that."""


def typing() -> bool:
    """Whether a key was just pressed."""
    return quiet_for() < TYPING_S


class Playground:
    """One document, its runs, and where in the run on show somebody looks."""

    def __init__(
        self, engine: Engine, document: Document, ascii: bool, config: Config | None = None, commands: Sequence[Command] = COMMANDS
    ) -> None:
        self.engine = engine
        self.document = document
        self.ascii = ascii
        self.config = config if config is not None else Config("")
        self.commands = commands
        self.keys = Keys(commands)
        self.keeper = Keeper()
        self.progress = Progress()
        """What the learner did in which lesson."""
        self.asking = ""
        """Row 1's words while a prediction is asked for."""
        self.tour: Tour | None = None
        self.player: Player | None = None
        """A lesson is played."""
        self.trouble = ""
        """What went wrong outside of a run, and is not mended yet."""
        self.trouble_passes = False
        """The next run takes its place."""
        self.runs = Runs()
        self.shown: Run | None = None
        """The run on show."""
        self.film = Film()
        self.next = next_run(self.config)
        """With what the next run is made."""
        self._settings: dict[str, NextRun] = {}
        """The same for documents that were open before."""
        self.on_change: Callable[[], None] = lambda: None
        self.chosen: int | None = None
        """The task that somebody selected."""
        self.digits = 3
        """Decimals of a moment on show."""
        self.counting = False
        """Lines show how often they were reached."""
        self._counts: LineCounts | None = None
        self._followed: int | None = None
        self._asks_task = False
        """The Note tells of the selected task, not of the event: it was selected after the playhead moved."""

    # runs

    @property
    def session(self) -> Session | None:
        """The session of the run on show."""
        return self.shown.session if self.shown is not None else None

    @property
    def running(self) -> bool:
        return self.shown is not None and self.shown.going

    async def run(self, text: str, paused: bool = False, breakpoints: Mapping[int, int | None] = MappingProxyType({})) -> None:
        """Run this text; a run still going is stopped, and kept."""
        self.stop()
        self.keep(await self.make_run(text, paused, breakpoints))

    async def make_run(self, text: str, paused: bool = False, breakpoints: Mapping[int, int | None] = MappingProxyType({}), **how: Any) -> Run:
        """A run that nobody is shown as yet. `how`: what its request has otherwise than the next run's settings say."""
        if self.trouble_passes:
            self.trouble, self.trouble_passes = "", False
        document = self.document
        request = RunRequest(
            document.full_source(text), document.run_path, output_rate=OUTPUT_RATE, cwd=os.getcwd(), paused=paused, breakpoints=breakpoints,
            **{**requested(self.config), **self.next.request(), **limited(self.config, self.next.limits)},
        )  # fmt: skip
        session = await self.engine.start(replace(request, **how))
        return Run(self.runs.next_number(), document.title, document.run_path, text, document.first_line, time.time(), session.recording, session)

    def keep(self, run: Run) -> None:
        """It is one of the runs, and on show."""
        if run.session is not None:
            run.session.on_change, run.session.typing = self.on_change, typing
        self.runs.add(run)
        self.show(run)

    def show(self, run: Run | None) -> None:
        """Another run, live or at its end."""
        self.shown = run
        self.film.open(run.recording if run is not None else None)
        self.chosen = self._followed = None
        self.digits = 3

    def stop(self) -> bool:
        """End the run; whether there was one."""
        if self.session is None or not self.running:
            return False
        self.session.stop()
        return True

    def interrupt(self) -> bool:
        """Ctrl+C for the program."""
        if self.session is None or not self.running:
            return False
        self.session.interrupt()
        return True

    def open(self, document: Document) -> None:
        """Another document: runs of the one before are kept, and not shown; each has settings of its own."""
        self.stop()
        self._settings[self.document.run_path] = self.next
        self.next = self._settings.get(document.run_path) or next_run(self.config)
        self.document = document
        self.show(self._opened(document))

    def _opened(self, document: Document) -> Run | None:
        """The run that a document was read from, kept like any other."""
        saved = document.recorded
        if saved is None:
            return None
        run = next((one for one in self.runs.all if one.recording is saved.recording), None)
        if run is None:
            title = document.title
            run = Run(self.runs.next_number(), title, saved.recording.path, document.text, document.first_line, 0.0, saved.recording, file=title)
            run.settings = saved.settings
            if saved.damage is not None:
                run.note = ("END", f"This recording is damaged: {saved.damage}. All until there is shown.")
            self.runs.add(run)
        return run

    # where one looks

    def choose(self, task: int | None) -> None:
        """Select a task; None: follow the one that runs."""
        self.chosen, self._asks_task = task, task is not None

    def moved(self) -> None:
        """The playhead went elsewhere: the Note tells of the event under it."""
        self._asks_task = False

    def _selected(self, snap: Snapshot) -> int | None:
        if self.chosen is not None and self.chosen in snap.tasks:
            return self.chosen
        if snap.running is not None and not snap.tasks[snap.running].library:
            self._followed = snap.running
        elif self._followed not in snap.tasks:
            self._followed = next((task.id for task in snap.tasks.values() if not task.library), None)
        return self._followed

    # what is shown

    def frame(self, elapsed: float = 0.0) -> Frame:
        """The state at the playhead, which has played for so long since the last frame."""
        run, film = self.shown, self.film
        if run is None:
            return Frame(lesson=self.document.lesson, note=self._idle_note())
        end = run.now
        film.advance(elapsed, end)
        if self.player is not None:
            self._play(self.player, elapsed)
        playing = film.playing or (self.player is not None and not self.player.held)
        snap = film.snapshot()
        now = end if film.live else film.time
        selected = self._selected(snap)
        return Frame(
            snap, now, run.recording, run.status, self.document.lesson, self._note(run, snap, now, selected), film.seq, film.live, end, selected,
            self.chosen is not None, playing, film.speed_name, film.by_step, self.digits, film.stretch,
            run.has_variables, run.differences, self.player is not None,
        )  # fmt: skip

    def _play(self, player: Player, elapsed: float) -> None:
        """The film goes with the lesson that is played; at its end it is live again."""
        if player.advance(elapsed):
            self.moved()
        if player.over:
            self.player = None
            self.film.back_to_live()
        else:
            self.film.seek(player.stop.place)

    @property
    def sandbox(self) -> str:
        """The level of the run on show; before the first one, that of the next."""
        level = self.session.level if self.session is not None else self.engine.level
        return level or "..."

    def notes(self, waits: dict[int, str]) -> dict[int, str]:
        """What stands at the ends of lines: what waits there, or how often each was reached."""
        if not self.counting or self.shown is None:
            return waits
        if self._counts is None or self._counts.recording is not self.shown.recording:
            self._counts = LineCounts(self.shown.recording)
        return {line: f"x{count}" for line, count in self._counts.at(self.film.seq).items()}

    def state(self) -> str:
        """Row 1's words."""
        run, film = self.shown, self.film
        if self.asking:
            return self.asking
        if self.player is not None:
            at = f"{self.player.at + 1} of {len(self.player.stops)}"
            return f"║ HELD {at}" if self.player.held else f"► PLAYS {at}  {self.player.pace_name}"
        if run is None:
            return self.keys.fill("IDLE   press @program.run to run")
        return state_text(run.status, run.recording.latest(), run.now, None if film.live else film.time, ascii=self.ascii, digits=self.digits)

    def _idle_note(self) -> tuple[str, str]:
        lesson = self.document.lesson
        if self.trouble:
            return "ERROR", self.trouble
        if self.tour is not None:
            return self.tour.words[0], self.keys.fill(self.tour.words[1])
        if lesson is not None and lesson.ask:
            return "ASK", f"{lesson.ask}\n{self.keys.fill('@program.predict!   %panes.lesson Whole lesson')}"
        return "NOTE", self.keys.fill("Press @program.run to run what the editor shows.")

    def _note(self, run: Run, snap: Snapshot, now: float, selected: int | None) -> tuple[str, str]:
        """The Note's title and text."""
        if self.trouble:
            return "ERROR", self.trouble
        if self.tour is not None:
            return self.tour.words[0], self.keys.fill(self.tour.words[1])
        if self.player is not None:
            return self.player.title, self.player.text
        if run.session is not None and run.session.error:
            return "END", f"No run: {run.session.error}"
        if not self.film.live:
            if self._asks_task and selected is not None:
                return "WHY", task_why(run.recording, snap, selected, now, self.digits)
            return "WHY", sentence(run.recording, self.film.seq, self.digits)
        if not run.going and run.note is None and snap.finished is None:
            run.note = ("END", "The recording breaks off here.")
        if not run.going and run.note is not None:
            return run.note
        if snap.paused is not None and snap.finished is None:
            return "PAUSED", paused_text(snap.paused, snap, self.keys.fill("@program.pause goes on, @program.step makes one step."))
        if snap.finished is None:
            return note(snap, now)
        if run.note is None:
            title, text = note(snap, now, run.recording.source, run.recording.output)
            run.note = title, f"{text}{self.next_words()}"
        return run.note

    def next_words(self) -> str:
        """Which lesson is next, for the end of a run."""
        lesson = self.document.lesson
        heading = next_heading(lesson) if lesson is not None else None
        return f"\nNext: {label_of(heading)}" if heading is not None else ""
