"""The house rules that a program can hold us to."""

from __future__ import annotations

import ast
import json
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).parent.parent
SOURCES = sorted((ROOT / "src").rglob("*.py"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT / "src")))
def test_no_file_is_over_350_lines_and_no_function_over_50(path: pathlib.Path) -> None:
    """Small rooms: a newcomer can read each file at once."""
    text = path.read_text("utf-8")
    assert text.count("\n") <= 350
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 50, f"{node.name} in line {node.lineno}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT / "src")))
def test_every_module_says_what_it_is(path: pathlib.Path) -> None:
    """A module's head states what it owns."""
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def loaded_after(code: str) -> set[str]:
    """The top-level modules and asyncplay modules that a fresh interpreter has loaded after this code."""
    script = f"{code}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    output = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True).stdout
    return set(json.loads(output.splitlines()[-1]))


def test_the_command_line_loads_neither_textual_nor_asyncio() -> None:
    """A front end is imported only when it is chosen."""
    loaded = loaded_after("import asyncplay.cli")
    assert not {"textual", "rich", "asyncio"} & loaded


def test_the_engine_loads_neither_textual_nor_the_runner() -> None:
    """The engine reaches the runner by command line and bytes only."""
    loaded = loaded_after("import asyncplay.engine.engine, asyncplay.insight.report")
    assert not {"textual", "rich", "pygments"} & loaded
    assert not any(name.startswith(("asyncplay.runner", "asyncplay.sandbox.zygote", "asyncplay.ui")) for name in loaded)


def test_the_runner_loads_the_standard_library_and_the_wire_alone() -> None:
    """The snippet's process runs under any interpreter, so it may need no package of ours but trace.wire."""
    loaded = loaded_after("import asyncplay.runner.main")
    ours = {name for name in loaded if name.startswith("asyncplay.") and not name.startswith("asyncplay.runner")}
    assert ours <= {"asyncplay.trace", "asyncplay.trace.wire"}


def test_the_headless_front_end_loads_no_textual() -> None:
    """`asyncplay run` works where Textual would be too slow to load."""
    assert "textual" not in loaded_after("import asyncplay.headless.run, asyncplay.headless.check, asyncplay.headless.scenarios")
