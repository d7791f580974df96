"""The snippet's output on its way to a file, a pipe or a terminal."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asyncplay.headless.passage import Cleaner


def cleaned(*chunks: bytes) -> bytes:
    cleaner = Cleaner()
    return b"".join(map(cleaner.clean, chunks)) + cleaner.end()


def test_a_terminal_gets_colours_and_no_other_control() -> None:
    """Titles, cursor movements and clipboard writes become visible; SGR passes and is reset at the end."""
    assert cleaned(b"\x1b[31mred\x1b[0m") == b"\x1b[31mred\x1b[0m\x1b[0m"
    assert cleaned(b"\x1b]0;title\x07\x1b[2J\x08\x9b") == rb"^[]0;title^G^[[2J^H\x9b"
    assert cleaned(b"one\r\ntwo\rthree\n") == b"one\ntwo^Mthree\n"


@given(st.lists(st.sampled_from([b"\x1b", b"[", b"31", b";", b"m", b"x", b"\r", b"\n", "é".encode(), b"\xff", b"\x1b[0m"]), max_size=12), st.data())
def test_where_chunks_are_cut_makes_no_difference(pieces: list[bytes], data: st.DataObject) -> None:
    """A colour, a character or a line end may come in halves."""
    whole = b"".join(pieces)
    cut = data.draw(st.integers(0, len(whole)))
    assert cleaned(whole[:cut], whole[cut:]) == cleaned(whole)


def passed(code: str) -> subprocess.CompletedProcess[bytes]:
    """What comes out of a process that uses a Passage so."""
    script = f"import os\nfrom asyncplay.headless.passage import Passage\n{code}"
    return subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=120, check=True)


def test_a_pipe_gets_the_bytes_unchanged() -> None:
    """Whatever they are."""
    every = bytes(range(256))
    done = passed("p = Passage()\np.take('stdout', bytes(range(256)))\np.take('stderr', bytes(range(256)))\np.close()")
    assert (done.stdout, done.stderr) == (every, every)


def test_beyond_the_limit_output_is_dropped_and_that_is_said_once() -> None:
    """Each stream has its own limit: a flood on stdout hides no traceback."""
    done = passed("p = Passage(10)\nfor _ in range(9): p.take('stdout', b'abcd')\np.take('stderr', b'error')\np.close()")
    assert done.stdout == b"abcdabcdab"
    assert done.stderr.count(b"\n") == 1
    assert done.stderr.startswith(b"asyncplay: stdout is longer than 10 bytes")
    assert done.stderr.endswith(b"\nerror")


def test_output_of_exactly_the_limit_is_not_over_it() -> None:
    """Nothing was dropped, so nothing is said."""
    done = passed("p = Passage(4)\np.take('stdout', b'abcd')\np.take('stdout', b'')\np.close()")
    assert (done.stdout, done.stderr) == (b"abcd", b"")


def test_a_reader_who_has_gone_is_no_error() -> None:
    """The rest is thrown away, and closing does not wait."""
    read, write = os.pipe()
    os.close(read)
    script = "from asyncplay.headless.passage import Passage\np = Passage()\np.take('stdout', b'x' * 100000)\np.close()\nassert p.gone"
    done = subprocess.run([sys.executable, "-c", script], stdout=write, stderr=subprocess.PIPE, timeout=120, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_taking_output_never_waits_for_its_reader(stream: str) -> None:
    """A full pipe holds up the writer's thread alone."""
    read, write = os.pipe()
    script = f"from asyncplay.headless.passage import Passage\np = Passage()\np.take('{stream}', b'x' * 5_000_000)\nimport os; os._exit(0)"
    out = {stream: write}
    done = subprocess.run([sys.executable, "-c", script], timeout=120, check=True, **out)  # type: ignore[call-overload]
    os.close(read)
    os.close(write)
    assert done.returncode == 0
