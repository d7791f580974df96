"""The tests in this folder wait for the CPython that `make test` fetches beside them, and are skipped where there is none."""

from __future__ import annotations

import os
import shutil
import time

import pytest

from tests.wasm.interpreter import LOADER

PATIENCE_S = 180.0


@pytest.fixture(scope="session", autouse=True)
def _fetched() -> None:
    tried = os.environ.get("ASYNCPLAY_WASM_TRIED")
    end = time.monotonic() + PATIENCE_S
    while tried and not os.path.exists(tried) and time.monotonic() < end:
        time.sleep(0.1)  # another program's doing
    if not (shutil.which("node") and LOADER.exists()):
        pytest.skip("no CPython in WebAssembly here: make wasm")
