"""The playhead: where it goes, how it plays, and that the end of a run is live."""

from __future__ import annotations

import pytest

from asyncplay.trace.recording import Recording
from asyncplay.ui.film import STEP_S, Film
from tests.ui.runs import tea


@pytest.fixture(scope="module")
def recording() -> Recording:
    """Two tasks: main sleeps 1 s, brew_tea 2 s; five lines printed."""
    return tea()


@pytest.fixture
def film(recording: Recording) -> Film:
    """Live, at the end of that run."""
    made = Film()
    made.open(recording)
    return made


def test_live_is_the_end_and_the_end_is_found_again(film: Film, recording: Recording) -> None:
    """A move leaves live; back_to_live returns to it."""
    assert film.live
    assert film.snapshot() is recording.latest()
    assert film.move("print", -1)
    assert not film.live
    assert film.snapshot().output == 5
    film.back_to_live()
    assert film.live


def test_moves_go_where_their_kind_is(film: Film, recording: Recording) -> None:
    """Prints in order from the start; nowhere beyond the last."""
    film.seek(0)
    outputs = []
    while film.move("print", 1):
        outputs.append(film.snapshot().output)
    assert outputs == [1, 2, 3, 4, 5]
    assert film.snapshot().output == 5


def test_a_time_between_events_is_a_moment_of_its_own(film: Film) -> None:
    """At 1.5 s the sleep of 2 s has half a second left."""
    film.seek_time(1.5)
    assert film.time == 1.5
    task = film.snapshot().tasks[2]
    assert task.wait is not None
    assert task.wait.until is not None
    assert task.wait.until - film.time == pytest.approx(0.5)


def test_played_by_time_a_second_takes_a_second_over_the_speed(film: Film) -> None:
    """At x1 one second on after one second; at 1/4 a quarter; at the end it is live, and plays no more."""
    film.seek(0)
    film.play_or_hold()
    film.advance(0.9, 2.0)
    assert film.time == pytest.approx(0.9)
    film.faster(-2)
    film.advance(0.4, 2.0)
    assert film.time == pytest.approx(1.0)
    film.faster(3)
    film.advance(5.0, 2.0)
    assert film.live
    assert not film.playing


def test_played_by_step_each_step_takes_the_same_pause(film: Film, recording: Recording) -> None:
    """As many pauses as there are steps, however long the sleeps between them."""
    film.by_step = True
    film.seek(0)
    film.play_or_hold()
    seen = 0
    while film.playing:
        film.advance(STEP_S, 2.0)
        seen += 1
    assert seen == len(recording.index.steps) + 1


def test_as_fast_as_possible_a_run_of_any_length_ends_soon(film: Film) -> None:
    """Two seconds or a year: so many frames."""
    film.faster(9)
    film.seek(0)
    film.play_or_hold()
    frames = 0
    while film.playing:
        film.advance(0.1, 2.0)
        frames += 1
    assert frames <= 151


def test_holding_while_live_stops_the_film_and_not_the_recording(film: Film) -> None:
    """Of a run that goes on: held it stays at its event, whatever comes."""
    whole = tea()
    growing = Recording(source=whole.source)
    for event in whole.events[:10]:
        growing.append(event)
    film.open(growing)
    film.play_or_hold()
    for event in whole.events[10:20]:
        growing.append(event)
    assert film.seq == 10
    assert not film.live


def test_playing_at_the_end_starts_over(film: Film) -> None:
    """As every player does."""
    assert film.play_or_hold()
    assert film.seq == 0


def test_a_stretch_plays_over_and_over_until_it_is_taken_off(film: Film) -> None:
    """m m m: its start, its end, off."""
    film.seek_time(0.5)
    film.mark()
    film.seek_time(1.5)
    film.mark()
    film.seek_time(0.6)
    film.play_or_hold()
    times = []
    for _ in range(40):
        film.advance(0.1, 2.0)
        times.append(film.time)
    assert film.playing
    assert all(time < 1.5 for time in times)
    assert film.mark() is None
    film.advance(5.0, 2.0)
    assert film.live
