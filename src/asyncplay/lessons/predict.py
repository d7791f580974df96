"""Questions about a run, made from its trace: what is printed next, who runs next, when, how often, in which order, how tasks end.

The right answer is read from the recording of the very text that is in the editor, so it stays right after every edit. The wrong choices come
from the same run. The same recording and seed give the same questions. A question that makes no sense for a run (its line never ran, nothing
was printed) is left out.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from asyncplay.lessons.judge import Evidence
from asyncplay.lessons.moments import Moments
from asyncplay.lessons.printed import printed
from asyncplay.lessons.question import ENDS, Question
from asyncplay.lessons.remarks import NOTE, Remark
from asyncplay.trace import events as ev
from asyncplay.trace.recording import Recording
from asyncplay.trace.snapshot import TaskState

CHOICES = 4
ORDER_MAX = 7
"""More lines are too many to put in order."""
ENDS_MAX = 6
NOTHING = "nothing more: the program ends"
NOBODY = "nobody: the program ends"
_WORDS = {"returned": "returns", "raised": "raises", "cancelled": "is cancelled", "destroyed": "is lost", None: "never ends"}


def questions(recording: Recording, remarks: Sequence[Remark], seed: int = 0, ask: str = "") -> list[Question]:
    """The questions of a run, in the order in which they are asked; without any mark: its output, to be put in order.

    `ask` is the lesson's own question, for a choice that has no words of its own."""
    run = _Run(recording, seed, ask)
    marked = [remark for remark in remarks if remark.kind != NOTE]
    made = [question for remark in marked if (question := run.make(remark)) is not None]
    if not made:
        made = [question for question in (run.order(Remark(0, "order", "")), run.ends(Remark(0, "ends", ""))) if question is not None][:1]
    return sorted(made, key=lambda question: question.seq)


def notes(recording: Recording, remarks: Sequence[Remark]) -> list[tuple[int, Remark]]:
    """Each note with the playhead at which its line has run for the first time, in that order; notes on lines that never ran are left out."""
    moments = Moments(recording)
    found = [(seq, remark) for remark in remarks if remark.kind == NOTE and (seq := moments.first(remark.line)) is not None]
    return sorted(found, key=lambda note: note[0])


