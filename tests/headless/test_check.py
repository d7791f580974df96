"""`asyncplay check`: which files, which clock, what is skipped, what is malformed."""

from __future__ import annotations

import pathlib

import pytest

from tests.test_cli import asyncplay

HEAD = '"""A lesson\n\nLevel: 1\n{fields}"""\nimport asyncio\n'


def write(folder: pathlib.Path, name: str, body: str, fields: str = "") -> str:
    path = folder / name
    path.write_text(HEAD.format(fields=fields) + body)
    return str(path)


def test_a_malformed_lesson_is_exit_code_2_and_the_others_are_still_checked(tmp_path: pathlib.Path) -> None:
    """File and line are on stderr; the count tells it as failed."""
    write(tmp_path, "a.py", "print(1)\n#= tooks 3\n")
    write(tmp_path, "b.py", 'print(1)\n#= prints "1\n')
    write(tmp_path, "c.py", "print(1)\n#= prints 1\n")
    done = asyncplay("check", str(tmp_path))
    assert done.returncode == 2
    assert done.stdout.splitlines()[-1] == "1 passed, 2 failed, 0 skipped"
    assert [line.split(": ")[1].removeprefix(str(tmp_path)) for line in done.stderr.splitlines()] == ["/a.py:7", "/b.py:7"]


def test_an_unmet_need_is_skipped(tmp_path: pathlib.Path) -> None:
    """With the reason; skipping is no failure."""
    path = write(tmp_path, "a.py", "print(1)\n#= prints 2\n", "Needs: 3.99\n")
    done = asyncplay("check", path)
    assert (done.returncode, done.stdout) == (0, f"skipped {path}: needs Python 3.99\n0 passed, 0 failed, 1 skipped\n")


def test_an_unknown_field_warns_and_does_not_fail(tmp_path: pathlib.Path) -> None:
    """The warning is on stderr."""
    path = write(tmp_path, "a.py", "print(1)\n#= prints 1\n", "Mood: good\n")
    done = asyncplay("check", path)
    assert done.returncode == 0
    assert f"{path}:4: unknown field 'Mood'" in done.stderr


def test_a_file_without_facts_holds_nothing(tmp_path: pathlib.Path) -> None:
    """So it is skipped, not passed."""
    path = write(tmp_path, "a.py", "print(1)\n")
    assert asyncplay("check", path).stdout.endswith("0 passed, 0 failed, 1 skipped\n")


@pytest.mark.parametrize(
    ("fields", "options", "real"),
    [("", (), False), ("", ("--clock", "real"), True), ("Clock: real\n", (), True), ("Clock: real\n", ("--clock", "virtual"), True)],
)
def test_the_clock_is_virtual_unless_told_or_the_lesson_is_about_the_real_one(
    tmp_path: pathlib.Path, fields: str, options: tuple[str, ...], real: bool
) -> None:
    """A real run is never exact to the microsecond."""
    body = "import time\nstart = time.clock_gettime_ns(time.CLOCK_BOOTTIME)\nasyncio.run(asyncio.sleep(0.3))\n"
    body += "print(time.clock_gettime_ns(time.CLOCK_BOOTTIME) - start >= 300_000_000)\n#= took 0.3\n"
    path = write(tmp_path, "a.py", f"{body}#= prints {real}\n", fields)
    done = asyncplay("check", path, *options)
    assert done.returncode == 0, done.stdout


def test_scenarios_can_be_named() -> None:
    """By number, slug or stem, several at once."""
    done = asyncplay("check", "1", "create_task", "08_async_for")
    assert done.stdout.splitlines()[-1] == "3 passed, 0 failed, 0 skipped", done.stdout


def test_a_lesson_that_hangs_in_a_deadlock_fails_at_once(tmp_path: pathlib.Path) -> None:
    """It says so, instead of a fact."""
    path = write(tmp_path, "a.py", "asyncio.run(asyncio.Event().wait())\n#= silent\n")
    done = asyncplay("check", path)
    assert done.returncode == 1
    assert "found a deadlock" in done.stdout
