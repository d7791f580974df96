"""How the editor's keys behave where TextArea's differ: indenting, commenting, selecting, keys that must not be typed, pasted text.

Keys that other panes or commands have are given up here: F6, F7, Ctrl+Shift+K, and everything with Alt.
"""

from __future__ import annotations

import re
from itertools import takewhile

from textual import events
from textual.binding import Binding
from textual.widgets import TextArea
from textual.widgets.text_area import Selection

from asyncplay.ui import _hacks

INDENT = "    "
BURST_S = 0.004
"""Keys so close to each other are one burst: a paste that the terminal did not announce, or typing that a slow line delivers in a lump."""
PASTE_KEYS = 24
"""So many letters and line ends in one burst are a paste: nobody types so much while a line lags. No indentation is added to them."""
INDENTED_KEYS = 8
"""Of so many, those lines get none that bring their own."""
_LEAVES = re.compile(r"\s*(return|pass|break|continue|raise)\b")
_GOES_ON = ("(", "[", "{", ",", "\\")
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_MOVES = {
    "up": "cursor_up", "down": "cursor_down", "left": "cursor_left", "right": "cursor_right", "home": "cursor_line_start", "end": "cursor_line_end",
    "ctrl+left": "cursor_word_left", "ctrl+right": "cursor_word_right", "ctrl+a": "cursor_line_start", "ctrl+e": "cursor_line_end",
    "pageup": "page_select(-1)", "pagedown": "page_select(1)",
}  # fmt: skip


