"""A learner's path through the first unit in the real program: from the first start to the end, keys only, in 80 columns and 24 rows."""

from __future__ import annotations

import json
import pathlib
import sys

from tests.pty.learner import UNIT, first_unit
from tests.pty.terminal import Terminal


def test_a_learner_goes_through_the_first_unit_by_keys_alone(tmp_path: pathlib.Path) -> None:
    """Run, predict, look back, read, next: eight lessons; then the second unit begins, and all of it is in the record."""
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    with Terminal([sys.executable, "-m", "asyncplay"], env=home) as terminal:
        asked = first_unit(terminal)
        terminal.wait_for("^ 09 ")
        assert all(asked[lesson] >= 1 for lesson in UNIT)
        terminal.type("F2")
        terminal.wait_for("First steps   8 of 8 run|Tasks   7 lessons")
        record = json.loads((tmp_path / "data" / "asyncplay" / "progress.json").read_text())["lessons"]
        done = [name for name, lesson in record.items() if lesson["run"] and lesson["read"] and lesson["answers"]]
        assert [name[:2] for name in sorted(done)] == list(UNIT)
