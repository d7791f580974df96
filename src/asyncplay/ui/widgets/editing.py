"""How the editor's keys behave where TextArea's differ: indenting, commenting, keys that must not be typed, pasted text."""

from __future__ import annotations

import re

from textual import events
from textual.widgets import TextArea

from asyncplay.ui import _hacks

INDENT = "    "
BURST_S = 0.004
"""Keys closer together than this come from a paste that the terminal did not announce: no indentation is added to them."""
_LEAVES = re.compile(r"\s*(return|pass|break|continue|raise)\b")
_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Editing(TextArea):
    """Mixed into the editor."""

    _last_key = 0.0

    async def _on_key(self, event: events.Key) -> None:
        burst = event.time - self._last_key < BURST_S
        self._last_key = event.time
        if event.key in ("enter", "ctrl+j"):
            self._take(event)
            self.action_new_line(indented=not burst)
        elif event.key == "tab":
            self._take(event)
            self.action_indent()
        elif event.key == "shift+tab":
            self._take(event)
            self.action_dedent()
        elif actions := _hacks.own_actions(self, event.key):
            self._take(event)
            await self.run_action(actions[0])
        elif event.key.startswith("alt+"):
            event.prevent_default()  # Esc and a key, close together: the screen takes it apart
        else:
            await super()._on_key(event)

    @staticmethod
    def _take(event: events.Key) -> None:
        event.stop()
        event.prevent_default()

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        text = event.text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", INDENT)
        self._replace_via_keyboard(_UNWANTED.sub("", text), *self.selection)

    def action_new_line(self, indented: bool = True) -> None:
        """A new line; as deep as this one, deeper after a colon, less deep after a statement that leaves."""
        row, column = self.selection.start if self.selection.start <= self.selection.end else self.selection.end
        before = self.document.get_line(row)[:column]
        margin = before[: len(before) - len(before.lstrip())]
        if before.split("#", 1)[0].rstrip().endswith(":"):
            margin += INDENT
        elif _LEAVES.match(before):
            margin = margin.removesuffix(INDENT)
        self._replace_via_keyboard("\n" + (margin if indented else ""), *self.selection)

    def _rows(self) -> range:
        (top, _), (bottom, column) = sorted((self.selection.start, self.selection.end))
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
        self._change_lines([line[min(len(INDENT), len(line) - len(line.lstrip(" "))) :] for line in self._lines()])

    def action_comment(self) -> None:
        """Comment the lines, or bring them back."""
        lines = self._lines()
        code = [line for line in lines if line.strip()]
        if code and all(line.lstrip().startswith("#") for line in code):
            self._change_lines([re.sub(r"^(\s*)# ?", r"\1", line) for line in lines])
        elif code:
            depth = min(len(line) - len(line.lstrip()) for line in code)
            self._change_lines([f"{line[:depth]}# {line[depth:]}" if line.strip() else line for line in lines])

    def action_line_start_or_all(self) -> None:
        """The line's start; there already: everything."""
        if self.cursor_location[1] == 0:
            self.action_select_all()
        else:
            self.action_cursor_line_start()

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
            return (place[0], max(0, place[1] + shift.get(place[0], 0)))

        self.selection = type(selection)(moved(selection.start), moved(selection.end))
