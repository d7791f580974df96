"""Differences between the bare and the traced run of CPython's own tests that are known, each with its reason."""

EXPLAINED: list[tuple[tuple[str, ...], str, str]] = []
"""Modes, a part of the test's name, the reason."""
