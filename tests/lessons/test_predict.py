"""Questions about real runs: the right answer is the trace's, the wrong ones come from the same run, and an answer is judged."""

from __future__ import annotations

import contextlib
import functools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asyncplay.lessons.parse import parse_lesson
from asyncplay.lessons.predict import NOBODY, NOTHING, notes, questions
from asyncplay.lessons.question import ENDS, Question, judge_answer, judge_number
from asyncplay.lessons.remarks import QUESTIONS, Remark
from asyncplay.trace.fold import IllegalEvent
from asyncplay.trace.recording import Recording
from tests.lessons.course import LESSONS
from tests.lessons.runs import record, record_lessons
from tests.trace.builder import event_lists

TEA = """
import asyncio

async def brew(seconds):
    print("water on")
    await asyncio.sleep(seconds)
    print("ready after", seconds)

async def main():
    print("morning")
    tea = asyncio.create_task(brew(2))
    soup = asyncio.create_task(brew(5))
    print("planned")              {planned}
    await asyncio.sleep(1)        {asleep}
    print("table is set")         {table}
    await tea
    soup.cancel()                 {cancelled}
    await brew(1)                 {again}

asyncio.run(main())               {run}
"""
MARKS = ("planned", "asleep", "table", "cancelled", "again", "run")


@functools.cache
def tea(**marks: str) -> tuple[Recording, tuple[Question, ...]]:
    """A run of TEA with these marks, and its questions."""
    source = TEA.format(**{mark: marks.get(mark, "") for mark in MARKS})
    recording = record(source)
    return recording, tuple(questions(recording, parse_lesson(source, "snippet.py").remarks))


def only(**marks: str) -> tuple[Recording, Question]:
    recording, (question,) = tea(**marks)
    return recording, question


def right(question: Question) -> str:
    return question.right_answer()


def test_next_asks_for_the_line_that_is_printed_after_this_one() -> None:
    """At the moment when the line's own text is out, and no other."""
    recording, question = only(planned="#? next")
    assert (question.text, question.line) == ("What is printed next?", 13)
    assert right(question) == "water on"
    assert set(question.options) <= {line.text for line in recording.output} | {NOTHING}
    assert [line.text for line in recording.output if line.seq < question.seq] == ["morning", "planned"]
    assert judge_answer(question, question.answer).right


def test_a_wrong_answer_is_wrong_and_its_truth_is_marked() -> None:
    """The mark is the event that shows it."""
    recording, question = only(planned="#? next")
    judged = judge_answer(question, ((question.answer[0] + 1) % len(question.options),))
    assert (judged.right, judged.first_wrong) == (False, 0)
    assert judged.mark is not None
    assert recording.events[judged.mark].text == "water on\n"  # type: ignore[attr-defined]


def test_no_answer_and_nonsense_are_wrong() -> None:
    """And never an error."""
    _, question = only(planned="#? next")
    assert not judge_answer(question, ()).right
    assert not judge_answer(question, (99,)).right
    assert not judge_answer(question, (-1,)).right


def test_next_before_a_call_comes_before_what_the_call_prints() -> None:
    """`await brew(1)` is asked about before its body has run."""
    _, question = only(again="#? next")
    assert right(question) == "water on"


def test_who_asks_for_the_task_whose_step_comes_next() -> None:
    """Once the line has suspended; tasks are called as in the panels."""
    _, question = only(asleep="#? who: Which task runs now?")
    assert question.text == "Which task runs now?"
    assert right(question) == "2 brew"
    assert set(question.options) == {"1 main", "2 brew", "3 brew", NOBODY}
    assert not judge_answer(question, (question.options.index("1 main"),)).right


def test_who_at_the_end_is_nobody() -> None:
    """No step of the program's own comes any more."""
    source = "import asyncio\nasync def main():\n    await asyncio.sleep(1)\n    print('bye')  #? who\nasyncio.run(main())\n"
    (question,) = questions(record(source), parse_lesson(source, "a.py").remarks)
    assert right(question) == NOBODY


def test_when_asks_before_the_run_and_takes_a_number() -> None:
    """In any spelling of it; the clock may be a little off."""
    _, question = only(table="#? when")
    assert (question.seq, question.line, right(question)) == (0, None, "1 s")
    assert judge_answer(question, question.answer).right
    for text, verdict in (("1", True), ("1.0 s", True), (" 1.005", True), ("2", False), ("0.9", False)):
        judged = judge_number(question, text)
        assert judged is not None
        assert judged.right is verdict, text
    assert [judge_number(question, text) for text in ("soon", "", "nan", "inf")] == [None] * 4


