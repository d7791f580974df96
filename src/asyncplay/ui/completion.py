"""What may be written at the cursor, by jedi: imported when it is first asked. Nothing of the user's is executed or imported."""

from __future__ import annotations

import functools
from typing import Any

from asyncplay.late import dataclass

MOST = 200


@dataclass(frozen=True, slots=True)
class Candidate:
    """`name` is the whole word, `kind` what it is: function, class, module, keyword, …"""

    name: str
    kind: str


class NoJedi(Exception):
    """It is not installed."""


@functools.cache
def _project() -> tuple[Any, Any]:
    try:
        import jedi
        from jedi.api.environment import InterpreterEnvironment
    except ImportError:
        raise NoJedi from None
    jedi.settings.allow_unsafe_interpreter_executions = False
    # no folder of the user's is searched, no extension module is loaded, and no process is started: a child that the engine does not know is killed
    return jedi.Project("/", sys_path=_standard_library(), load_unsafe_extensions=False, smart_sys_path=False), InterpreterEnvironment()


def _standard_library() -> list[str]:
    import sysconfig

    return [sysconfig.get_paths()["stdlib"]]


def words(source: str, word: str) -> list[Candidate]:
    """Without jedi: the names in the text, keywords and built-in functions."""
    import builtins
    import keyword
    import re

    names = {*re.findall(r"[^\W\d]\w+", source), *keyword.kwlist, *(name for name in dir(builtins) if not name.startswith("_"))}
    return [Candidate(name, "word") for name in sorted(names) if name.startswith(word) and name != word][:MOST]


def complete(source: str, line: int, column: int) -> list[Candidate]:
    """For this place; what begins with an underscore comes last. [] where jedi stumbles."""
    project, environment = _project()
    import jedi

    try:
        found = jedi.Script(source, project=project, environment=environment).complete(line, column)
    except Exception:  # jedi's own faults are not ours to die of
        return []
    names = [Candidate(one.name, one.type) for one in found if one.name and one.name.isprintable()]
    return sorted(names, key=lambda one: (one.name.startswith("_"), one.name.startswith("__"), one.name.lower()))[:MOST]