def clean(text: str) -> str:
    """Pasted text as it is taken: lines end with \\n, tabs are spaces, nothing controls a terminal."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", INDENT)
    return _UNWANTED.sub("", text)


def _binding(key: str, action: str, description: str) -> Binding:
    return Binding(key, action, description, show=False)


class Editing(TextArea, inherit_bindings=False):
    """Mixed into the editor."""

    BINDINGS = [
        *(_binding(key, f"cursor_{key}", f"Cursor {key}") for key in ("up", "down", "left", "right")),
        *(_binding(f"shift+{key}", f"cursor_{key}(True)", f"Select {key}") for key in ("up", "down", "left", "right")),
        *(_binding(f"ctrl+{key}", f"cursor_word_{key}", f"Word {key}") for key in ("left", "right")),
        *(_binding(f"ctrl+shift+{key}", f"cursor_word_{key}(True)", f"Select word {key}") for key in ("left", "right")),
        _binding("home", "cursor_line_start", "First letter, line start"),
        _binding("shift+home", "cursor_line_start(True)", "Select to line start"),
        _binding("end,ctrl+e", "cursor_line_end", "Line end"),
        _binding("shift+end", "cursor_line_end(True)", "Select to line end"),
        _binding("ctrl+a", "line_start_or_all", "Line start, all"),
        _binding("pageup", "cursor_page_up", "Page up"),
        _binding("pagedown", "cursor_page_down", "Page down"),
        _binding("ctrl+circumflex_accent", "select_mode", "Arrows select, until Esc"),
        _binding("enter,ctrl+j", "new_line", "New line, indented"),
        _binding("tab", "indent", "Indent"),
        _binding("shift+tab", "dedent", "Dedent"),
        _binding("backspace", "delete_left", "Delete left"),
        _binding("delete,ctrl+d", "delete_right", "Delete right"),
        _binding("ctrl+w,ctrl+backspace", "delete_word_left", "Delete word left"),
        _binding("ctrl+u", "delete_to_start_of_line", "Delete to line start"),
        _binding("ctrl+k", "delete_to_end_of_line_or_delete_line", "Delete to line end"),
        _binding("ctrl+x", "cut", "Cut; without a selection the line"),
        _binding("ctrl+c", "copy", "Copy"),
        _binding("ctrl+v", "paste", "Paste"),
        _binding("ctrl+z", "undo", "Undo"),
        _binding("ctrl+y", "redo", "Redo"),
        _binding("ctrl+underscore", "comment", "Comment"),
    ]

    _last_key = ("", 0.0)
    _again = False
    """The key is the same as the one before."""
    _burst = 0
    """So many letters and line ends came in one burst until now."""
    _guessed: tuple[tuple[int, int, bool], ...] = ()
    """Rows that were indented since the burst began, how deep, and whether spaces followed; wrongly, if it turns out to be a paste."""
    _selects = False
    """Moves select, since Ctrl+^."""

    async def _on_key(self, event: events.Key) -> None:
        self._again = event.key == self._last_key[0]
        self._count_burst(event)
        if self._selects and event.key in _MOVES:
            action = _MOVES[event.key]
            actions = [action if action.endswith(")") else f"{action}(True)"]
        else:
            actions = _hacks.own_actions(self, event.key)
        if actions and await self.app.run_action(actions[0], default_namespace=self):
            event.stop()
            event.prevent_default()
        elif event.key.startswith("alt+"):
            event.prevent_default()  # not a letter: it is not typed

    def _count_burst(self, event: events.Key) -> None:
        """A key that is no text was typed by a person, and so was what stands around it. Text is never taken away, only indentation of ours."""
        close = event.time - self._last_key[1] < BURST_S
        if self._guessed and self._last_key[0] in ("enter", "ctrl+j") and event.key in ("space", "tab"):
            self._guessed = (*self._guessed[:-1], (*self._guessed[-1][:2], True))
        self._last_key = (event.key, event.time)
        if not event.is_printable and event.key not in ("enter", "ctrl+j", "tab"):
            self._burst, self._guessed = 0, ()
            return
        self._burst = self._burst + 1 if close else 1
        if self._burst == 1:
            self._guessed = ()
        elif self._guessed and self._burst >= INDENTED_KEYS:
            wrong = [guess for guess in self._guessed if guess[2] or self._burst >= PASTE_KEYS]
            self._guessed = tuple(guess for guess in self._guessed if guess not in wrong)
            for row, depth, _ in wrong:
                if self.document.get_line(row)[:depth] == " " * depth:
                    self.delete((row, 0), (row, depth))

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self._put(event.text)

    def action_paste(self) -> None:
        self._put(self.app.clipboard)

    def _put(self, text: str) -> None:
        self._replace_via_keyboard(clean(text), *self.selection)

    # lines

    def code_of(self, row: int) -> str:
        """The line without its comment."""
        return self.document.get_line(row)

    def action_new_line(self) -> None:
        """A new line; as deep as this one, deeper after a colon, less deep after a statement that leaves; in a paste as it comes."""
        row, column = min(self.selection)
        before = self.document.get_line(row)[:column]
        code = self.code_of(row)[:column].rstrip()
        margin = "".join(takewhile(str.isspace, before))
        if code.endswith(":"):
            margin += INDENT
        elif _LEAVES.match(code) and not code.endswith(_GOES_ON):
            margin = margin.removesuffix(INDENT)
        if self._burst >= PASTE_KEYS:
            margin = ""
        self._replace_via_keyboard("\n" + margin, *self.selection)
        if margin:
            self._guessed += ((row + 1, len(margin), False),)

    def _rows(self) -> range:
        (top, _), (bottom, column) = sorted(self.selection)
        return range(top, bottom + (1 if column or top == bottom else 0))

    def action_indent(self) -> None:
        """To the next stop; a selection: its lines."""
        if self.selection.is_empty:
            column = self.cursor_location[1]
            self._replace_via_keyboard(" " * (len(INDENT) - column % len(INDENT)), *self.selection)
        else:
            self._change_lines([INDENT + line if line.strip() else line for line in self._lines()])

    def action_dedent(self) -> None:
        """One stop less, for the line or the selection's lines."""
        self._change_lines([line.removeprefix("\t") if line[:1] == "\t" else _shallower(line) for line in self._lines()])

    def action_comment(self) -> None:
        """Comment the lines, or bring them back."""
        lines = self._lines()
        code = [line for line in lines if line.strip()]
        if code and all(line.lstrip().startswith("#") for line in code):
            self._change_lines([re.sub(r"^(\s*)# ?", r"\1", line) for line in lines])
        elif code:
            depth = min(len(line) - len(line.lstrip()) for line in code)
            self._change_lines([f"{line[:depth]}# {line[depth:]}" if line.strip() else line for line in lines])

    def _lines(self) -> list[str]:
        return [self.document.get_line(row) for row in self._rows()]

    def _change_lines(self, lines: list[str]) -> None:
        rows, old = self._rows(), self._lines()
        if lines == old:
            return
        selection = self.selection
        self.replace("\n".join(lines), (rows[0], 0), (rows[-1], len(old[-1])), maintain_selection_offset=False)
        shift = {row: len(new) - len(was) for row, new, was in zip(rows, lines, old, strict=True)}

        def moved(place: tuple[int, int]) -> tuple[int, int]:
            return (place[0], max(0, place[1] + shift.get(place[0], 0)) if place[1] else 0)

        self.selection = Selection(moved(selection.start), moved(selection.end))

    # moving and selecting

    def action_line_start_or_all(self) -> None:
        """The line's start; the second time everything."""
        if self._again:
            self.action_select_all()
        else:
            self.move_cursor((self.cursor_location[0], 0))

    def action_select_mode(self) -> None:
        """From here on moves select, until Esc or a change."""
        self._selects = not self._selects

    def action_page_select(self, pages: int) -> None:
        """Select a page more."""
        start = self.selection.start
        if pages < 0:
            self.action_cursor_page_up()
        else:
            self.action_cursor_page_down()
        self.selection = Selection(start, self.selection.end)

    def watch_selection(self, before: Selection, after: Selection) -> None:
        if after.is_empty and not before.is_empty:
            self._selects = False  # Esc, a click or a change ended it

    def on_blur(self) -> None:
        self._selects = False


def _shallower(line: str) -> str:
    return line[min(len(INDENT), len(line) - len(line.lstrip(" "))) :]
