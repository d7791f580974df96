"""Who cancelled a task, in words: one sentence for each way there is."""

from __future__ import annotations

import pytest

from asyncplay.insight.cancels import cancelled
from asyncplay.insight.why import sentence
from asyncplay.trace import events as ev
from tests.trace.builder import Story


def asked(by: int | None = None, line: int | None = None, via: int | None = None, how: str = "") -> Story:
    """Task 4 waits, as 3 and 2 do, each for the next; 5 has failed; somebody asks for the cancellation of 4."""
    story = Story().create(1).begin(1).create(2, "a", 1, 5).create(3, "b", 1, 5).create(4, "c", 1, 5).create(5, "d", 1, 5).wait(1, "sleep", 6)
    for task in 2, 3, 4:
        story.begin(task).wait(task, "task", 9)
    story.begin(5).end(5, "raised", "ValueError: x")
    return story.add(ev.CancelRequested(0.0, 4, by, line, via, how))


WORDS = [
    (asked(1, 7), "was cancelled by 1 main on line 7"),
    (asked(4, 7), "was cancelled by itself on line 7"),
    (asked(1, 7, 3), "was cancelled by 1 main on line 7, through 3 b, which waited for it"),
    (asked(1, 7, None, "callback"), "was cancelled by a callback that 1 main scheduled on line 7"),
    (asked(None, 7, None, "callback"), "was cancelled by a callback on line 7"),
    (asked(None, 7, None, "timeout"), "was cancelled by its timeout on line 7"),
    (asked(None, 7, 3, "timeout"), "was cancelled by the timeout on line 7, through 3 b, which waited for it"),
    (asked(3, 7, None, "wait_for"), "was cancelled by 3 b, whose wait_for on line 7 ended"),
    (asked(5, None, None, "taskgroup"), "was cancelled by its task group, because 5 d failed"),
    (asked(1, 7, None, "taskgroup"), "was cancelled by its task group on line 7"),
    (asked(None, None, None, "interrupt"), "was cancelled by Ctrl+C"),
    (asked(None, 7, None, "run"), "was cancelled by the end of asyncio.run on line 7"),
    (asked(None, 7, None, "outside"), "was cancelled by code outside the loop on line 7"),
    (asked(None, 7, None, "thread"), "was cancelled by another thread on line 7"),
    (asked(None, None, None, "user"), "was cancelled by you"),
    (asked(None, None, None, "unknown"), "was cancelled"),
]


@pytest.mark.parametrize(("story", "text"), WORDS, ids=[text for _, text in WORDS])
def test_each_way_to_cancel_has_its_words(story: Story, text: str) -> None:
    """As far as it is known."""
    snap = story.recording.latest()
    assert cancelled(snap.tasks[4], snap) == text


def test_the_chain_is_told_from_whom_was_asked_inwards() -> None:
    """Each task once, however often it was asked."""
    story = Story().create(1).begin(1)
    for task, coro in (2, "a"), (3, "b"), (4, "c"):
        story.create(task, coro, 1, 5)
    story.add(ev.CancelRequested(0.0, 2, 1, 7)).add(ev.CancelRequested(0.0, 3, 1, 7, 2)).add(ev.CancelRequested(0.0, 4, 1, 7, 3))
    snap = story.recording.latest()
    assert cancelled(snap.tasks[4], snap) == "was cancelled by 1 main on line 7, through 2 a and 3 b, which waited for it"
    ring = story.add(ev.CancelRequested(0.0, 2, 1, 7, 4)).recording.latest()
    assert cancelled(ring.tasks[4], ring).count("2 a") == 1


def test_what_nobody_asked_for_is_said_as_such() -> None:
    """The awaited task was cancelled, the future was, or the task raised it."""
    story = Story().create(1).begin(1).create(2, "a", 1, 5).wait(1, "task", 6, tasks=(2,)).begin(2).wake(1, 2, None, cancelled=True).end(2, "cancelled")
    snap = story.recording.latest()
    assert cancelled(snap.tasks[1], snap) == "was cancelled because 2 a, which it waited for, was"
    assert cancelled(snap.tasks[2], snap) == "ended with CancelledError, and nobody was seen to ask for that"
    story = Story().create(1).begin(1).create(2, "a", 1, 5).wait(1, "future", 6).begin(2).wake(1, 2, 8, cancelled=True)
    snap = story.recording.latest()
    assert cancelled(snap.tasks[1], snap) == "was cancelled: the future that it waited for was, by 2 a on line 8"


def test_the_request_is_a_sentence_of_its_own() -> None:
    """It says where the task meets it; whom nobody saw is not known."""
    story = asked(1, 7, 3)
    said = "The cancellation of 4 c was asked for by 1 main on line 7, through 3 b, which waited for it: 4 c gets CancelledError where it waits."
    assert sentence(story.recording, story.recording.seq) == said
    story = asked(None, None, None, "unknown")
    assert sentence(story.recording, story.recording.seq) == "The cancellation of 4 c was asked for; by whom is not known: 4 c gets CancelledError where it waits."
