"""The screen's part for *predict, then run*: makes a run that nobody sees, asks about it, and shows prediction and truth side by side."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from textual import on, work

from asyncplay import late
from asyncplay.ui.document import Document
from asyncplay.ui.learning import question_name
from asyncplay.ui.run import AskedRun, Run
from asyncplay.ui.screens.table import TABS
from asyncplay.ui.screens.unseen import Unseen
from asyncplay.ui.widgets.predict import PredictPane

if TYPE_CHECKING:
    from asyncplay.trace.recording import Recording
    from asyncplay.ui.predicting import Prediction
else:
    (Recording,) = late.functions("asyncplay.trace.recording", "Recording")

SLICE = 4000
"""Events that are shown at once while the playback goes to the next question."""


class Predicting(Unseen):
    """One prediction at a time; every other key goes on working, and F5 and Esc go on."""

    _prediction: Prediction | None = None
    _real: Run | None = None
    """The run that the questions are about."""
    _asked: AskedRun | None = None
    """As much of it as may be seen."""
    _asked_from = ("output", "editor")
    """Tab and focus before the questions."""

    @property
    def predict_pane(self) -> PredictPane:
        return self.query_one(PredictPane)

    def action_predict(self) -> None:
        """Predict, then run. Asked again: back to the question."""
        if self._asked is not None and self.playground.shown is self._asked:
            self.open_question("predict")
            return
        self.drop_prediction()
        self._asked_from = (self.tab, self.front) if self.tab in TABS else self._came_from
        self.playground.asking = "? PREDICT"
        self.predict_pane.wait()
        self.open_question("predict")  # at once: what is typed behind F3 is not for the text
        self.after_typing(self._predict)

    @work(group="predict")
    async def _predict(self) -> None:
        """Make the run, and the questions about it."""
        playground, lesson = self.playground, self.playground.document.lesson
        if not playground.asking:
            return  # it was left before it began
        self.clear_for_unseen()
        self.frame()
        remarks = self.remarks()
        run = await self.make_unseen()
        if run is None:
            return
        self._real = run
        ended = await self.has_ended(run)
        if ended is None:
            return
        if not ended:
            self._just_show("It did not end in 3 s: shown live, nothing is asked")
            return
        tried = playground.progress.of(lesson.path).tried if lesson is not None else 0
        ask = lesson.ask if lesson is not None else ""
        from asyncplay.lessons.predict import questions  # loaded when it is wanted: start-up is felt
        from asyncplay.ui.predicting import Prediction

        wanted = self._wanted
        asked = await asyncio.to_thread(questions, run.recording, remarks, tried, ask)
        if self._wanted is not wanted:
            return
        if not asked or (run.session is not None and run.session.error):
            self._just_show("" if asked else "There is nothing to ask about this run")
            return
        self._prediction = Prediction(run.recording, asked, lesson.aha if lesson is not None else "")
        recording = Recording(source=run.recording.source, path=run.recording.path)
        self._asked = AskedRun(0, run.title, run.path, run.text, run.first_line, run.began, recording)
        playground.show(self._asked)
        self.show_run()
        await self._go_on_to(self._prediction.question.seq)
        self._show_question()

    async def _go_on_to(self, seq: int) -> None:
        """The playback goes on until so many events were shown."""
        asked, real = self._asked, self._real
        if asked is None or real is None:
            return
        while asked.recording.seq < seq:
            asked.show_until(real.recording, min(seq, asked.recording.seq + SLICE))
            await asyncio.sleep(0)

    def _show_question(self) -> None:
        from asyncplay.lessons.printed import printed

        prediction, asked = self._prediction, self._asked
        if prediction is None or asked is None:
            return
        self.playground.asking = f"? {prediction.title}"
        lesson = self.playground.document.lesson
        asked.note = ("ASK", (lesson.ask if lesson is not None else "") or prediction.question.text)
        if prediction.verdict is not None:
            asked.note = ("ANSWER", f"{prediction.verdict.words} {prediction.verdict.why}".strip())
        self.playground.film.back_to_live()
        named = re.search(r"\bline (\d+)\b", prediction.question.text)
        if prediction.question.line is None and named is not None:
            self.editor.follow(int(named[1]))  # nobody stands there yet, so nothing else brings it into view
        self.predict_pane.ask(prediction, [line.text for line in printed(asked.recording.output)])
        self.frame()

    def open_question(self, name: str, focus: bool = True) -> None:
        """Another one (help, the palette) leads back to the one about the run."""
        over = self.tab == "predict" and name != "predict"
        super().open_question(name, focus)
        if over:
            self._came_from = ("predict", "predict")

    # answers

    @on(PredictPane.Answered)
    def _answered(self) -> None:
        prediction = self._prediction
        if prediction is None:
            return
        if prediction.verdict is None:
            prediction.answer()
            self._show_verdict()
        else:
            self._next_question()

    @work(group="predict")
    async def _show_verdict(self) -> None:
        """The truth happens, unless that would give the next question away."""
        prediction = self._prediction
        if prediction is None or prediction.verdict is None or prediction.verdict.judged is None:
            return
        truth = (prediction.verdict.judged.mark or 0) + 1
        if prediction.place + 1 < len(prediction.questions):
            truth = min(truth, prediction.questions[prediction.place + 1].seq)
        await self._go_on_to(truth)
        self._show_question()

    def _next_question(self) -> None:
        """This one is behind: answered, or skipped."""
        assert self._prediction is not None
        self._prediction.skip()
        if self._prediction.over:
            self._finish()
        else:
            self._go_on()

    @work(group="predict")
    async def _go_on(self) -> None:
        assert self._prediction is not None
        await self._go_on_to(self._prediction.question.seq)
        self._show_question()

    def leave_question(self) -> None:
        """Esc: this one is skipped; what runs unseen is watched instead."""
        if self.tab != "predict":
            super().leave_question()
        elif self._prediction is not None:
            self._next_question()
        else:
            self._just_show("")

    # ends

    def _finish(self) -> None:
        """All were asked: the whole run, with prediction and truth."""
        prediction, run = self._prediction, self._real
        assert prediction is not None
        assert run is not None
        lesson = self.playground.document.lesson
        given = [(question_name(one.question), one.judged.right) for one in prediction.answered if one.judged is not None]
        if lesson is not None:
            self.playground.progress.answered(lesson.path, given)
        run.differences = prediction.differences()
        if given:
            run.note = "ANSWER", prediction.summary() + self.playground.next_words()
        self._real = None
        self._keep_asked(run)

    def _just_show(self, why: str) -> None:
        """No questions: the run as it is."""
        run, self._real, self._wanted = self._real, None, None
        if run is not None:
            self._keep_asked(run)
        else:
            self.start_run()
        if why:
            self.toast(why)

    def _keep_asked(self, run: Run) -> None:
        """It is on show from here on; one goes on looking at it."""
        self._forget_prediction()
        self.playground.keep(run)
        self.show_run()
        self._close_question("bar" if "bar" in self.plan().boxes else "")

    def drop_prediction(self) -> None:
        """Something else is begun: what was made unseen is kept among the runs."""
        if not self.playground.asking:
            return
        run, self._real, self._wanted = self._real, None, None
        if run is not None:
            if run.going and run.session is not None:
                run.session.stop()
            self.playground.runs.add(run)
        asked = self._asked
        self._forget_prediction()
        if asked is not None and self.playground.shown is asked:
            self.playground.show(None)
            self.show_run()
        self._close_question("")

    def _forget_prediction(self) -> None:
        self._prediction = self._asked = None
        self.playground.asking = ""
        self.predict_pane.forget()

    def _close_question(self, front: str) -> None:
        """The question's pane goes; the focus to what is in front then."""
        if self._came_from[0] == "predict":
            self._came_from = self._asked_from
        if self.tab != "predict":
            return
        focused = self.front == "predict"
        self.tab, came_from = self._asked_from
        if focused:
            self.go_to(front or came_from)
        else:
            self.rearrange()

    # what ends a prediction

    def action_stop(self) -> None:
        if self.playground.asking and (self._real is None or self._real.going):
            self.drop_prediction()
            self.toast("Stopped before it was shown")
        else:
            super().action_stop()

    def start_run(self, paused: bool = False) -> None:
        self.drop_prediction()
        super().start_run(paused)

    def show_document(self, document: Document) -> None:
        self.drop_prediction()
        super().show_document(document)
