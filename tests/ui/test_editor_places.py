"""Where lines of a run stand while the text is edited."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from asyncplay.ui.widgets.editor_places import Places
from asyncplay.ui.widgets.editor_text import SourceText

line = st.sampled_from(["", "a", "b", "  c", "await x", "d" * 5])


class Edited:
    """A text with the places of its lines, and edits one after the other."""

    def __init__(self, lines: list[str]) -> None:
        self.places = Places()
        self.text = SourceText("\n".join(lines), lambda *rows: self.places.edited(self.text.lines, *rows))
        self.places.hold(self.text.lines, 10)

    def replace(self, start: tuple[int, int], end: tuple[int, int], new: str) -> tuple[tuple[int, int], tuple[int, int], str]:
        """What undoes it."""
        result = self.text.replace_range(start, end, new)
        return min(start, end), result.end_location, result.replaced_text

    def place(self, data: st.DataObject) -> tuple[int, int]:
        """Any place in the text."""
        row = data.draw(st.integers(0, self.text.line_count - 1))
        return row, data.draw(st.integers(0, len(self.text.lines[row])))

    def shown(self) -> list[int | None]:
        return [self.places.line_at(row, text) for row, text in enumerate(self.text.lines)]


def test_a_line_that_is_split_at_its_start_or_end_stays_the_line_it_is() -> None:
    """Enter before or behind it; in its middle there is neither half of it."""
    for column, expected in ((0, [10, None, 11, 12]), (1, [10, None, None, 12]), (2, [10, 11, None, 12])):
        text = Edited(["a", "bb", "c"])
        text.replace((1, column), (1, column), "\n")
        assert text.shown() == expected


def test_a_block_that_is_indented_and_back_is_what_it_was() -> None:
    """Each of its lines."""
    text = Edited(["a", "b", "c", "d"])
    text.replace((1, 0), (2, 1), "    b\n    c")
    assert text.shown() == [10, None, None, 13]
    assert [text.places.row_of(number) for number in range(9, 15)] == [None, 0, 1, 2, 3, None]
    text.replace((1, 0), (2, 5), "b\nc")
    assert text.shown() == [10, 11, 12, 13]


def test_a_new_text_that_shares_lines_keeps_those() -> None:
    """Reset replaces everything at once."""
    text = Edited(["a", "b", "c", "d"])
    text.replace((0, 0), (3, 1), "a\nnew\nnew\nc\nd")
    assert text.shown() == [10, None, None, 12, 13]


def test_a_line_that_was_deleted_and_typed_again_is_there_again() -> None:
    """Also while something else is still changed."""
    text = Edited(["a", "b", "c", "d"])
    text.replace((3, 1), (3, 1), "!")
    text.replace((1, 0), (2, 0), "")
    assert text.shown() == [10, 12, None]
    text.replace((1, 0), (1, 0), "b\n")
    assert text.shown() == [10, 11, 12, None]


@settings(max_examples=300, deadline=None)
@given(st.lists(line, min_size=1, max_size=8), st.data())
def test_what_a_row_speaks_for_is_its_text_in_order_and_comes_back_with_undo(lines: list[str], data: st.DataObject) -> None:
    """Whatever is edited: no row shows a line of another text, no line is shown twice, and undoing everything shows everything."""
    text = Edited(lines)
    undo = []
    for _ in range(data.draw(st.integers(1, 6))):
        undo.append(text.replace(text.place(data), text.place(data), data.draw(st.lists(line, min_size=1, max_size=4).map("\n".join))))
        shown = [number for number in text.shown() if number is not None]
        assert shown == sorted(set(shown))
        assert all(number is None or lines[number - 10] == now for number, now in zip(text.shown(), text.text.lines, strict=True))
    for start, end, replaced in reversed(undo):
        text.replace(start, end, replaced)
    assert text.text.lines == lines
    assert text.shown() == list(range(10, 10 + len(lines)))
