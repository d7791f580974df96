"""Which task factories make eager tasks, whose first step runs inside their constructor (3.12); and the names that those get afterwards.

That has to be known before the task is made: what its first step does is its own, and its creator's is not over. asyncio's own factories are known.
Of one of the user's the code tells: it says `eager_start`. One that does not, and made an eager task all the same, is known from its second task on.
"""

from __future__ import annotations

from asyncio import tasks
from types import CodeType, CoroutineType, FunctionType, MethodType
from typing import Any

from asyncplay.runner import births, disguise, things
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401

_id = id
WORD = "eager_start"
LEARNT_MAX = 1000
_found: dict[int, bool] = {}
"""What is known, by the address of a factory's code."""
_keep: list[CodeType] = []
_set_name = getattr(tasks, "_set_task_name", None)


def makes(factory: Any) -> bool:
    """Whether this factory's tasks are eager. Nothing of the user's is called."""
    code = _code(factory)
    if code is None:
        return False
    found = _found.get(_id(code))
    return found if found is not None else _remember(code, _says(code))


def learn(factory: Any) -> None:
    """It has made an eager task."""
    code = _code(factory)
    if code is not None:
        _remember(code, True)


def has_begun(coro: CoroutineType[Any, Any, Any]) -> bool:
    """Whether the coroutine's first step is behind it: a factory may make a task of the other kind for once."""
    return coro.cr_frame is None or coro.cr_suspended


def _remember(code: CodeType, is_eager: bool) -> bool:
    if len(_found) < LEARNT_MAX:
        _found[_id(code)] = is_eager
        _keep.append(code)
    return is_eager


def _code(factory: Any) -> CodeType | None:
    """A function's code, a method's, or that of an object which can be called; of anything else it is not known."""
    kind = type(factory)
    if kind is FunctionType:
        return factory.__code__  # type: ignore[no-any-return]
    if kind is MethodType:
        return _code(factory.__func__)
    call = next((vars(one)["__call__"] for one in kind.__mro__ if "__call__" in vars(one)), None)
    return call.__code__ if type(call) is FunctionType else None


def _says(code: CodeType) -> bool:
    """Whether that word stands in a call, as a key, or as a name."""
    return WORD in code.co_names or any(one == WORD or (type(one) is tuple and WORD in one) for one in code.co_consts if type(one) in (str, tuple))


def set_task_name(task: Any, name: Any) -> None:
    """asyncio's own, by which a task gets its name after it was made (to 3.12): an eager one after its first step."""
    assert _set_name is not None
    _set_name(task, name)
    if name is not None:
        number = things.tasks.get(_id(task))
        if number is not None and number not in births.unnamed:
            births.named(task, number)


DRESSED: tuple[disguise.Dressed, ...] = ()
if _set_name is not None and hasattr(tasks, "eager_task_factory"):
    DRESSED = (disguise.dress(tasks, _set_task_name=set_task_name),)