class _Run:
    """Makes the questions of one recording."""

    def __init__(self, recording: Recording, seed: int, ask: str) -> None:
        self._recording = recording
        self._moments = Moments(recording)
        self._printed = printed(recording.output)
        self._snap = recording.latest()
        self._own = [task for task in self._snap.tasks.values() if not task.library]
        self._seed = seed
        self._ask = ask
        self._real = not Evidence(recording, self._snap.started.clock if self._snap.started else "real").virtual

    def make(self, remark: Remark) -> Question | None:
        makers = {
            "next": self.next, "who": self.who, "when": self.when, "count": self.count, "order": self.order, "ends": self.ends, "choice": self.choice,
        }  # fmt: skip
        maker = makers.get(remark.kind)
        return maker(remark) if maker is not None else None

    # the kinds

    def next(self, remark: Remark) -> Question | None:
        """What is printed next?"""
        seq = self._moments.first(remark.line)
        if seq is None or not self._printed:
            return None
        coming = next((line for line in self._printed if line.seq >= seq), None)
        right = coming.text if coming else NOTHING
        near = [line.text for line in self._printed if line.seq >= seq] + [line.text for line in reversed(self._printed) if line.seq < seq]
        options, answer = self._choices(remark, right, [*near, NOTHING])
        truth = coming.seq if coming else self._recording.seq - 1
        return Question("next", remark.line, seq, remark.text or "What is printed next?", options, (answer,), truth=(truth,))

    def who(self, remark: Remark) -> Question | None:
        """Which task runs next?"""
        seq = self._moments.first(remark.line)
        if seq is None or not self._own:
            return None
        place = next((i for i in range(seq, self._recording.seq) if self._begins_own_step(i)), None)
        right = NOBODY if place is None else _label(self._snap.tasks[self._recording.events[place].task])  # type: ignore[attr-defined]
        alive = self._recording.snapshot_at(seq).tasks
        living = [task for task in self._own if task.id in alive and alive[task.id].state != "done"]
        others = [task for task in self._own if task not in living]
        wrong = [_label(task) for task in [*living, *others]]
        options, answer = self._choices(remark, right, [*wrong[: CHOICES - 1], NOBODY, *wrong[CHOICES - 1 :]])
        truth = place if place is not None else self._recording.seq - 1
        return Question("who", remark.line, seq, remark.text or "Which task runs next?", options, (answer,), truth=(truth,))

    def _begins_own_step(self, place: int) -> bool:
        event = self._recording.events[place]
        return isinstance(event, ev.StepStarted) and event.task in self._snap.tasks and not self._snap.tasks[event.task].library

    def when(self, remark: Remark) -> Question | None:
        """At which second? It is asked before the run: at the line itself the clock would tell."""
        times = self._times(remark.line)
        if not times:
            return None
        place, at = times[-1]
        right = self._round(at)
        seen = {self._round(line.at) for line in self._printed} | {self._round(self._snap.at)}
        near = sorted(seen - {right}, key=lambda time: abs(time - right))[: CHOICES - 2]
        wrong = [*near, right + 1, max(0.0, right - 1), right * 2, right / 2, right + 2]
        options, answer = self._choices(remark, _s(right), list(map(_s, wrong)), in_order=True)
        what = f"does line {remark.line} print" if place in {line.seq for line in self._printed} else f"is line {remark.line} over"
        last = " for the last time" if len(times) > 1 and what.startswith("does") else ""
        text = remark.text or f"At which second {what}{last}?"
        leeway = max(0.15, 0.1 * right) if self._real else 0.01
        return Question("when", None, 0, text, options, (answer,), truth=(place,), number=right, leeway=leeway)

    def _times(self, line: int) -> list[tuple[int, float]]:
        """When the line was over, each time: its text was out, or the task that suspended there went on."""
        place = self._moments.program.place(line)
        if place is None:
            return []
        wrote = [(one.seq, one.at) for one in self._printed if one.line in place.lines and one.stream == "stdout"]
        if wrote:
            return wrote
        events = self._recording.events
        found: list[tuple[int, float]] = []
        for seq in self._moments.all(line):
            ended = events[seq - 1] if seq else None
            if isinstance(ended, ev.StepEnded):
                found += [(i, event.at) for i in range(seq, len(events)) if _steps(event := events[i], ended.task)][:1]
        return found or [(seq - 1, events[seq - 1].at) for seq in self._moments.all(line) if seq]

    def count(self, remark: Remark) -> Question | None:
        """How many lines does it print, or how often does it run?"""
        place = self._moments.program.place(remark.line)
        wrote = [line for line in self._printed if place and line.line in place.lines]
        ran = self._moments.all(remark.line)
        right = len(wrote) or len(ran)
        if not right:
            return None
        what = "How many lines does line {} print?" if wrote else "How often does line {} run?"
        near = [right + 1, right - 1, len(self._own), len(self._printed), right * 2, right + 2]
        wrong = [str(number) for number in near if number >= 0]
        options, answer = self._choices(remark, str(right), wrong, in_order=True)
        truth = wrote[-1].seq if wrote else max(0, ran[-1] - 1)
        text = remark.text or what.format(remark.line)
        return Question("count", None, 0, text, options, (answer,), truth=(truth,), number=float(right))

    def order(self, remark: Remark) -> Question | None:
        """Put the lines of output in order: all, or those that come after the mark."""
        seq = self._moments.first(remark.line) if remark.line else 0
        coming = [line for line in self._printed if line.seq >= (seq or 0)][:ORDER_MAX]
        if len({line.text for line in coming}) < 2:
            return None
        places = list(range(len(coming)))
        shuffled = self._random(remark).sample(places, len(places))
        if [coming[i].text for i in shuffled] == [line.text for line in coming]:
            shuffled.reverse()
        options = tuple(coming[i].text for i in shuffled)
        answer = tuple(shuffled.index(i) for i in places)
        text = remark.text or ("Put the next lines of output in order." if seq else "Put the output in order.")
        truth = tuple(line.seq for line in coming)
        items = tuple(f"{i + 1}." for i in places)
        return Question("order", remark.line if seq else None, seq or 0, text, options, answer, items, truth)

    def ends(self, remark: Remark) -> Question | None:
        """How does each task end?"""
        tasks = self._own[:ENDS_MAX]
        if not tasks:
            return None
        seq = self._moments.first(remark.line) if remark.line else 0
        done = {event.task: i for i, event in enumerate(self._recording.events) if isinstance(event, ev.TaskDone | ev.TaskDestroyed)}
        answer = tuple(ENDS.index(_WORDS[task.outcome]) for task in tasks)
        truth = tuple(done.get(task.id, self._recording.seq - 1) for task in tasks)
        text = remark.text or "How does each task end?"
        return Question("ends", remark.line if seq else None, seq or 0, text, ENDS, answer, tuple(map(_label, tasks)), truth)

    def choice(self, remark: Remark) -> Question | None:
        """What the author offers, in his order; he knows the answer. It is asked before the run, which would give it away."""
        if not 0 <= remark.right < len(remark.options):
            return None
        seq = self._moments.first(remark.line) or 0
        text = remark.text or self._ask or "What is right?"
        return Question("choice", None, 0, text, remark.options, (remark.right,), truth=(max(0, seq - 1),))

    # choices

    def _choices(self, remark: Remark, right: str, wrong: Sequence[str], in_order: bool = False) -> tuple[tuple[str, ...], int]:
        """The right one among as many wrong ones as there are, at most CHOICES together: shuffled, or numbers by size."""
        options = list(dict.fromkeys([right, *wrong]))[:CHOICES]
        if in_order:
            options.sort(key=_as_number)
        else:
            self._random(remark).shuffle(options)
        return tuple(options), options.index(right)

    def _random(self, remark: Remark) -> random.Random:
        return random.Random(f"{self._seed}:{remark.kind}:{remark.line}")

    def _round(self, at: float) -> float:
        return round(at, 1 if self._real else 3) + 0.0


def _steps(event: ev.Event, task: int) -> bool:
    return isinstance(event, ev.StepStarted) and event.task == task


def _label(task: TaskState) -> str:
    return f"{task.id} {task.label}"


def _s(seconds: float) -> str:
    return f"{seconds:.3f}".rstrip("0").rstrip(".") + " s"


def _as_number(text: str) -> float:
    return float(text.removesuffix(" s"))

