"""The screen's part that draws: once a frame one look at the run for all panes in view, and the bars."""

from __future__ import annotations

import platform
import time

from asyncplay.ui.frame import Frame
from asyncplay.ui.playground import typing
from asyncplay.ui.render.marks import editor_marks, problem_marks
from asyncplay.ui.render.projector import marks as projector_marks
from asyncplay.ui.screens.runs import Runs
from asyncplay.ui.screens.table import BY_ID
from asyncplay.ui.widgets.bars import KeyBar, TitleBar
from asyncplay.ui.widgets.editor import Editor
from asyncplay.ui.widgets.line import Line
from asyncplay.ui.widgets.projector import Stage
from asyncplay.ui.widgets.runs import RunsPane
from asyncplay.ui.widgets.timebar import TimeBar

FRAME_S = 0.1
AFTER_KEY_S = 0.02
RUNNING_HINTS = "@panes.out to panels │ @program.run Rerun @program.pause! @program.step! @program.stop!  @film.live!  @palette!"
IDLE_HINTS = "@panes.out to panels │ @help.show! @lesson.list! @program.predict! @program.run!  @palette!  @quit!"
PLAY_HINTS = "%film.play Hold, go on  %film.slower %film.faster Pace  %film.previous_event %film.next_event Step back, on  Esc Leave"
PROJECTOR_HINTS = "│ Esc, then %panes.tasks! %panes.output! %panes.timeline! %panes.loop! %panes.why! %panes.waits! │ @screen.projector Leaves"
PYTHON = platform.python_version()
WIDE = 110
"""From so many columns on row 1 says how it runs."""
LONGEST_S = 0.3
"""The film goes on by no more than this in one frame, however long ago the last one was."""


class Drawing(Runs):
    """Frames come FRAME_S apart at most; while nothing runs there are none."""

    _frame_at = 0.0
    _pending = False
    _followed_line: int | None = None

    def on_mount(self) -> None:
        self._ticker = self.set_interval(FRAME_S, self._tick, pause=True)
        self.playground.on_change = self.frame_soon

    def on_resize(self) -> None:
        """Tabs, the title's words and who is in view depend on the size; while nothing runs no frame would come by itself."""
        self.call_after_refresh(self.draw_bars)
        self.frame_soon()

    def _tick(self) -> None:
        """A frame, unless something has changed and had one meanwhile."""
        if time.monotonic() - self._frame_at >= 0.9 * FRAME_S and not self._typing():
            self.frame()

    def _typing(self) -> bool:
        """Whether a key comes before a frame: its letter is drawn at once, and not for long can that put off what nobody asked for."""
        return typing() and time.monotonic() - self._frame_at < LONGEST_S

    def frame_soon(self) -> None:
        if not self._pending:
            self._pending = True
            wait = max(0.001, FRAME_S - (time.monotonic() - self._frame_at))
            self.set_timer(wait, self._due)

    def _due(self) -> None:
        if self._typing():
            self.set_timer(AFTER_KEY_S, self._due)
        elif self._pending:  # else somebody had one drawn meanwhile
            self.frame()

    def frame(self) -> None:
        if not self.is_mounted:
            return
        elapsed, self._pending = time.monotonic() - self._frame_at, False
        self._frame_at += elapsed
        playground, run = self.playground, self.playground.shown
        shown = playground.frame(min(elapsed, LONGEST_S))
        if run is not None:
            at_lines = projector_marks if self.projector else editor_marks
            marks, notes = at_lines(shown.snap, shown.now, playground.ascii)
            self.editor.show_marks(marks, playground.notes(notes), problem_marks(shown.snap))
            self._follow_line(shown)
        if self.projector:
            self.query_one(Stage).show(shown)
        plan = self.plan()
        for pane in self.panes():
            if isinstance(pane, RunsPane):
                pane.give(playground.runs.all, run, playground.next)
            pane.own = pane.id not in plan.tabs
            if pane.id in plan.boxes or pane.id == "problems":
                pane.show(shown)
        bar = self.query_one(TimeBar)
        bar.settings = self.next_settings()
        bar.show(shown)
        if run is not None and not run.going:
            self.tell_end(run)
        if playground.running or shown.playing:
            self._ticker.resume()
        else:
            self._ticker.pause()
        self.draw_bars()

    def _follow_line(self, shown: Frame) -> None:
        """The text scrolls by itself only while another pane has the focus."""
        task = shown.snap.tasks.get(shown.snap.running or shown.selected or 0)
        line = (task.line or task.def_line) if task is not None and task.state != "done" else None
        if line != self._followed_line:
            self._followed_line = line
            if line is not None and self.front != "editor":
                self.editor.follow(line)

    def next_settings(self) -> str:
        """What the next run is made with."""
        return self.playground.next.words(self.playground.sandbox, PYTHON)

    def draw_bars(self) -> None:
        self.draw_title()
        self._draw_strip()
        focused = self.focused
        keys = self.query_one(KeyBar)
        keys.pane, keys.hints = getattr(focused, "LABEL", "PLAYGROUND"), getattr(focused, "HINTS", "@panes.next!  @program.run!  @help.show!  @quit!")
        if isinstance(focused, Editor):
            keys.pane, keys.hints = "EDITOR", RUNNING_HINTS if self.playground.running else IDLE_HINTS
        if self.playground.player is not None:
            keys.pane, keys.hints = "PLAY", PLAY_HINTS
        if self.projector:
            keys.pane, keys.hints = "CODE" if isinstance(focused, Editor) else keys.pane, PROJECTOR_HINTS
        keys.hints = self.playground.keys.fill(keys.hints, short=True)
        keys.changed()

    def _draw_strip(self) -> None:
        strip, plan = self.strip, self.plan()
        if "tabs" not in plan.boxes:
            return
        shown = next((one for one in plan.boxes if one in plan.tabs), "")
        strip.tabs = [(BY_ID[one].digit, BY_ID[one].title) for one in plan.tabs]
        strip.current = BY_ID[shown].title if shown else ""
        question = self.query_one(f"#{self.tab}")
        strip.banner = "" if shown else getattr(question, "BANNER", "") or getattr(question, "LABEL", "")
        strip.about = "" if shown else getattr(question, "ABOUT", "")
        strip.focused_tab = self.front == shown
        strip.changed()
        for line in self.query(Line):
            line.crossed = plan.crossed.get(line.id or "")

    def draw_title(self) -> None:
        title, playground = self.query_one(TitleBar), self.playground
        title.title = playground.document.title
        title.dirty = playground.document.is_dirty(self.editor.text)
        title.about = f" │ {playground.next.clock} clock │ {playground.sandbox} │ {PYTHON}" if self.size.width >= WIDE else ""
        title.state, title.running = playground.state(), playground.running
        title.projector = self.projector
        title.button_keys = (playground.keys.fill("@program.run"), playground.keys.fill("@program.stop"))
        title.changed()
