"""Every touch of Textual's private API by the output layer, for 8.2.x. `tests/ui/terminal/test_canary.py` tells when one is gone; if one is, the
program falls back to Textual's own output by itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from textual.app import App

from asyncplay.ui.terminal.wire import Piece, Wire

OFF_SWITCH = "ASYNCPLAY_STOCK_OUTPUT"


def parser(debug: bool) -> Any:
    """What makes events of what the terminal sends (8.2.8: `_xterm_parser.XTermParser`)."""
    from textual._xterm_parser import XTermParser

    return XTermParser(debug)


def silence(parser: Any) -> list[Any]:
    """What there is once nothing followed for long enough (8.2.8: `Parser._timeout_time`, until when it would wait by itself)."""
    if parser._timeout_time is not None:
        parser._timeout_time = 0.0
    return list(parser.tick())


def pieces(update: Any) -> Iterator[Piece]:
    """Where which strips of cells are in a frame (8.2.8: `LayoutUpdate.strips`, `ChopsUpdate.chops`, `.spans`, `.chop_ends`)."""
    if hasattr(update, "strips"):
        for y, line in enumerate(update.strips, update.region.y):
            x = update.region.x
            for strip in line:
                if strip is not None:
                    yield x, y, strip
                    x += strip.cell_length
        return
    chops, ends = update.chops, update.chop_ends
    for y, left, right in update.spans:
        for end, (x, strip) in zip(ends[y], chops[y].items(), strict=False):
            if strip is not None and x <= right and end > left:
                yield x, y, strip if end <= right else strip.crop(0, right - x)


def is_known() -> bool:
    """Whether Textual is as we know it."""
    try:
        from textual._compositor import ChopsUpdate, LayoutUpdate
        from textual._xterm_parser import XTermParser
        from textual.driver import Driver
    except ImportError:
        return False
    parts = [(App, "_display"), (LayoutUpdate, "render_segments"), (ChopsUpdate, "render_segments"), (XTermParser, "feed"), (XTermParser, "tick")]
    return all(hasattr(owner, name) for owner, name in parts) and hasattr(Driver, "process_message")


def is_wanted() -> bool:
    """Whether nobody switched it off."""
    return os.environ.get(OFF_SWITCH, "") in ("", "0")


def wire_of(app: Any) -> Wire | None:
    """The wire of an application; None with Textual's own output, and in tests without a terminal (8.2.8: `App._driver`)."""
    return getattr(app._driver, "wire", None)


class Wired(App[Any]):
    """Mixed into an application: its frames go over the wire (8.2.8: `App._display` is where every frame passes)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if is_wanted() and is_known():
            from asyncplay.ui.terminal.driver import TerminalDriver

            kwargs.setdefault("driver_class", TerminalDriver)
        super().__init__(*args, **kwargs)

    def _display(self, screen: Any, renderable: Any) -> None:
        wire = wire_of(self)
        update = hasattr(renderable, "strips") or hasattr(renderable, "chops")
        if wire is None or not update or self._batch_count or not self._running or self._closed:
            super()._display(screen, renderable)
            return
        try:
            cursor = screen.outer_size.clamp_offset(self.cursor_position)
            wire.show(pieces(renderable), screen.outer_size, cursor)
        except Exception as error:
            self._handle_exception(error)
