"""Every hostile snippet, for real: at `contained` none escapes, none leaves a process, and what must work does."""

from __future__ import annotations

import functools
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from asyncplay.sandbox import linux
from tests.conftest import interpreters

HERE = pathlib.Path(__file__).parent
SNIPPETS = sorted((HERE / "hostile").glob("*.py"))
NOBODY = 4242
"""An account of no rights, where root runs the tests."""
INTENDED = {"24_write_outside": r"write (/tmp|/dev/shm)/", "43_ipc": "posix shm"}
"""The private /tmp and /dev/shm may be written."""
CODES = {
    "12_sys_exit": 3, "13_os_exit": 7, "14_abort": 134, "15_segfault": 139, "42_stdin": 1, "77_rewrite_trace": 3, "78_truncate_trace": 3,
    "79_flood_lines": 3, "80_forge_exit": 3,
}  # fmt: skip
TIMEOUTS = ("01_infinite_loop", "02_async_spin", "03_fork_bomb", "09_output_flood", "32_thread_forever")

pytestmark = pytest.mark.skipif(not linux.HERE, reason="needs Linux")


def _ordinary_python(version: str) -> str:
    """An interpreter of this version that an account of no rights can start; where that is root's own, the harness opens the way to it."""
    candidates = [interpreters().get(version, ""), *(path for name in (f"python{version}", "python3") if (path := shutil.which(name, path="/usr/bin:/usr/local/bin")))]
    for path in filter(None, candidates):
        ask = [path, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        try:
            done = subprocess.run(ask, capture_output=True, text=True, check=False, user=NOBODY, group=NOBODY, extra_groups=[], cwd="/", timeout=120)
        except OSError:
            continue
        if done.stdout.strip() == version:
            return path
    return os.path.realpath(interpreters()[version])


Results = dict[str, dict[str, Any]]
"""What came of each snippet, by name."""


@functools.cache
def pool() -> ThreadPoolExecutor:
    """Most snippets are waited for, not worked for: several harnesses side by side."""
    return ThreadPoolExecutor(3)


@functools.cache
def started(who: str, version: str, level: str, names: tuple[str, ...] = ()) -> Future[Results]:
    """A harness that has begun, or will when one of the others is through."""
    return pool().submit(results, who, version, level, names)


@pytest.fixture(scope="module", autouse=True)
def _all_at_once(request: pytest.FixtureRequest) -> None:
    """What the tests of this module that were chosen will ask for is begun before the first of them."""
    mine = [item.callspec.params for item in request.session.items if item.path == request.path and hasattr(item, "callspec")]
    for who, version in dict.fromkeys((params["who"], params["version"]) for params in mine if "who" in params):
        if who == "ordinary" or os.getuid() == 0:
            started(who, version, "contained")
    for level in [params["level"] for params in mine if "level" in params]:
        lower(level)


def results(who: str, version: str, level: str, names: tuple[str, ...]) -> Results:
    uid, python = os.getuid(), interpreters()[version]
    if who == "ordinary" and uid == 0:
        uid, python = NOBODY, _ordinary_python(version)
    host = python if who == "ordinary" and os.getuid() == 0 else sys.executable
    files = [str(path) for path in SNIPPETS if not names or path.stem in names]
    done = subprocess.run([host, str(HERE / "harness.py"), level, python, str(uid), *files], capture_output=True, text=True, timeout=900, check=False, cwd="/")
    found = {entry["name"]: entry for entry in map(json.loads, done.stdout.splitlines())}
    assert len(found) == len(files), done.stderr[-2000:]
    return found


@pytest.mark.parametrize("snippet", [path.stem for path in SNIPPETS])
@pytest.mark.parametrize("version", sorted(interpreters()))
@pytest.mark.parametrize("who", ["root", "ordinary"])
def test_contained_lets_nothing_out(who: str, version: str, snippet: str) -> None:
    """No escape, nothing left, the end that belongs to it; the controls work."""
    if who == "root" and os.getuid() != 0:
        pytest.skip("this is not root")
    got = started(who, version, "contained").result()[snippet]
    assert got["error"] is None
    assert [line for line in got["escaped"] if not re.search(INTENDED.get(snippet, "$^"), line)] == []
    assert got["left"] == 0
    if snippet in CODES:
        assert got["code"] == CODES[snippet]
    if snippet in TIMEOUTS:
        assert got["outcome"] == "timeout"
    if snippet.startswith("9"):
        assert (got["outcome"], got["code"]) == ("finished", 0), got["text"]
        assert "OK" in got["text"]


SEEN = ("19_kill_sibling", "22_read_home", "26_net_local", "28_unix_abstract", "30_proc_mem")


@pytest.mark.parametrize("snippet", SEEN)
def test_the_harness_notices_an_escape(snippet: str) -> None:
    """At level open these succeed, and are reported."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert started("root" if os.getuid() == 0 else "ordinary", version, "open", SEEN).result()[snippet]["escaped"]


DOCUMENT = HERE.parents[1] / "docs" / "security.md"
HARMFUL = ("03", "09", "18", "37", "72", "73", "81", "82", "88")
"""These fill or kill what they can reach."""
LOWER = {"restricted": HARMFUL, "guarded": (*HARMFUL, "24", "25", "43", "74", "94")}
"""What is not run at a level; at guarded neither what leaves files on the host or packets on its network, nor what waits until its time is up."""


def lower(level: str) -> Future[Results]:
    names = tuple(path.stem for path in SNIPPETS if path.stem[:2] not in (*LOWER[level], "75"))  # 75: said below the table
    return started("ordinary", f"{sys.version_info.major}.{sys.version_info.minor}", level, names)


def _table(level: str) -> tuple[set[str], set[str]]:
    """The numbers of the snippets that a level does not stop, and of the controls that do not work at it, as the document says."""
    row = next(line for line in DOCUMENT.read_text("utf-8").splitlines() if re.match(rf"\| {level} \| (?:none|\d\d)", line))
    not_stopped, not_working = row.split("|")[2:4]
    return set(re.findall(r"\b\d\d\b", not_stopped)), set(re.findall(r"\b\d\d\b", not_working))


@pytest.mark.parametrize("level", LOWER)
def test_the_document_says_what_a_lower_level_does_not_stop(level: str) -> None:
    """As an ordinary account: exactly the snippets of its table get out, exactly its controls do not work, and nothing is left."""
    got = lower(level).result()
    not_stopped, not_working = _table(level)
    assert {name[:2] for name, entry in got.items() if entry["escaped"] and name[0] != "9"} == not_stopped - set(LOWER[level])
    assert {name[:2] for name, entry in got.items() if name[0] == "9" and ("OK" not in entry["text"] or entry["code"])} == not_working - set(LOWER[level])
    assert [name for name, entry in got.items() if entry["left"] or entry["error"]] == []