def test_count_asks_how_many_lines_a_line_prints() -> None:
    """Of all its runs together."""
    source = "import asyncio\nasync def main():\n    for n in 'abc':\n        print(n)  #? count\n        await asyncio.sleep(0)  #? count: How many sleeps?\nasyncio.run(main())\n"
    printed, slept = questions(record(source), parse_lesson(source, "a.py").remarks)
    assert (right(printed), printed.text) == ("3", "How many lines does line 4 print?")
    assert (right(slept), slept.text) == ("3", "How many sleeps?")
    assert judge_number(printed, "3").right  # type: ignore[union-attr]
    assert not judge_number(printed, "4").right  # type: ignore[union-attr]
    assert list(printed.options) == sorted(printed.options, key=int)


def test_order_asks_for_what_comes_after_the_mark() -> None:
    """Each place is judged by its text; the first wrong one is told."""
    recording, question = only(table="#? order")
    truth = [question.options[i] for i in question.answer]
    assert truth == ["ready after 2", "water on", "ready after 1"]
    assert list(question.options) != truth
    assert judge_answer(question, question.answer).right
    wrong = judge_answer(question, (question.answer[0], question.answer[2], question.answer[1]))
    assert (wrong.parts, wrong.first_wrong) == ((True, False, False), 1)
    assert wrong.mark is not None
    assert recording.events[wrong.mark].text == "water on\n"  # type: ignore[attr-defined]


def test_lines_of_the_same_text_may_change_places() -> None:
    """Nobody can tell them apart."""
    source = "print('a')\nprint('b')\nprint('a')\n"
    (question,) = questions(record(source), ())
    first, second, third = question.answer
    assert judge_answer(question, (third, second, first)).right
    assert not judge_answer(question, (first, third, second)).right


def test_ends_asks_for_each_task_of_the_program_s_own() -> None:
    """Those of the library are not asked for."""
    _, question = only(cancelled="#? ends")
    assert question.items == ("1 main", "2 brew", "3 brew")
    assert question.options == ENDS
    assert right(question) == "1 main returns; 2 brew returns; 3 brew is cancelled"
    judged = judge_answer(question, (ENDS.index("returns"), ENDS.index("raises"), ENDS.index("is cancelled")))
    assert (judged.right, judged.parts) == (False, (True, False, True))


def test_a_task_in_a_deadlock_never_ends() -> None:
    """And one that raises is told so."""
    source = "import asyncio\nasync def bad():\n    raise OSError\nasync def main():\n    task = asyncio.create_task(bad())\n    await asyncio.wait([task])\n    await asyncio.Event().wait()\nasyncio.run(main())  #? ends\n"
    (question,) = questions(record(source), parse_lesson(source, "a.py").remarks)
    assert right(question) == "1 main never ends; 2 bad raises"


def test_a_choice_is_the_author_s() -> None:
    """His options in his order, before the run; without words of its own it asks what the lesson asks."""
    source = "print(1)  #? choice: one* | two\nprint(2)  #? choice: Who is right? | A | B*\n"
    one, two = questions(record(source), parse_lesson(source, "a.py").remarks, ask="How many?")
    assert (one.text, one.options, right(one), one.seq) == ("How many?", ("one", "two"), "one", 0)
    assert (two.text, two.options, right(two)) == ("Who is right?", ("A", "B"), "B")
    assert judge_answer(one, (0,)).right
    assert not judge_answer(one, (1,)).right


@pytest.mark.parametrize("text", ["choice:", "choice: A | B", "choice: A* | B*", "choice: A*", "choice: | A*", "nxet"])
def test_a_question_without_sense_warns_its_author(text: str) -> None:
    """And is not asked."""
    lesson = parse_lesson(f"print(1)  #? {text}\n", "a.py")
    assert lesson.remarks == ()
    assert lesson.warnings[0].startswith("a.py:1: ")


def test_without_marks_the_whole_output_is_put_in_order() -> None:
    """Reports on stderr count as lines: a traceback is one."""
    source = "import sys\nprint('one')\nprint('two', file=sys.stderr)\nprint('three')\n1 / 0\n"
    (question,) = questions(record(source), ())
    truth = [question.options[i] for i in question.answer]
    assert truth == ["one", "stderr: two", "three", "stderr: ZeroDivisionError: division by zero"]


