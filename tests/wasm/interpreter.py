"""A CPython 3.14 that needs no installation: the npm package `pyodide`, in node. `make wasm` fetches it; without it the tests are skipped."""

from __future__ import annotations

import functools
import json
import os
import pathlib
import subprocess
import tempfile
import textwrap
from dataclasses import dataclass
from typing import Any

from asyncplay.trace import wire
from asyncplay.trace.codec import Decoder, OutputClaim
from asyncplay.trace.recording import Recording

ROOT = pathlib.Path(__file__).parents[2]
LOADER = pathlib.Path(os.environ.get("ASYNCPLAY_WASM", ROOT / ".venv/wasm/node_modules/pyodide")) / "pyodide.mjs"
NAME = "3.14 in WebAssembly"


@dataclass
class Run:
    """One program's: what was recorded, what it wrote, how it ended."""

    recording: Recording
    out: str
    err: str
    code: int
    python: str


@functools.cache
def _node() -> subprocess.Popen[str]:
    """One process for all programs: it compiles once. It ends with its standard input."""
    command = ["node", str(pathlib.Path(__file__).with_name("play.mjs")), str(LOADER), str(ROOT)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def play(source: str, **options: Any) -> Run:
    """Play a program in an interpreter of its own, on a virtual clock."""
    source = textwrap.dedent(source)
    with tempfile.TemporaryDirectory() as folder:
        base = pathlib.Path(folder, "run")
        request = base.with_suffix(".json")
        request.write_text(json.dumps({"path": "snippet.py", "clock": "virtual", "source": source} | options))
        node = _node()
        assert node.stdin
        assert node.stdout
        node.stdin.write(f"{request}\n")
        node.stdin.flush()
        said = json.loads(node.stdout.readline() or '"node ended"')
        assert said == "done", said
        return _read(base, source)


def _read(base: pathlib.Path, source: str) -> Run:
    end = json.loads(base.with_suffix(".code").read_text())
    decoder, recording = Decoder(source), Recording(source, "snippet.py")
    decoder.lines(base.with_suffix(".lines").read_bytes())
    records = base.with_suffix(".trace").read_bytes()[wire.HEADER_SIZE :][: end["made"] * wire.RECORD_SIZE]
    recording.extend(event for event in [*decoder.records(records), *decoder.finish()] if not isinstance(event, OutputClaim))
    return Run(recording, base.with_suffix(".out").read_text(), base.with_suffix(".err").read_text(), end["code"], end["python"])
