"""Each limit ends what goes over it, or says so, with its name, its value and the snippet's line."""

from __future__ import annotations

import dataclasses
import json
import pathlib
import subprocess
import sys
from typing import Any

import pytest

from asyncplay.sandbox import limits, linux

RUN = [sys.executable, "-m", "asyncplay", "run"]
pytestmark = pytest.mark.skipif(not linux.HERE, reason="needs Linux")


def report(tmp_path: pathlib.Path, source: str, *options: str) -> tuple[dict[str, Any], str]:
    """The run's JSON, and what stderr says."""
    path = tmp_path / "snippet.py"
    path.write_text(source)
    done = subprocess.run([*RUN, "--json", "--sandbox", "contained", *options, str(path)], capture_output=True, text=True, timeout=120, check=False)
    return json.loads(done.stdout), done.stderr


ENDS = {
    "memory": ("import mmap\nkept = []\nwhile True:\n    kept.append(mmap.mmap(-1, 8 << 20))\n    kept[-1].write(b'x' * (8 << 20))\n", "memory=96MiB", 96 << 20),
    "cpu": ("while True: pass\n", "cpu=1", 1),
}


@pytest.mark.parametrize("name", ENDS)
def test_a_limit_that_ends_a_run_is_named_with_value_and_line(tmp_path: pathlib.Path, name: str) -> None:
    """Outcome killed, 137, one line on stderr."""
    source, option, value = ENDS[name]
    got, said = report(tmp_path, source, "--limit", option)
    assert (got["outcome"], got["exit_code"]) == ("killed", 137)
    assert got["limit"]["name"] == name
    assert got["limit"]["value"] == value
    assert got["limit"]["line"] is not None
    assert said.count("\n") == 1
    assert f"the limit {name}" in said


def test_memory_of_all_processes_counts_together(tmp_path: pathlib.Path) -> None:
    """Four children that are each below the limit are above it together."""
    source = "import os, time\nfor _ in range(4):\n    if os.fork() == 0:\n        kept = os.urandom(40 << 20)\n        time.sleep(60)\ntime.sleep(60)\n"
    got, _ = report(tmp_path, source, "--limit", "memory=120MiB")
    assert got["limit"]["name"] == "memory"


def test_files_in_memory_count_as_memory(tmp_path: pathlib.Path) -> None:
    """The private disk is in memory."""
    source = "import time\nfor n in range(4):\n    with open(f'f{n}', 'wb') as file: file.write(bytes(30 << 20))\ntime.sleep(60)\n"
    got, _ = report(tmp_path, source, "--limit", "memory=100MiB", "--limit", "disk=200MiB")
    assert got["limit"]["name"] == "memory"


UNSEEN = {
    "shared pages that no page table holds": (
        "import mmap, time\nkept = []\nfor _ in range(40):\n    kept.append(mmap.mmap(-1, 8 << 20))\n    kept[-1].write(bytes(8 << 20))\n"
        "    kept[-1].madvise(mmap.MADV_DONTNEED)\ntime.sleep(60)\n"
    ),
    "buffers of unix sockets": (
        "import os, socket, time\nfor _ in range(12):\n    if os.fork() == 0:\n        kept = []\n        try:\n            while True:\n"
        "                kept.append(socket.socketpair())\n                for one in kept[-1]:\n                    one.setblocking(False)\n"
        "                    try:\n                        while True: one.send(bytes(65536))\n                    except BlockingIOError: pass\n"
        "        except OSError: time.sleep(60)\ntime.sleep(60)\n"
    ),
    "buffers of internet sockets": (
        "import socket, time\nserver = socket.create_server(('127.0.0.1', 0))\nkept = []\nfor _ in range(60):\n"
        "    kept += [socket.create_connection(server.getsockname()), server.accept()[0]]\n    for one in kept[-2:]:\n        one.setblocking(False)\n"
        "        try:\n            while True: one.send(bytes(1 << 20))\n        except BlockingIOError: pass\ntime.sleep(60)\n"
    ),
}


@pytest.mark.parametrize("what", UNSEEN)
def test_memory_that_no_process_shows_counts(tmp_path: pathlib.Path, what: str) -> None:
    """Neither forgotten pages nor what waits in sockets is free of charge."""
    got, said = report(tmp_path, UNSEEN[what], "--limit", "memory=160MiB", "--timeout", "50")
    assert got["limit"] is not None, (got["outcome"], said, got["output"])
    assert (got["outcome"], got["limit"]["name"]) == ("killed", "memory")


def test_a_large_program_of_threads_and_connections_stays_within_its_memory(tmp_path: pathlib.Path) -> None:
    """The bounds by which unseen memory is noticed end nobody that uses little."""
    source = (
        "import asyncio, threading, time\nfor _ in range(9): threading.Thread(target=time.sleep, args=(1.5,)).start()\n"
        "async def serve(reader, writer):\n    writer.write(b'x')\n    await reader.read()\n"
        "async def main():\n    server = await asyncio.start_server(serve, '127.0.0.1', 0, backlog=200)\n"
        "    pairs = [await asyncio.open_connection(*server.sockets[0].getsockname()) for _ in range(100)]\n    await asyncio.sleep(1)\n"
        "    print(sum([len(await reader.read(1)) for reader, _ in pairs]))\nasyncio.run(main())\n"
    )
    got, said = report(tmp_path, source, "--limit", "memory=160MiB")
    assert "100" in [line["text"] for line in got["output"] if line["stream"] == "stdout"], (said, [line["text"] for line in got["output"]][-3:], got["limit"])


