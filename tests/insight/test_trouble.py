"""Advice and the words of a deadlock: true by construction."""

from __future__ import annotations

from asyncplay.insight.trouble import advice, deadlock_text, rings
from asyncplay.trace import events as ev
from tests.trace.builder import Story


def embrace() -> Story:
    """Lesson 44: two tasks, each with the lock that the other wants."""
    story = Story().create(1).begin(1).create(2, "grab", 1, 20).create(3, "grab", 1, 20).wait(1, "gather", 20, tasks=(2, 3))
    story.begin(2).take(7, 2, 12).wait(2, "sleep", 14, until=1.0).begin(3).take(8, 3, 12).wait(3, "sleep", 14, until=1.0).after(1.0)
    story.wake(2).begin(2).wait(2, "lock", 15, obj=8, object="Lock 2").wake(3).begin(3).wait(3, "lock", 15, obj=7, object="Lock 1")
    return story


def rules(story: Story, source: str = "") -> dict[str, str]:
    """The messages by rule."""
    return {a.rule: a.message for a in advice(story.recording.latest(), source, story.recording.output)}


def test_a_quiet_run_needs_no_advice():
    """Nothing is said where nothing is wrong."""
    assert rules(Story().create(1).begin(1).end(1).finish()) == {}


def test_a_ring_is_found_while_others_still_run():
    """Each waits for the next; who waits for the ring is not in it."""
    snap = embrace().create(4).begin(4).recording.latest()
    assert rings(snap) == [(2, 3)]
    assert rules(embrace())["deadlock-ring"] == (
        "2 grab took lock 1 on line 12, waits on line 15 for lock 2, which 3 has; "
        "3 grab took lock 2 on line 12, waits on line 15 for lock 1, which 2 has: a ring."
    )


def test_a_lock_taken_twice_is_a_ring_of_one():
    """It waits for itself."""
    story = Story().create(1).begin(1).take(7, 1, 4).wait(1, "lock", 5, obj=7, object="Lock 1")
    assert rings(story.recording.latest()) == [(1,)]
    assert rules(story)["deadlock-ring"] == "1 main waits for itself: 1 main took lock 1 on line 4, waits on line 5 for lock 1, which it has itself."


def test_a_semaphore_makes_no_ring():
    """Others may release it, so nothing is certain."""
    story = Story().create(1).begin(1).take(7, 1, 4).wait(1, "semaphore", 5, obj=7, object="Semaphore 1")
    assert rings(story.recording.latest()) == []


def test_waiting_for_one_that_can_go_on_is_no_ring():
    """A ready task may release what the other wants."""
    story = embrace().wake(2)
    assert rings(story.recording.latest()) == []


def test_a_deadlock_says_who_waits_for_what():
    """A line for each task, then the conclusion."""
    story = embrace().add(ev.Deadlocked(1.0, 1, (1, 2, 3))).finish("deadlock", 75)
    assert deadlock_text(story.recording.latest()) == [
        "1 main waits on line 20 for gather of 2 and 3",
        "2 grab took lock 1 on line 12, waits on line 15 for lock 2, which 3 has",
        "3 grab took lock 2 on line 12, waits on line 15 for lock 1, which 2 has",
        "Nothing can wake them.",
    ]


def test_a_loop_without_tasks_is_a_deadlock_too():
    """run_forever, and nobody there."""
    story = Story().add(ev.Deadlocked(0, 1, ())).finish("deadlock", 75)
    assert deadlock_text(story.recording.latest()) == ["The loop runs for ever, and there is no task that could do anything."]


def test_a_coroutine_that_was_never_awaited():
    """Once for each place."""
    warning = ev.WarningIssued(0, "RuntimeWarning", "coroutine 'brew' was never awaited", 2)
    story = Story().add(warning).add(warning)
    assert [(a.rule, a.line, a.message) for a in advice(story.recording.latest())] == [
        ("never-awaited", 2, "Calling brew() only makes a coroutine; it never ran. Write await brew().")
    ]


def test_a_step_that_blocks_names_line_length_and_cost():
    """And the cure that fits the line."""
    story = Story().create(1).begin(1).create(2, parent=1).after(0.3).block(1, 3, 0.0).wait(1, "sleep", 4)
    assert rules(story, "\n\n    time.sleep(0.3)\n")["blocking"] == (
        "1 main held the loop for 0.30 s on line 3. 1 other task could not run meanwhile. Use await asyncio.sleep(…)."
    )
    assert "to_thread" in rules(story)["blocking"]


def test_a_long_step_in_which_nothing_was_seen_accuses_nobody():
    """Another thread may have held the interpreter: no line is blamed, and no cure named."""
    found = rules(Story().create(1).begin(1).after(0.3).wait(1, "sleep", 4))
    assert "blocking" not in found
    assert found["slow-step"].startswith("A step of 1 main took 0.30 s, but nothing in it was seen to hold the loop")


def test_the_cure_for_a_sleep_is_known_by_whatever_name_it_was_imported():
    """But `asyncio.sleep` on the line is not the culprit's."""
    story = Story().create(1).begin(1).after(0.3).block(1, 1, 0.0).wait(1, "sleep", 4)
    assert "asyncio.sleep" in rules(story, "sleep(0.3)\n")["blocking"]
    assert "to_thread" in rules(story, "work(); await asyncio.sleep(1)\n")["blocking"]


def test_a_forgotten_task():
    """Made, not awaited, and cut off when main ended."""
    story = Story().create(1).begin(1).create(2, "tea", 1, 8).end(1).begin(2).wait(2, "sleep").wake(2, cancelled=True).begin(2)
    story.end(2, "cancelled").finish()
    assert rules(story)["forgotten-task"].startswith("2 tea was not finished when the main coroutine ended")


def test_a_misspelt_name():
    """Python said what was meant, in the message or in the traceback it printed."""
    story = Story().add(ev.ErrorRaised(0, "NameError", "name 'brew_tea' is not defined", 2))
    assert rules(story) == {}
    story.say("NameError: name 'brew_tea' is not defined. Did you mean: 'brew_te'?\n", stream="stderr")
    assert rules(story)["misspelt"] == "Python does not know that name here, but a like one: brew_te."
