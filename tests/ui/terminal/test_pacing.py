"""When frames may go. Time is what the test says it is."""

from __future__ import annotations

from asyncplay.ui.terminal.meter import Meter
from asyncplay.ui.terminal.pacing import FAR_S, LOST_MAX, LOW_S, PATIENCE_S, PROBE_S, SAMPLES, SLOW_S, Pacer


def test_a_frame_waits_for_the_answer_to_the_one_before() -> None:
    """And goes at once when it comes."""
    pacer = Pacer()
    assert pacer.wait(0.0) == 0
    assert pacer.sent(0.0, 100)
    assert pacer.wait(0.1) > 0
    assert pacer.answered(0.2)
    assert pacer.wait(0.2) == 0


def test_the_answer_to_a_key_may_follow_one_frame_but_not_two() -> None:
    """Typing is not held up by panels, and nothing is queued for all that."""
    pacer = Pacer()
    pacer.sent(0.0, 100)
    assert pacer.wait(0.1, typed=True) == 0
    pacer.sent(0.1, 100)
    assert pacer.wait(0.15, typed=True) > 0


def test_a_terminal_that_never_answers_is_waited_for_once() -> None:
    """After that frames go as they come; from time to time it is asked again."""
    pacer = Pacer()
    pacer.sent(0.0, 0)
    assert 0 < pacer.wait(0.5) <= PATIENCE_S
    assert pacer.wait(PATIENCE_S) == 0
    assert pacer.is_mute
    assert not pacer.sent(PATIENCE_S, 100)
    assert pacer.wait(PATIENCE_S + 0.01) == 0
    assert pacer.sent(PROBE_S + 0.1, 100)
    assert pacer.wait(PROBE_S + 0.2) == 0
    pacer.answered(PROBE_S + 0.3)
    assert not pacer.is_mute


def test_one_lost_answer_is_forgiven() -> None:
    """A terminal that has answered is believed to be able to."""
    pacer = Pacer()
    now = 0.0
    pacer.sent(now, 0)
    pacer.answered(now)
    for _ in range(LOST_MAX - 1):
        now += 2
        assert pacer.sent(now, 0)
        assert pacer.wait(now + PATIENCE_S) == 0
    assert not pacer.is_mute
    pacer.sent(now + 2, 0)
    pacer.wait(now + 2 + PATIENCE_S)
    assert pacer.is_mute


def test_a_large_frame_may_take_longer() -> None:
    """A whole screen on a slow line is not a lost answer."""
    pacer = Pacer()
    pacer.greeted(0.0)
    pacer.answered(0.0)
    pacer.sent(0.0, 8000)
    assert pacer.wait(PATIENCE_S + 2) > 0


def test_a_line_that_is_far_away_is_not_a_dead_one() -> None:
    """Where every answer takes two seconds each frame is waited for so long, and one second more; a terminal gone dumb holds nothing up for ever."""
    pacer = Pacer()
    pacer.sent(0.0, 0)
    assert pacer.wait(1.5) == 0
    pacer.answered(2.0)
    pacer.sent(2.0, 0)
    assert pacer.wait(4.9) > 0
    assert pacer.wait(5.1) == 0
    pacer.answered(60.0)
    pacer.sent(60.0, 0)
    assert pacer.wait(60.0 + FAR_S + PATIENCE_S) == 0


def test_low_bandwidth_means_fewer_frames_and_typing_as_before() -> None:
    """Four frames a second; the answer to a key does not wait for the fourth."""
    pacer = Pacer()
    pacer.low = True
    pacer.sent(0.0, 100)
    pacer.answered(0.01)
    assert pacer.wait(0.01) == LOW_S - 0.01
    assert pacer.wait(0.01, typed=True) == 0
    assert pacer.wait(LOW_S) == 0


def test_a_line_is_slow_when_most_answers_are() -> None:
    """One hiccup is not."""
    pacer = Pacer()
    for number in range(SAMPLES):
        pacer.sent(number, 100)
        pacer.answered(number + (SLOW_S * 2 if number == 3 else 0.001))
    assert not pacer.is_slow
    for number in range(SAMPLES):
        pacer.sent(10 + number, 100)
        pacer.answered(10 + number + SLOW_S * 2)
    assert pacer.is_slow


def test_a_late_answer_is_not_taken_for_that_to_a_later_frame() -> None:
    """Otherwise there would be one frame more on the way for ever."""
    pacer = Pacer()
    pacer.greeted(0.0)
    pacer.answered(0.0)
    pacer.sent(0.0, 0)
    assert pacer.wait(1.1) == 0
    pacer.sent(1.1, 0)
    pacer.answered(1.2)
    assert pacer.wait(1.2) > 0
    pacer.answered(1.3)
    assert pacer.wait(1.3) == 0


def test_an_answer_that_nobody_asked_for_changes_nothing() -> None:
    """Some terminals report by themselves."""
    pacer = Pacer()
    assert not pacer.answered(0.0)
    assert pacer.wait(0.0) == 0


def test_the_meter_counts_the_last_second() -> None:
    """Bytes in all, and what is not older than a second."""
    meter = Meter()
    meter.wrote(0.0, 100)
    meter.wrote(0.6, 50)
    assert meter.rate(0.9) == 150
    assert meter.rate(1.2) == 50
    assert meter.rate(5.0) == 0
    assert meter.bytes == 150
