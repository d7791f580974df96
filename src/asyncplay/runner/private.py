"""Python's built-in functions and modules, as they were before the snippet ran: who takes these for its own is not harmed when they are replaced.

`from asyncplay.runner.private import BUILTINS as __builtins__` at a module's head is all it needs: a function keeps the built-ins that its
module's globals name when it is made.
"""

from __future__ import annotations

import builtins
from types import ModuleType, SimpleNamespace
from typing import Any

BUILTINS = dict(vars(builtins))


def kept(module: ModuleType) -> Any:
    """What a module has now, under the same names."""
    return SimpleNamespace(**vars(module))
