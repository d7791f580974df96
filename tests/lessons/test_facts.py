"""Each word of the facts: when it holds and when it does not."""

from __future__ import annotations

import pytest

from asyncplay.lessons.facts import parse_fact
from asyncplay.lessons.judge import judge, near
from asyncplay.trace import events as ev
from asyncplay.trace.recording import Recording
from tests.trace.builder import Story


def holds(recording: Recording, fact: str, clock: str = "virtual") -> bool:
    """Whether this fact holds, the only one of its lesson."""
    return all(verdict.holds for verdict in judge((parse_fact(fact, 1),), recording, clock))


def breakfast() -> Recording:
    """Two tasks of the snippet's and one of the library's; the second sleeps to 1.0 s and raises; the run ends at 2.0 s."""
    story = Story()
    story.create(1).begin(1).say("start <f at 0x7f00>\n", 1, 4)
    story.create(2, "cook", 1).create(3, "sleep", 1, library=True).wait(1, "gather")
    story.begin(2).wait(2, "sleep").begin(3).wait(3, "sleep").after(1.0)
    story.wake(2).begin(2).say("eggs done\n", 2).after(0.25).end(2, "raised", "ValueError: x").wake(3, cancelled=True).begin(3).end(3, "cancelled")
    story.wake(1, 2).begin(1).after(0.75).say("toast done\n", 1).end(1)
    story.say("a.py:3: RuntimeWarning: gone\n  cook()\n", stream="stderr")
    return story.finish().recording


@pytest.mark.parametrize(
    "fact",
    [
        'prints "start <f at 0xabc>" "eggs done" "toast done"',
        "has eggs",
        "never tea",
        "before eggs toast",
        "count done 2",
        "count tea 0",
        'at "eggs" 1.0',
        "at toast 2.0009",
        "warns 'RuntimeWarning: gone'",
        "warns cook()",
        "took 2.0",
        "took < 2.001",
        "blocked 0.75",
        "blocked < 1",
        "tasks 2",
        "peak 3",
        "done 1",
        "failed 1",
        "cancelled 0",
        "destroyed 0",
    ],
)
def test_a_true_fact_holds(fact: str) -> None:
    """In its virtual seconds and its snippet's tasks."""
    assert holds(breakfast(), fact)


@pytest.mark.parametrize(
    "fact",
    [
        'prints "start <f at 0xabc>" "eggs done"',
        'prints "eggs done" "toast done" "start <f at 0xabc>"',
        "prints",
        "has tea",
        "never eggs",
        "before toast eggs",
        "before eggs tea",
        "before tea eggs",
        "before done eggs",
        "count done 3",
        "at eggs 1.01",
        "at eggs 0.99",
        "at tea 0",
        "warns eggs",
        "silent",
        "raises ValueError",
        "took 2.1",
        "took < 2",
        "blocked 0.25",
        "blocked < 0.5",
        "tasks 3",
        "peak 2",
        "done 2",
        "failed 0",
        "cancelled 1",
        "destroyed 1",
        "deadlock 1",
    ],
)
def test_a_false_fact_fails(fact: str) -> None:
    """And says what was expected and what was found."""
    (verdict,) = judge((parse_fact(fact, 1),), breakfast(), "virtual")
    assert not verdict.holds
    assert verdict.expected
    assert verdict.found


def test_an_uncaught_exception_is_known_by_its_type() -> None:
    """With its module or without."""
    story = Story().add(ev.ErrorRaised(0.0, "json.JSONDecodeError", "no", 3)).finish("failed", 1)
    assert holds(story.recording, "raises JSONDecodeError")
    assert holds(story.recording, "raises json.JSONDecodeError")
    assert not holds(story.recording, "raises DecodeError")


def test_an_empty_line_on_stderr_is_not_silent() -> None:
    """Something was written."""
    assert not holds(Story().say("\n", stream="stderr").finish().recording, "silent")


def test_a_task_collected_while_pending_is_destroyed() -> None:
    """And counts as nothing else."""
    story = Story().create(1).begin(1).wait(1, "future").add(ev.TaskDestroyed(0.0, 1)).finish()
    assert holds(story.recording, "destroyed 1")
    assert holds(story.recording, "cancelled 0")


def stuck() -> Recording:
    """A deadlock of one task of the snippet's and one of the library's."""
    story = Story().create(1).create(2, "wait", library=True).begin(1).wait(1, "lock").begin(2).wait(2, "lock")
    return story.add(ev.Deadlocked(0.0, 1, (1, 2))).finish("deadlock", 75).recording


def test_a_deadlock_counts_the_snippet_s_tasks() -> None:
    """The library's are not the lesson's."""
    assert holds(stuck(), "deadlock 1")
    assert not holds(stuck(), "deadlock 2")


def test_a_deadlock_that_no_fact_announces_fails() -> None:
    """However true the facts are."""
    assert not holds(stuck(), "never x")


@pytest.mark.parametrize("outcome", ["timeout", "killed", "stopped", "setup_failed"])
def test_a_run_that_was_cut_off_fails(outcome: str) -> None:
    """No lesson means to end so."""
    assert not holds(Story().finish(outcome, 1).recording, "never x")


def test_a_failed_run_fails_no_lesson_by_itself() -> None:
    """Lessons show exceptions, too."""
    assert holds(Story().finish("failed", 1).recording, "silent")


def test_a_step_that_never_ended_counts_as_blocking() -> None:
    """Up to the moment when the run was over."""
    story = Story().create(1).begin(1).after(0.1).block(1, 3, 0.0).after(0.9).finish("failed", 3)
    assert holds(story.recording, "blocked 1.0")


@pytest.mark.parametrize(
    ("found", "wanted", "virtual", "verdict"),
    [
        (0.97, 1.0, False, True),
        (0.96, 1.0, False, False),
        (1.2, 1.0, False, True),
        (1.21, 1.0, False, False),
        (11.2, 10.0, False, True),
        (11.3, 10.0, False, False),
        (1.001, 1.0, True, True),
        (1.0021, 1.0, True, False),
        (0.998, 1.0, True, False),
    ],
)
def test_times_hold_as_exactly_as_their_clock_allows(found: float, wanted: float, virtual: bool, verdict: bool) -> None:
    """Real: 0.03 s too early, 0.2 s or 12 % too late. Virtual: a millisecond."""
    assert near(found, wanted, virtual) is verdict


@pytest.mark.parametrize("event", [ev.JobStarted(0.0, 1, "executor", "slow", None, None), ev.IoWatched(0.0, 1, 7, "read", "socket", None, None)])
def test_what_really_waited_on_the_virtual_clock_is_allowed_what_the_real_one_is(event: ev.Event) -> None:
    """Threads, processes and sockets know nothing of virtual time. The loop's own pipe is watched in every run."""
    for first, verdict in ((event, True), (ev.IoWatched(0.0, 1, 7, "read", "loop", None, None), False)):
        story = Story().add(ev.LoopStarted(0.0, 1, 1)).add(first).after(1.005).say("x\n").finish()
        assert holds(story.recording, "at x 1.0") is verdict
        assert not holds(story.recording, "at x 1.5")


def test_less_than_is_exact_on_the_virtual_clock_alone() -> None:
    """A real clock adds what the machine is busy with."""
    assert holds(breakfast(), "took < 2", "real")
    assert not holds(breakfast(), "took < 2", "virtual")
    assert not holds(breakfast(), "took < 1.5", "real")
