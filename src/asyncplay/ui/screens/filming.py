"""The screen's part that moves the film: by kinds of events, to a time, playing, back to live. The program never notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from asyncplay import late
from asyncplay.ui.screens.asking import Asking
from asyncplay.ui.widgets.pane import Pane
from asyncplay.ui.widgets.problems import ProblemsPane
from asyncplay.ui.widgets.tasks import TasksPane
from asyncplay.ui.widgets.timebar import TimeBar
from asyncplay.ui.widgets.timeline import TimelinePane

if TYPE_CHECKING:
    from asyncplay.insight import axis
else:
    axis = late.module("asyncplay.insight.axis")

NOWHERE = {
    "event": "events", "step": "task steps", "switch": "switches of task", "iteration": "loop iterations",
    "line": "lines known (line detail is off)", "print": "lines printed", "trouble": "exceptions or cancellations", "block": "blocking steps",
    "task_step": "steps of the selected task",
}  # fmt: skip
BY_TIME, BY_STEP = "Axis and film by time", "Axis and film by step: each task step is as long as the others"


class Filming(Asking):
    """Keys to film."""

    def action_film(self, kind: str, direction: int) -> None:
        """To the next or previous event of a kind."""
        film = self.playground.film
        if not self._has_film():
            return
        task = self.playground.frame().selected
        if not film.move(kind, direction, task):
            self.toast(f"No {'more' if direction > 0 else 'earlier'} {NOWHERE[kind]}")
        self._film_moved()

    def _film_moved(self) -> None:
        self.playground.moved()
        self.frame()

    def _has_film(self) -> bool:
        if self.playground.shown is None:
            self.toast("No run yet. @program.run runs it")
            return False
        return True

    def action_film_play(self) -> None:
        if self._has_film():
            self.playground.film.play_or_hold()
            self._film_moved()

    def action_film_live(self) -> None:
        self.playground.film.back_to_live()
        self._film_moved()

    def action_film_start(self) -> None:
        if self._has_film():
            self.playground.film.playing = False
            self.playground.film.seek(0)
            self._film_moved()

    def action_film_tenth(self, direction: int) -> None:
        """By a tenth of the run."""
        run, film = self.playground.shown, self.playground.film
        if run is None:
            return
        if film.by_step:
            film.seek(film.seq + direction * max(1, run.recording.seq // 10))
        else:
            film.seek_time(min(run.now, max(0.0, film.time + direction * run.now / 10)))
        film.playing = False
        self._film_moved()

    def action_film_speed(self, by: int) -> None:
        film = self.playground.film
        film.faster(by)
        self.toast(f"Film speed {film.speed_name}")
        self.frame()

    def action_film_by_step(self) -> None:
        film = self.playground.film
        film.by_step = not film.by_step
        self.toast(BY_STEP if film.by_step else BY_TIME)
        self.frame()

    def action_film_mark(self) -> None:
        if not self._has_film():
            return
        stretch = self.playground.film.mark()
        if stretch is None:
            self.toast("Plays to the end again")
        elif stretch.end is None:
            self.toast("The stretch starts here; m again ends it")
        else:
            self.toast("The stretch is set: Space plays it over and over")
        self.frame()

    def action_film_goto(self) -> None:
        if self._has_film():
            self.prompt("go to a time, in seconds of the run: 1.5", "", self._goto, "TIME")

    def _goto(self, text: str) -> None:
        try:
            seconds = float(text.strip().rstrip("s").replace(",", "."))
        except ValueError:
            self.toast(f"{text[:20]} is not a time: 1.5 is")
            return
        run = self.playground.shown
        self.leave_question()
        if run is not None and seconds == seconds:
            self.playground.film.playing = False
            self.playground.film.seek_time(min(max(0.0, seconds), run.now))
            self._film_moved()

    @on(TasksPane.Selected)
    def _task_selected(self, event: TasksPane.Selected) -> None:
        self.playground.choose(event.task)
        self.frame()

    @on(TimelinePane.Sought)
    def _pointed(self, event: TimelinePane.Sought) -> None:
        if event.task is not None:
            self.playground.choose(event.task)
        if event.place is not None:
            self.seek(event.place)
        self.frame()

    @on(TimelinePane.Zoomed)
    def _zoomed(self, event: TimelinePane.Zoomed) -> None:
        self.playground.digits = event.digits
        self.frame()

    @on(Pane.Moved)
    def _gone_along(self, event: Pane.Moved) -> None:
        if event.target.seq is not None:
            self.seek(event.target.seq)

    @on(TimeBar.Sought)
    def _dragged(self, event: TimeBar.Sought) -> None:
        run, film = self.playground.shown, self.playground.film
        if run is None:
            return
        window = axis.whole(run.recording, event.count, "step" if film.by_step else "time", run.now)
        film.playing = False
        film.seek(axis.seq_at(run.recording, window, event.cell))
        self._film_moved()
        self.frame_soon()

    # lines and problems

    def action_counts(self) -> None:
        """How often each line was reached, at the ends of the lines; and off again."""
        self.playground.counting = not self.playground.counting
        self.toast("How often each line was reached, up to the playhead" if self.playground.counting else "What waits on each line")
        self.frame()

    def action_next_problem(self) -> None:
        """To the line of the next error, warning or advice."""
        pane = self.query_one(ProblemsPane)
        found = [problem for problem in pane.problems if problem.line is not None]
        if not found:
            self.toast("No problems found")
            return
        self._problem = (self._problem + 1) % len(found)
        problem = found[self._problem]
        if problem.line is not None:
            self.editor.reveal_line(problem.line)
            self.editor.follow(problem.line)
        self.toast(f"{self._problem + 1} of {len(found)}: line {problem.line}: {problem.text}")

    _problem = -1

    def seek(self, place: int) -> None:
        """To a moment that a row of some pane means."""
        film, run = self.playground.film, self.playground.shown
        film.playing = False
        if run is not None and place >= run.recording.seq and not run.going:
            film.back_to_live()
        else:
            film.seek(place)
        self._film_moved()


