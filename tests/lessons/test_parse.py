"""What a scenario file says, and what is made of one that says it badly."""

from __future__ import annotations

import pathlib
import sys

import pytest

from asyncplay.lessons.check import unmet
from asyncplay.lessons.parse import LessonError, parse_lesson, read_lesson

TEA = '''"""Tea takes time

The first paragraph
goes on here.

The second one: it is short.

Level: 2
Unit: First steps
Concepts: sleep, ready queue
Ask: What
  prints second?
Aha: Nothing.
Needs: 3.12
Try: Something.
Make: More of it.
Next: brew_coffee
Clock: real
"""

import asyncio

text = """
#= not a fact
#? not a question
"""
print("tea")   #? next
print("#: no note")   #: a note
#=====================
asyncio.run(main())  #? who: Which task?

#= prints "tea"
#= tasks 2
'''


def test_a_lesson_is_its_docstring_its_program_and_its_facts() -> None:
    """Title, text and every field are read, and the editor's lines lie between docstring and facts."""
    lesson = parse_lesson(TEA, "scenarios/05_make_tea.py")
    assert (lesson.slug, lesson.number, lesson.stem, lesson.title) == ("make_tea", 5, "05_make_tea", "Tea takes time")
    assert lesson.text == "The first paragraph goes on here.\n\nThe second one: it is short."
    assert (lesson.level, lesson.unit, lesson.concepts) == (2, "First steps", ("sleep", "ready queue"))
    assert (lesson.ask, lesson.aha, lesson.try_, lesson.needs, lesson.clock) == ("What prints second?", "Nothing.", "Something.", "3.12", "real")
    assert (lesson.make, lesson.next) == ("More of it.", "brew_coffee")
    lines = TEA.split("\n")
    assert lines[lesson.program_start - 1] == "import asyncio"
    assert lines[lesson.program_end - 1].startswith("asyncio.run")
    assert lesson.program.startswith("import asyncio\n")
    assert not lesson.warnings


def test_only_comments_hold_facts_and_remarks() -> None:
    """Strings, banners and comments after code are no facts."""
    lesson = parse_lesson(TEA, "tea.py")
    assert [fact.text for fact in lesson.facts] == ['prints "tea"', "tasks 2"]
    assert [(r.kind, r.text) for r in lesson.remarks] == [("next", ""), ("note", "a note"), ("who", "Which task?")]


def test_an_unknown_field_warns_with_its_line() -> None:
    """A field from the future fails no lesson."""
    lesson = parse_lesson('"""Title\n\nLevel: 1\nMood: good\n  and better\nUnit: U\n"""\n', "a.py")
    assert lesson.warnings == ("a.py:4: unknown field 'Mood'",)
    assert (lesson.unit, lesson.text) == ("U", "")


@pytest.mark.parametrize("field", ["Level: high", "Clock: sundial"])
def test_a_field_without_sense_warns(field: str) -> None:
    """The lesson is read all the same."""
    lesson = parse_lesson(f'"""Title\n\n{field}\n"""\n', "a.py")
    assert len(lesson.warnings) == 1
    assert (lesson.level, lesson.clock) == (1, "")


def test_a_fact_behind_code_warns() -> None:
    """It would be believed to hold."""
    lesson = parse_lesson("print(1)  #= prints 1\n", "a.py")
    assert lesson.facts == ()
    assert lesson.warnings[0].startswith("a.py:1: a fact stands on a line of its own")


def test_there_may_be_several_exercises() -> None:
    """A line each; of any other field the last one counts."""
    lesson = parse_lesson('"""T\n\nLevel: 1\nTry: one\n  goes on\nTry: two\nLevel: 2\n"""\n', "a.py")
    assert (lesson.try_, lesson.level) == ("one goes on\ntwo", 2)


@pytest.mark.parametrize(
    ("needs", "met"),
    [("", True), ("3.11", True), ("3.12", True), ("3.13", False), ("Python 3.13", False), (">=3.12", True), ("3.13+", False), ("linux", sys.platform == "linux"), ("unix, 3.13", False), ("windows", sys.platform == "win32"), ("luck", False)],
)
def test_what_a_lesson_needs(needs: str, met: bool) -> None:
    """A version, a system; what nobody knows is not met."""
    assert (unmet(needs, (3, 12)) == "") is met


def test_an_unknown_question_warns() -> None:
    """A `#?` that is misspelt is not shown, and its author hears of it."""
    lesson = parse_lesson("x = 1  #? nxet\n", "a.py")
    assert lesson.remarks == ()
    assert lesson.warnings[0].startswith("a.py:1:")


WRONG_WORDS = ["", 'prints "1', "tooks 3", 'before "a"', "silent 1"]
WRONG_NUMBERS = ["tasks many", "tasks", "tasks 1 2", "took -1", "took inf", "at 1.0", "took > 3", "peak 1.5", "peak < 3"]


@pytest.mark.parametrize("fact", WRONG_WORDS + WRONG_NUMBERS)
def test_a_malformed_fact_names_file_and_line(fact: str) -> None:
    """It is an error when the lesson is read, whatever the program does."""
    with pytest.raises(LessonError) as caught:
        parse_lesson(f'"""T"""\nprint(1)\n#= {fact}\n', "dir/a.py")
    assert str(caught.value).startswith("dir/a.py:3: ")
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_python_names_its_line() -> None:
    """Syntax errors are told like malformed facts."""
    with pytest.raises(LessonError) as caught:
        parse_lesson('"""T"""\n\ndef broken(:\n', "a.py")
    assert (caught.value.path, caught.value.line) == ("a.py", 3)


def test_any_program_is_a_lesson_of_a_kind() -> None:
    """Without docstring and facts it has the file's name, and the editor shows the whole of it."""
    lesson = parse_lesson("import asyncio\nawait asyncio.sleep(0)\n", "my.py")
    assert (lesson.title, lesson.slug, lesson.number, lesson.facts) == ("my", "my", None, ())
    assert (lesson.program_start, lesson.program_end) == (1, 2)


@pytest.mark.parametrize("source", ["", '"""only words"""', "#= tasks 0", '"""T"""\n#= silent\n', "\n\n"])
def test_a_lesson_without_a_program_can_be_read(source: str) -> None:
    """Nothing is there to show, and nothing breaks."""
    assert parse_lesson(source, "a.py").program.strip() == ""


def test_line_numbers_are_the_interpreter_s(tmp_path: pathlib.Path) -> None:
    """Form feeds and odd separators end no line; carriage returns do; a cookie and a byte order mark are honoured."""
    path = tmp_path / "a.py"
    path.write_bytes(b'\xef\xbb\xbf"""T\x0c"""\r\nx = "\xe2\x80\xa8"\r\n#= silent\r\n')
    assert [fact.line for fact in read_lesson(path).facts] == [3]
    path.write_bytes('# coding: latin-1\n"""Tränke"""\n'.encode("latin-1"))
    assert read_lesson(path).title == "Tränke"


@pytest.mark.parametrize("data", [b"\x00", b"x = '\xff'\n", b"# coding: klingon\n"])
def test_a_file_that_is_not_text_is_no_lesson(tmp_path: pathlib.Path, data: bytes) -> None:
    """It is refused in one line."""
    path = tmp_path / "a.py"
    path.write_bytes(data)
    with pytest.raises(LessonError, match="is not text"):
        read_lesson(path)