def test_only_the_warden_says_that_a_limit_was_reached(tmp_path: pathlib.Path) -> None:
    """A line of the trace that claims so changes nothing."""
    forged = {"k": "limit", "n": 0, "t": 0, "name": "memory", "value": 805306368, "line": 3}
    got, said = report(tmp_path, f"import os\nfor fd in (4, 200, 201, 202):\n    try: os.write(fd, {json.dumps(forged).encode()!r} + b'\\n')\n    except OSError: pass\nos._exit(137)\n")
    assert (got["outcome"], got["exit_code"], got["limit"]) == ("failed", 137, None)
    assert "limit" not in said


SAID = {
    "files": "kept = []\nwhile True:\n    kept.append(open('/dev/null'))\n",
    "file": "with open('big', 'wb') as file:\n    for _ in range(100):\n        file.write(bytes(1 << 20))\n",
    "disk": "for n in range(9):\n    with open(str(n), 'wb') as file:\n        file.write(bytes(20 << 20))\n",
    "inodes": "for n in range(9000):\n    open(str(n), 'wb').close()\n",
    "tasks": "import threading, time\nfor _ in range(200):\n    threading.Thread(target=time.sleep, args=(2,)).start()\n",
    "memory": "kept = []\nwhile True:\n    kept.append(bytearray(16 << 20))\n",
}


@pytest.mark.parametrize("name", SAID)
def test_a_limit_that_the_program_meets_as_an_error_is_named(tmp_path: pathlib.Path, name: str) -> None:
    """Python's own report stands, and one sentence names the limit and the line."""
    got, said = report(tmp_path, SAID[name])
    assert (got["outcome"], got["exit_code"]) == ("failed", 1)
    assert f"The limit {name} = {limits.show(name, getattr(limits.LOCAL, name if name != 'memory' else 'data'))}" in said
    assert "on line" in said


def test_a_fork_bomb_stops_at_the_limit_of_tasks(tmp_path: pathlib.Path) -> None:
    """Whatever else the account runs: the count is the run's own."""
    source = "import os, time\nn = 0\ntry:\n    while True:\n        if os.fork() == 0: time.sleep(60)\n        n += 1\nexcept OSError: print(n)\n"
    got, _ = report(tmp_path, source, "--limit", "tasks=20")
    assert 15 <= int(got["output"][0]["text"]) <= 20


@pytest.mark.parametrize("text", ["memory=64MiB", "cpu=1.5", "tasks=20", "disk=1000000", "file=3 kib"])
def test_a_limit_reads_units(text: str) -> None:
    """As people write them."""
    name, value = limits.parse(text)
    assert value == {"memory": 64 << 20, "cpu": 1.5, "tasks": 20, "disk": 10**6, "file": 3 << 10}[name]


@pytest.mark.parametrize("text", ["memory", "memory=", "memory=much", "cpu=-1", "cpu=inf", "cpu=nan", "tasks=2.5", "nice=3", "memory=1k", "tasks=٣"])
def test_a_limit_that_makes_no_sense_is_refused(text: str) -> None:
    """With a reason."""
    with pytest.raises(ValueError, match=r"."):
        limits.parse(text)


def test_a_process_share_of_memory_follows_the_whole() -> None:
    """Two thirds, as in the table."""
    found = limits.adjusted(limits.LOCAL, {"memory": 1536 << 20, "cpu": 2.5})
    assert (found.memory, found.data, found.cpu) == (1536 << 20, 1024 << 20, 2.5)
    assert found.wall == limits.LOCAL.wall


def test_the_class_profile_is_nowhere_wider() -> None:
    """And it is narrower in most."""
    local, strict = dataclasses.asdict(limits.LOCAL), dataclasses.asdict(limits.CLASS)
    assert all(strict[name] <= local[name] for name in local)
    assert sum(strict[name] < local[name] for name in local) >= 6


def test_the_class_profile_and_the_settings_file_set_the_limits_of_a_run(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The profile first, over it the file, over it the option."""
    monkeypatch.setenv("ASYNCPLAY_CONFIG", str(tmp_path / "settings.toml"))
    (tmp_path / "settings.toml").write_text('[run]\nprofile = "class"\n[limits]\nfiles = 100\ncpu = 7\n')
    source = "import resource\nfor name in ('DATA', 'NOFILE', 'CPU'): print(resource.getrlimit(getattr(resource, 'RLIMIT_' + name))[0])\n"
    got, _ = report(tmp_path, source, "--limit", "cpu=9")
    assert [line["text"] for line in got["output"]] == [str(192 << 20), "100", "9"]
    got, _ = report(tmp_path, source, "--profile", "local")
    assert [line["text"] for line in got["output"]] == [str(512 << 20), "100", "7"]
