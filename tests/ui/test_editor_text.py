"""The editor's lines: as Textual's document does it, but for where lines end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from textual.widgets.text_area import Document

from asyncplay.ui.widgets.editor_text import SourceText, drawable

texts = st.text("ab\n日\t", max_size=20)


@given(texts, st.lists(st.tuples(st.integers(0, 10), st.integers(0, 5), st.integers(0, 10), st.integers(0, 5), texts), max_size=5))
def test_edits_give_what_textuals_own_document_gives(text: str, edits: list[tuple[int, int, int, int, str]]) -> None:
    """Lines, text, size, and what each edit tells."""
    told: list[tuple[int, int, int]] = []
    ours, theirs = SourceText(text, lambda *rows: told.append(rows)), Document(text)
    assert (ours.lines, ours.text, ours.get_size(4)) == (theirs.lines, theirs.text, theirs.get_size(4))
    for first, left, second, right, new in edits:
        rows = min(first, ours.line_count - 1), min(second, ours.line_count - 1)
        start, end = sorted((row, min(column, len(ours.lines[row]))) for row, column in zip(rows, (left, right), strict=True))
        before = list(ours.lines)
        assert ours.replace_range(start, end, new) == theirs.replace_range(start, end, new)
        assert (ours.lines, ours.text, ours.get_size(4)) == (theirs.lines, theirs.text, theirs.get_size(4))
        top, old_bottom, new_bottom = told[-1]
        assert before[:top] == ours.lines[:top]
        assert before[old_bottom + 1 :] == ours.lines[new_bottom + 1 :]


def test_deleting_past_the_end_is_told_within_the_text() -> None:
    """Textual deletes the last line that way."""
    told: list[tuple[int, int, int]] = []
    text = SourceText("a\nb", lambda *rows: told.append(rows))
    text.replace_range((1, 0), (2, 0), "")
    assert (text.lines, told) == (["a", ""], [(1, 1, 1)])


@given(st.text(max_size=30))
def test_what_is_drawn_has_the_length_of_the_line_and_nothing_that_a_terminal_obeys(line: str) -> None:
    """Columns and cursor stay right."""
    drawn = drawable(line)
    assert len(drawn) == len(line)
    assert not any((ord(letter) < 32 and letter != "\t") or 0x7F <= ord(letter) <= 0x9F for letter in drawn)