def test_a_run_that_prints_nothing_is_asked_how_its_tasks_end() -> None:
    """And one without tasks nothing at all."""
    (question,) = questions(record("import asyncio\nasyncio.run(asyncio.sleep(0))\nasync def f(): pass\nasyncio.run(f())\n"), ())
    assert (question.kind, question.items) == ("ends", ("4 f",))
    assert questions(record("x = 1\n"), ()) == []


def test_a_mark_on_a_line_that_never_ran_is_left_out() -> None:
    """Nothing true can be asked about it."""
    source = "import asyncio\nasync def never():\n    print('x')  #? next\nprint('a')  #? next\nprint('b')\n"
    (question,) = questions(record(source), parse_lesson(source, "a.py").remarks)
    assert question.line == 4


def test_the_same_run_and_seed_give_the_same_questions() -> None:
    """Another seed may shuffle them otherwise; the answer stays."""
    recording, _ = tea(planned="#? next", table="#? order")
    remarks = parse_lesson(recording.source, "snippet.py").remarks
    assert questions(recording, remarks, 7) == questions(recording, remarks, 7)
    shuffles = {questions(recording, remarks, seed)[1].options for seed in range(8)}
    assert len(shuffles) > 1
    assert {right(questions(recording, remarks, seed)[0]) for seed in range(8)} == {"water on"}


def test_control_characters_of_a_snippet_never_reach_a_choice() -> None:
    """And a line of any length is cut."""
    source = "print('\\x1b[31mred' + 'x' * 500)\nprint('two')\n"
    (question,) = questions(record(source), ())
    assert all(option.isprintable() and len(option) <= 60 for option in question.options)


SHAPES = """x = 1
if x:
    pass
def f():
    y = [
        1,
    ]
try:
    f()
except ValueError:
    x = 2
"""


@settings(max_examples=150, deadline=None)
@given(event_lists, st.integers(0, 14), st.sampled_from(QUESTIONS))
def test_no_trace_however_odd_breaks_a_question(events, line, kind):
    """What comes from a runner is hostile: there is a question with its answer, or none."""
    recording = Recording(source=SHAPES, keyframe_every=5)
    for event in events:
        with contextlib.suppress(IllegalEvent):
            recording.append(event)
    remark = Remark(line, kind, "", ("a", "b"), 1)
    for question in questions(recording, [remark, Remark(line, "note", "n")]):
        assert judge_answer(question, question.answer).right
        assert 0 <= question.seq <= recording.seq
        assert all(0 <= i < max(1, recording.seq) for i in question.truth)
        assert question.right_answer()
    notes(recording, [Remark(line, "note", "n")])


def test_notes_come_when_their_line_has_run() -> None:
    """In the order of the run, not of the text; above its line a note speaks of the line below."""
    source = "import asyncio\nasync def a():\n    #: first\n    #: and long\n    print('x')\nasync def main():\n    print('m')  #: zero\n    await a()\n    await asyncio.sleep(1)\n    return 1  #: last\nasyncio.run(main())\n"
    recording = record(source)
    told = notes(recording, parse_lesson(source, "a.py").remarks)
    assert [remark.text for _, remark in told] == ["zero", "first and long", "last"]
    printed = {line.text: line.seq for line in recording.output}
    assert (told[0][0], told[1][0]) == (printed["m"] + 1, printed["x"] + 1)


def test_the_answer_is_that_of_the_text_in_the_editor() -> None:
    """After an edit the same mark has another answer."""
    source = next(lesson for lesson in LESSONS if lesson.slug == "create_task").source
    edited = source.replace("    await asyncio.sleep(1)     #? who: Which task runs now?\n", "")
    assert edited != source
    answers = [right(questions(record(text), parse_lesson(text, "a.py").remarks)[0]) for text in (source, edited)]
    assert answers == ["water on", "table is set"]


def test_every_question_of_our_lessons_can_be_asked() -> None:
    """Each mark makes one question, its right answer is among its choices once, and no answer is given away before it is asked."""
    for lesson, recording in record_lessons(LESSONS):
        asked = questions(recording, lesson.remarks, ask=lesson.ask)
        assert len(asked) == sum(remark.kind != "note" for remark in lesson.remarks), lesson.stem
        for question in asked:
            assert len(question.options) >= 2
            assert len(question.answer) == max(1, len(question.items)) == len(question.truth)
            if question.kind != "order":
                assert len(set(question.options)) == len(question.options)
            if question.kind in ("next", "who", "order"):
                assert question.truth[0] >= question.seq, f"{lesson.stem}:{question.line}"
            assert judge_answer(question, question.answer).right
