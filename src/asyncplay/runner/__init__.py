"""The child's side: runs a snippet as `python file.py` would, and records what asyncio does meanwhile. Standard library and trace.wire only."""
