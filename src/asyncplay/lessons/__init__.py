"""Lessons: reading scenario files, finding them, and holding a run against the facts written in one."""
