"""Which lessons there are, in which order, and which one a name means: ours and those of a teacher's own folders."""

from __future__ import annotations

import os
import pathlib

import pytest

from asyncplay.lessons.lesson import Library, lesson_paths
from asyncplay.lessons.library import UNITS, programs

LESSON = '"""{title}\n\nLevel: 2\nUnit: {unit}\nConcepts: {concepts}\nNext: {next}\n"""\nprint(1)\n'


def write(folder: pathlib.Path, name: str, title: str = "T", unit: str = "Mine", concepts: str = "queue, lock", next: str = "-") -> pathlib.Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(LESSON.format(title=title, unit=unit, concepts=concepts, next=next))
    return path


def test_a_folder_s_lessons_are_its_programs_in_order(tmp_path: pathlib.Path) -> None:
    """By number, then by name; hidden files and helpers are none."""
    for name in ("10_b.py", "2_a.py", "zoo.py", "ape.py", "_helper.py", ".hidden.py", "notes.txt"):
        write(tmp_path, name)
    assert [path.name for path in programs(tmp_path)] == ["2_a.py", "10_b.py", "ape.py", "zoo.py"]
    assert programs(tmp_path / "nowhere") == []


def test_one_s_own_lesson_wins_over_ours_and_ours_is_still_there(tmp_path: pathlib.Path) -> None:
    """`FOLDER/NAME` means the one in that folder."""
    mine = write(tmp_path / "mine", "05_create_task.py")
    library = Library([tmp_path / "mine"])
    ours = Library().find_path("05_create_task")
    for name in ("5", "05", "create_task", "05_create_task", "mine/create_task", "mine/5"):
        assert library.find_path(name) == mine, name
    for name in ("scenarios/5", "scenarios/create_task"):
        assert library.find_path(name) == ours, name
    assert library.hidden() == [(ours, "scenarios/05_create_task")]


def test_an_earlier_folder_wins_over_a_later_one(tmp_path: pathlib.Path) -> None:
    """As on a search path."""
    one, two = write(tmp_path / "one", "tea.py"), write(tmp_path / "two", "tea.py")
    library = Library([tmp_path / "one", tmp_path / "two"])
    assert library.find_path("tea") == one
    assert library.find_path("two/tea") == two
    assert library.hidden() == [(two, "two/tea")]


@pytest.mark.parametrize("name", ["", "/", "mine/", "mine/nothing", "nowhere/tea", "../tea", "mine/tea.py"])
def test_other_names_find_nothing(tmp_path: pathlib.Path, name: str) -> None:
    """Not even a file outside."""
    write(tmp_path, "tea.py")
    write(tmp_path / "mine", "tea.py")
    assert Library([tmp_path / "mine"]).find_path(name) is None


def test_units_of_one_s_own_come_after_ours(tmp_path: pathlib.Path) -> None:
    """In the order in which they are met; a lesson for one of our units stands among ours."""
    write(tmp_path, "01_x.py", unit="Trio")
    write(tmp_path, "02_y.py", unit="Curio")
    write(tmp_path, "03_z.py", unit="Tasks")
    units = dict(Library([tmp_path]).units())
    assert list(units) == [*UNITS, "Trio", "Curio"]
    assert "z" in [heading.slug for heading in units["Tasks"]]


def test_inside_a_unit_the_way_is_where_next_leads(tmp_path: pathlib.Path) -> None:
    """By number where it does not lead; a ring of them ends."""
    for name, following in (("01_a.py", "c"), ("02_b.py", "a"), ("03_c.py", "b"), ("04_d.py", "-")):
        write(tmp_path, name, next=following)
    slugs = [heading.slug for heading in dict(Library([tmp_path]).units())["Mine"]]
    assert slugs == ["d", "a", "c", "b"]


def test_next_and_previous_lead_through_the_course() -> None:
    """Beyond its ends there is nothing."""
    library = Library()
    first, second = library.headings()[:2]
    assert library.beside(first.path, 1) == second
    assert library.beside(second.path, -1) == first
    assert library.beside(first.path, -1) is None
    assert library.beside(library.headings()[-1].path, 1) is None
    assert library.beside("nowhere.py", 1) is None


def test_a_search_finds_concepts_first() -> None:
    """Every word must be met, in any case."""
    found = [heading.slug for heading in Library().search("QUEUE join")]
    assert found[0] in ("queue", "join_forever")
    assert set(found) >= {"queue", "join_forever"}
    assert Library().search("no such thing") == []
    assert len(Library().search("")) == len(lesson_paths())


def test_a_file_is_read_again_only_after_it_changed(tmp_path: pathlib.Path) -> None:
    """And one that is no Python is left out, until it is."""
    path = write(tmp_path, "tea.py", title="Old")
    library = Library([tmp_path])

    def titles() -> list[str]:
        return [heading.title for heading in library.headings() if heading.path == path]

    assert titles() == ["Old"]
    path.write_text("def broken(:")
    assert titles() == []
    write(tmp_path, "tea.py", title="New")
    os.utime(path, ns=(1, 1))
    assert titles() == ["New"]
