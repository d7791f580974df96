"""Python's built-in functions, as they were before the snippet ran: a module that takes these for its own is not harmed when they are replaced.

`from asyncplay.runner.private import BUILTINS as __builtins__` at a module's head is all it needs: a function keeps the built-ins that its
module's globals name when it is made.
"""

from __future__ import annotations

import builtins

BUILTINS = dict(vars(builtins))
