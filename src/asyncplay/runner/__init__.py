"""The child's side: runs a snippet as `python file.py` would, and records what asyncio does meanwhile. Standard library and trace.wire only."""

from asyncplay.runner import cpython as cpython  # before what binds the names that it looks for
