"""Which folders of one's own the library has. Imports nothing: the command line says it long before anybody wants a lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable, Sequence

_ask: Callable[[], Sequence[pathlib.Path]] = tuple
_count = 0


def use_folders(ask: Callable[[], Sequence[pathlib.Path]]) -> None:
    """From now on these; they are asked for when a lesson is first looked for."""
    global _ask, _count
    _ask, _count = ask, _count + 1


def own_folders() -> tuple[pathlib.Path, ...]:
    """The folders, in the order in which they are searched."""
    return tuple(_ask())


def generation() -> int:
    """Grows whenever other folders are named."""
    return _count
