"""The parts of the course that need no screen: predictions, the tour, a played lesson, help, progress."""

from __future__ import annotations

import pathlib

import pytest

from asyncplay.lessons.lesson import find, library
from asyncplay.lessons.predict import questions
from asyncplay.trace.recording import Recording
from asyncplay.ui.commands import Keys
from asyncplay.ui.help_panes import PANES as PANE_HELP
from asyncplay.ui.help_words import SAME, WORDS, meaning
from asyncplay.ui.learning import READ, RUN, Done, Progress, name_of
from asyncplay.ui.playing import Player, stops
from asyncplay.ui.predicting import Prediction, Sheet
from asyncplay.ui.render.predict import choice_rows, foot_rows, head_rows, verdict_rows
from asyncplay.ui.render.rows import width_of, wrap
from asyncplay.ui.screens.table import PANES
from asyncplay.ui.tour import STEPS
from tests.shared import record


def ran(number: str) -> Recording:
    """A lesson's run on the virtual clock."""
    lesson = find(number)
    assert lesson is not None
    return record(lesson.source, path=lesson.path, clock="virtual")


@pytest.fixture(scope="module")
def tea() -> Recording:
    """Lesson 05's."""
    return ran("5")


def test_each_step_of_the_tour_fits_the_note_at_80_columns() -> None:
    """Three rows of 29 cells, and one for the keys; the last step has no keys."""
    for step in STEPS:
        assert len(wrap(Keys().fill(step.text), 29)) <= (3 if step is not STEPS[-1] else 4)


def test_every_pane_has_help() -> None:
    """F1 says something in each, the Note apart, which has no focus."""
    assert not {spec.id for spec in PANES if spec.digit} - set(PANE_HELP)


def test_words_are_explained_and_most_lead_to_a_lesson() -> None:
    """Names of the same thing lead to one paragraph; what the course treats is found."""
    assert meaning("put") == meaning("Queue")
    assert meaning("nothing_known") is None
    assert all(name in WORDS for name in SAME.values())
    without = {name for name in WORDS if not library().search(name)}
    assert len(without) <= len(WORDS) // 3, without


def test_what_was_done_is_added_up_and_damage_counts_as_nothing(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two playgrounds write into one file: each adds to what stands there."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    path = tmp_path / "own.py"
    path.write_text("pass\n")
    one, two = Progress(), Progress()
    one.note(path, READ)
    two.note(path, RUN)
    one.note(path, RUN)
    two.answered(path, [("next:1", True), ("who:2", False)])
    assert Progress().of(path) == Done(True, True, 2, {"next:1": True, "who:2": False}, 2)
    assert Progress().of(path).words == "1 of 2 right"
    (tmp_path / "asyncplay" / "progress.json").write_text("[]")
    assert one.of(path) == Done()


def test_a_lesson_of_ours_is_kept_by_its_name_and_one_of_ones_own_by_its_path(tmp_path: pathlib.Path) -> None:
    """So that an update of asyncplay keeps what was learnt."""
    lesson = find("5")
    assert lesson is not None
    assert name_of(lesson.path) == lesson.stem
    assert name_of(tmp_path / "05_create_task.py") == str((tmp_path / "05_create_task.py").resolve())


def test_the_stops_of_a_played_lesson_have_its_notes_behind_what_their_lines_did(tea: Recording) -> None:
    """In order; library tasks are not told of; the note is the author's."""
    lesson = find("5")
    assert lesson is not None
    found = stops(tea, lesson.remarks)
    assert [stop.place for stop in found] == sorted(stop.place for stop in found)
    assert [stop.note for stop in found if stop.note] == ["asleep: a timer will wake it"]
    player = Player(tea, lesson.remarks)
    told = []
    for player.at in range(len(found)):
        told.append(player.text)
    assert not any("shutdown" in text for text in told)
    assert any('printed "water on"' in text for text in told)


def test_a_played_lesson_holds_goes_faster_and_ends() -> None:
    """Longer sentences stand longer; held it stands; `.` goes on by one stop and holds."""
    lesson = find("5")
    assert lesson is not None
    player = Player(ran("5"), lesson.remarks)
    assert not player.advance(1.0)
    player.hold()
    assert not player.advance(1000.0)
    player.go(1)
    assert (player.at, player.held) == (1, True)
    player.hold()
    player.faster(5)
    count = 0
    while not player.over:
        player.advance(0.3)
        count += 1
        assert count < 2000
    assert player.at == len(player.stops)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("height", [4, 6, 7, 12])
def test_every_question_of_the_course_fits_its_pane(tea: Recording, width: int, height: int) -> None:
    """Question, choices and keys in the rows that there are, and no row wider than the pane."""
    lesson = find("5")
    assert lesson is not None
    for asked in (questions(tea, lesson.remarks), questions(tea, ())):
        prediction = Prediction(tea, asked)
        while not prediction.over:
            rows = [
                *head_rows(prediction, ["good morning"], width, height),
                *choice_rows(prediction, width, height),
                *foot_rows(prediction, "", Keys()),
            ]
            if height > 4:
                assert len(rows) <= height, rows
            assert all(width_of(row) <= max(width, 90) for row in rows)
            prediction.sheet.cursor = max(0, prediction.sheet.cursor)
            prediction.answer()
            assert len(verdict_rows(prediction, width, height, False)) <= height - 1
            prediction.skip()


def test_a_sheet_is_not_an_answer_before_something_is_chosen(tea: Recording) -> None:
    """Enter on nothing says what to do."""
    lesson = find("5")
    assert lesson is not None
    sheet = Sheet(questions(tea, lesson.remarks)[0])
    assert sheet.missing.startswith("Choose one first")
    sheet.letter(1)
    assert not sheet.missing


def test_a_key_is_no_answer_before_the_question_was_shown_for_a_moment(tea: Recording, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not armed: the key is taken, lest it be a command, and means nothing; armed it chooses."""
    from asyncplay.ui.widgets import predict

    lesson = find("5")
    assert lesson is not None
    pane = predict.PredictPane(False)
    pane.prediction = Prediction(tea, questions(tea, lesson.remarks))
    assert pane.take_key("b", "b")
    assert pane.prediction.sheet.cursor == -1
    now = 100.0
    monkeypatch.setattr(predict.time, "monotonic", lambda: now)
    pane._armed_at = now + predict.ARMED_S
    assert pane.take_key("b", "b")
    assert pane.prediction.sheet.cursor == -1
    now += predict.ARMED_S
    assert pane.take_key("b", "b")
    assert pane.prediction.sheet.cursor == 1
    assert not pane.take_key("tab", None)
    assert not pane.take_key("f5", None)
