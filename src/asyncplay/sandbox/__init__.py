"""The warden, sandbox levels, and the Linux primitives below them. Standard library only."""
