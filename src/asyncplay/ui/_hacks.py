"""Every touch of Textual's private API, for 8.2.x: what it is, and the symptom it cures. `tests/ui/test_editor_hacks.py` tells when one is gone."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

from textual import events
from textual import screen as screen_module
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.binding import Binding, BindingsMap
from textual.document._document_navigator import DocumentNavigator
from textual.document._wrapped_document import WrappedDocument
from textual.dom import DOMNode
from textual.geometry import Size
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widgets.text_area import Document

_INTRODUCERS = "[O]P_^X"
"""What follows Esc in the longer sequences of terminals."""


def forget_lines(area: Any) -> None:
    """TextArea keeps drawn lines; they are stale when colours come (8.2.8: `_line_cache`)."""
    area._line_cache.clear()


def matching_bracket(area: Any) -> tuple[int, int] | None:
    """Where the bracket stands that is shown with the one at the cursor (8.2.8: `_matching_bracket_location`)."""
    location: tuple[int, int] | None = area._matching_bracket_location
    return location


def own_actions(widget: Any, key: str) -> list[str]:
    """The actions that a widget itself binds to a key. An unused key bubbles up to the application, whose turn comes after the keys that were
    typed behind it: in a burst they change places (8.2.8: `_bindings`)."""
    return [binding.action for binding in widget._bindings.key_to_bindings.get(key, ())]


def add_bindings(node: Any, bindings: list[Binding]) -> None:
    """Keys that are known only when the settings are read: Textual takes them from the class, and its keymap cannot give a key to a command that has
    none of its own (8.2.8: `_bindings`)."""
    node._bindings = BindingsMap.merge([node._bindings, BindingsMap(bindings)])


class _Unwrapped(WrappedDocument):
    """The height of a text was counted line by line for each line that is drawn (8.2.8: `WrappedDocument.height`); not wrapped it is known."""

    @property
    def height(self) -> int:
        return self.document.line_count


def use_document(area: Any, document: Document) -> None:
    """TextArea makes its own Document, which splits lines at form feeds and U+2028, and joins all of them for each line that is drawn (8.2.8:
    `_set_document`). For an area that does not wrap."""
    area.document = document
    area.wrapped_document = _Unwrapped(document, tab_width=area.indent_width)
    area.navigator = DocumentNavigator(area.wrapped_document)
    area._build_highlight_map()
    area.move_cursor((0, 0))
    area._rewrap_and_refresh_virtual_size()


@functools.cache
def split_escape_and_key() -> None:
    """Esc and a key within ESCDELAY came as `alt+r`, `∞` or a plain `,` and were typed into the text: now they are Esc and that key (8.2.8:
    `XTermParser._sequence_to_key_events`). The `[` or `O` of a sequence that broke off is dropped. To be called before the app starts."""
    XTermParser._sequence_to_key_events = _split(XTermParser._sequence_to_key_events)  # type: ignore[method-assign]


def _split(read: Callable[..., Any]) -> Callable[..., Iterator[events.Key]]:
    @functools.wraps(read)
    def split(self: XTermParser, sequence: str, alt: bool = False) -> Iterator[events.Key]:
        if alt and sequence in tuple("[O"):
            return
        pair = len(sequence) == 2 and sequence[0] == "\x1b" and sequence[1].isprintable() and sequence[1] not in _INTRODUCERS
        if alt or pair:
            yield events.Key("escape", "\x1b")
        yield from read(self, sequence[-1] if pair else sequence)

    return split


async def run_bound(app: Any, key: str) -> bool:
    """Do at once what is bound to a key, before anything behind it. Forwarded to a widget it would come back to the application only after the keys
    that were typed behind it had been given to the old focus (8.2.8: `App._check_bindings`)."""
    return bool(await app._check_bindings(key, priority=True) or await app._check_bindings(key, priority=False))


UPDATE_S = 1 / 120


def look_often() -> None:
    """What changed is drawn at beats of a sixtieth of a second: a key that came just after a frame of the panels waited for the next (8.2.8:
    `screen.UPDATE_PERIOD`). To be called before the first screen is made."""
    screen_module.UPDATE_PERIOD = UPDATE_S  # type: ignore[misc]


class TerminalsSize(Screen[None]):
    """A screen tells itself by a message that it has another size. When the terminal changes twice, the news of the first size comes after the
    second one was taken, and the screen goes back to the first, for good: it drew 80x24 into 20x5. What counts is the application's size (8.2.8:
    `Screen._screen_resized`)."""

    def _screen_resized(self, size: Size) -> None:
        super()._screen_resized(self.app.size)


def begin_with_theme(app: Any, name: str, dark: Any, light: Any) -> None:
    """A theme that is set has all styles made anew, each time; before the first are made the names will do (8.2.8: `App._watch_theme`). `dark` and
    `light` are what ANSI colours mean in dark and light themes."""
    app.set_reactive(App.ansi_theme_dark, dark)
    app.set_reactive(App.ansi_theme_light, light)
    app.set_reactive(App.theme, name)
    dark_mode = app.current_theme.dark
    app.update_classes({f"-theme-{name}": True, "-dark-mode": dark_mode, "-light-mode": not dark_mode}, update=False)
    app.stylesheet.set_variables(app.get_css_variables())
    app._refresh_truecolor_filter(app.ansi_theme)


def _init_subclass(cls: Any, inherit_css: bool = True, inherit_bindings: bool = True, inherit_component_classes: bool = True) -> None:
    """For each new class all names of all its bases were looked through twice, a sixth of what our part of a start took (8.2.8:
    `DOMNode.__init_subclass__`). What a base has is looked up once."""
    super(DOMNode, cls).__init_subclass__()
    reactives = cls._reactives = {}
    computes: set[str] = set()
    for base in reversed(cls.__mro__):
        its, computed = _of_class(base)
        reactives.update(its)
        computes |= computed
    cls._inherit_css, cls._inherit_bindings, cls._inherit_component_classes = inherit_css, inherit_bindings, inherit_component_classes
    bases = cls._css_bases(cls)
    cls._css_type_name = bases[0].__name__
    cls._merged_bindings = cls._merge_bindings()
    cls._css_type_names = frozenset(base.__name__ for base in bases)
    cls._computes = frozenset(computes)


@functools.cache
def _of_class(base: type) -> tuple[dict[str, Any], frozenset[str]]:
    """Its own reactives, and what it computes."""
    own = vars(base)
    computed = frozenset(name.lstrip("_")[8:] for name in own if name.startswith(("_compute_", "compute_")))
    return {name: one for name, one in own.items() if isinstance(one, Reactive)}, computed


_NAMES = frozenset({
    "super", "__init_subclass__", "_reactives", "reversed", "__mro__", "update", "__dict__", "items", "_inherit_css", "_inherit_bindings",
    "_inherit_component_classes", "set", "_css_bases", "__name__", "_css_type_name", "add", "_merge_bindings", "_merged_bindings", "frozenset",
    "_css_type_names", "dir", "_computes",
})  # fmt: skip
"""The names in the function that `_init_subclass` stands for (from 3.12 on those in its comprehensions are among them): another one is left alone."""
_original = DOMNode.__init_subclass__.__func__  # type: ignore[attr-defined]
if frozenset(_original.__code__.co_names) - {"isinstance", "Reactive", "lstrip", "startswith"} == _NAMES:
    DOMNode.__init_subclass__ = classmethod(_init_subclass)  # type: ignore[assignment]
