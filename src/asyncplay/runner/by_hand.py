"""A select that is no event loop's, by a clock that is not the real one: a selector of the snippet's own, and `select.select`."""

from __future__ import annotations

import select as _module
from collections.abc import Callable
from typing import Any

from asyncplay.runner import clock, others, waiting
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401

_select = _module.select
_Look = Callable[[float | None], Any]


def install() -> None:
    _module.select = select_lists


def select(selector: Any, plain: Any, timeout: float | None) -> Any:
    """A selector's select."""
    return _wait(lambda seconds: plain(selector, seconds), timeout, lambda: [*selector.get_map()], bool, lambda: others.ready(selector))


def select_lists(rlist: Any, wlist: Any, xlist: Any, timeout: float | None = None, /) -> Any:
    """select.select"""
    try:
        lists = [*rlist], [*wlist], [*xlist]
        fds = [one if type(one) is int else one.fileno() for some in lists for one in some]
    except Exception:
        return _select(rlist, wlist, xlist, timeout)
    return _wait(lambda seconds: _select(*lists, seconds), timeout, lambda: fds, any, lambda: any(_select(*lists, 0)))


select_lists.__name__ = select_lists.__qualname__ = "select"
select_lists.__module__ = "select"


def _wait(look: _Look, timeout: Any, fds: Callable[[], list[int]], is_any: Callable[[Any], bool], is_there: Callable[[], bool]) -> Any:
    if type(timeout) not in (int, float) or not 0 < timeout < clock.FURTHEST / 1e9:
        return look(timeout)
    found = look(0)
    if is_any(found):
        return found
    from_where = others.descriptors(fds(), -1)
    alone = others.alone() and from_where != others.OUTSIDE and not others.children() and not others.alarm()
    if waiting.speed:
        return waiting.scaled(lambda: look(timeout / waiting.speed)) if alone else look(timeout)
    if alone and from_where == others.INSIDE and is_any(found := look(waiting.INSIDE_S)):
        return found

    def looked(seconds: float) -> Any:
        nonlocal found
        found = look(seconds)
        return is_any(found)

    waiting.parked_until(waiting.moment(timeout), looked, is_there, from_where != others.OUTSIDE)
    return found
