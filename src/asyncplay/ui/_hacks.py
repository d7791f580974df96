"""Every touch of Textual's private API, for 8.2.x: what it is, and the symptom it cures. `tests/ui/test_hacks.py` tells when one of them is gone."""

from __future__ import annotations

from typing import Any


def forget_lines(area: Any) -> None:
    """TextArea keeps drawn lines; they are stale when marks change (8.2.8: `_line_cache`)."""
    area._line_cache.clear()


def own_actions(widget: Any, key: str) -> list[str]:
    """The actions that a widget itself binds to a key. An unused key bubbles up to the application, whose turn comes after the keys that were
    typed behind it: in a burst they change places (8.2.8: `_bindings`)."""
    return [binding.action for binding in widget._bindings.key_to_bindings.get(key, ())]


def line_at(area: Any, y: int) -> int | None:
    """Which line of the document stands on that row of the widget (8.2.8: `_offset_to_line_info`); None below the end."""
    table = area.wrapped_document._offset_to_line_info
    row = y + int(area.scroll_offset.y)
    return table[row][0] if 0 <= row < len(table) else None
