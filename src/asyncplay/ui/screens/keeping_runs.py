"""The screen's part for runs that are kept: show one again, take its text, save it as a recording, open one."""

from __future__ import annotations

import os
import pathlib
from typing import TYPE_CHECKING

from textual import on, work

from asyncplay import late
from asyncplay.ui.run import Run
from asyncplay.ui.screens.setting_runs import SettingRuns
from asyncplay.ui.widgets.questions import Choice
from asyncplay.ui.widgets.runs import RunsPane

if TYPE_CHECKING:
    from asyncplay.engine import files
else:
    files = late.module("asyncplay.engine.files")


class KeptRuns(SettingRuns):
    """Questions of the Runs pane."""

    @on(RunsPane.Asked)
    def _ask_about(self, event: RunsPane.Asked) -> None:
        run = event.run
        if run is None:
            self.action_next_run()
            return
        choices = [Choice("", "Show it again", lambda: self._show(run)), Choice("", "Put its text into the editor", lambda: self._take_text(run))]
        if not run.going:
            choices.append(Choice("", "Save it as a recording: type its name", lambda: self._ask_name(run)))
        if run is not self.playground.shown and not run.going:
            choices.append(Choice("", "Forget it", lambda: self._forget(run)))
        self.ask(f"RUN {run.number}", [f"{run.title}: what shall be done with it?"], [*choices, Choice("", "Nothing (Esc)", self.leave_question)])

    def _show(self, run: Run) -> None:
        self.leave_question()
        self.playground.show(run)
        self.show_run()

    def _take_text(self, run: Run) -> None:
        self.leave_question()
        self.editor.replace_all(run.text)
        self.playground.show(run)
        self.show_run()
        self.go_to("editor")
        self.toast(f"The text of run {run.number}. Ctrl+Z brings yours back")

    def _forget(self, run: Run) -> None:
        self.playground.runs.all.remove(run)
        self.leave_question()

    # recordings

    def action_save_run(self) -> None:
        """Save the run on show as a recording."""
        run = self.playground.shown
        if run is None or run.going:
            self.toast("No run to save: @program.run runs it" if run is None else "It still runs: @program.stop stops it")
        else:
            self._ask_name(run)

    def _ask_name(self, run: Run) -> None:
        stem = pathlib.Path(run.path).stem if run.path else "run"
        self.prompt("name of the recording", f"{stem}{files.SUFFIX}", lambda name: self._save(run, name))

    def _save(self, run: Run, name: str, sure: bool = False) -> None:
        path = os.path.expanduser(name if files.is_recording(name) else name + files.SUFFIX)
        try:
            files.check_writable(path)
        except files.RecordingError as error:
            self.toast(f"Not saved: {error}")
            return
        if os.path.exists(path) and not sure:
            yes = Choice("o", f"Overwrite {path}", lambda: self._save(run, name, sure=True))
            self.ask("OVERWRITE?", [f"{path} is there already."], [Choice("n", "Another name", lambda: self._ask_name(run)), yes])
            return
        self.leave_question()
        self._write(run, path)

    @work(thread=True, group="recording")
    def _write(self, run: Run, path: str) -> None:
        """In a thread: a million events take a while."""
        settings = files.settings_of(run.session.request, run.recording) if run.session is not None else run.settings
        try:
            files.write(path, run.recording, settings)
        except files.RecordingError as error:
            self.app.call_from_thread(self.toast, f"Not saved: {error}")
        else:
            run.file = path
            self.app.call_from_thread(self.toast, f"Run {run.number} kept in {os.path.basename(path)}")
