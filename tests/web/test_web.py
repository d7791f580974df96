"""`asyncplay web`: a real server, and a real browser (headless Chromium over its DevTools protocol) that opens the page, presses Run and shows it."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import http.cookiejar
import importlib.util
import io
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

HAS_SERVER = importlib.util.find_spec("textual_serve") is not None
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_server = pytest.mark.skipif(not HAS_SERVER, reason="needs textual-serve: pip install asyncplay[web]")
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")
SECONDS = 60.0


@pytest.fixture
def home(tmp_path: pathlib.Path) -> dict[str, str]:
    """An environment in which nothing of the person's own is touched."""
    return {"HOME": str(tmp_path), **{f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("DATA", "CONFIG", "STATE", "CACHE", "RUNTIME")}}


@contextlib.contextmanager
def served(home: dict[str, str], *args: str) -> Iterator[tuple[str, str]]:
    """The address of a server that runs, and its key."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "asyncplay", "web", "--port", str(port), *args]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, **home})
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        found = re.fullmatch(rf"asyncplay is at http://127\.0\.0\.1:{port}/\?key=([\w-]{{32}})  \(Ctrl\+C ends it\)\n", said)
        assert found is not None, said
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
        yield f"127.0.0.1:{port}", found[1]
    finally:
        process.terminate()
        process.wait(20)


def status(address: str, path: str = "/", **headers: str) -> int:
    request = urllib.request.Request(f"http://{address}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


@needs_server
def test_only_its_own_page_is_answered(home: dict[str, str]) -> None:
    """A page of another site, or a name that was made to point here, gets nothing; the page loads nothing from elsewhere."""
    with served(home) as (address, key):
        with_key = {"Cookie": f"asyncplay-{address.split(':')[1]}={key}"}
        assert status(address, **with_key) == 200
        assert status(address, Host="evil.example:80", **with_key) == 403
        assert status(address, "/ws", Origin="http://evil.example", **with_key) == 403
        with urllib.request.urlopen(urllib.request.Request(f"http://{address}/", headers=with_key), timeout=60) as answer:
            page = answer.read().decode()
        assert {found.split("/")[0] for found in re.findall(r"//([^\"' ]+)", page)} == {address}


@needs_server
def test_other_accounts_of_the_machine_are_not_let_in(home: dict[str, str]) -> None:
    """Who reaches the port has nothing without the key; with it the cookie is given, to scripts and other sites unseen."""
    with served(home) as (address, key):
        assert [status(address, path) for path in ("/", "/ws", "/static/js/textual.js", "/?key=", f"/?key={key[:-1]}")] == [403] * 5
        assert status(address, Cookie=f"asyncplay-{address.split(':')[1]}=x") == 403
        jar = http.cookiejar.CookieJar()
        with urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar)).open(f"http://{address}/?key={key}", timeout=60) as answer:
            assert (answer.status, answer.url) == (200, f"http://{address}/")
        (cookie,) = jar
        assert (cookie.value, cookie.has_nonstandard_attr("HttpOnly"), cookie.get_nonstandard_attr("SameSite")) == (key, True, "Strict")


def test_without_the_server_it_says_what_to_install(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """One line, exit code 2."""
    code = "import sys; sys.modules['textual_serve'] = None; from asyncplay.cli import main; sys.exit(main(['web']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, **home}, timeout=120, check=False)
    assert done.returncode == 2
    assert done.stderr == "asyncplay: asyncplay web needs textual-serve: pip install 'asyncplay[web]'\n"


@needs_server
@pytest.mark.parametrize("port", ["0", "x", "70000"])
def test_a_port_that_is_none_is_told(home: dict[str, str], port: str) -> None:
    """One line, exit code 2."""
    command = [sys.executable, "-m", "asyncplay", "web", "--port", port]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **home}, timeout=120, check=False)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


class Browser:
    """One page of Chromium, by its DevTools protocol."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._number = 0
        self.received = ""
        """What came over the page's web socket, as text."""

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        self._number += 1
        await self._connection.send_json({"id": self._number, "method": method, "params": params})
        while True:
            message = await self._next()
            if message.get("id") == self._number:
                assert "error" not in message, message
                return dict(message["result"])

    async def _next(self) -> dict[str, Any]:
        message = await asyncio.wait_for(self._connection.receive_json(), SECONDS)
        if message.get("method") == "Network.webSocketFrameReceived":
            frame = message["params"]["response"]
            data = frame["payloadData"]
            self.received += base64.b64decode(data).decode("utf-8", "replace") if frame["opcode"] == 2 else data
        return dict(message)

    async def wait_for(self, pattern: str) -> None:
        """Until this was sent to the page."""
        end = time.monotonic() + SECONDS
        while not re.search(pattern, re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.received)):
            assert time.monotonic() < end, f"never came: {pattern}"
            await self._next()

    async def press(self, key: str, code: int) -> None:
        for kind in ("rawKeyDown", "keyUp"):
            await self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)


@contextlib.asynccontextmanager
async def browser(profile: pathlib.Path) -> AsyncIterator[Browser]:
    """A fresh one."""
    import aiohttp

    assert CHROMIUM is not None
    switches = [
        "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--disable-dev-shm-usage", f"--user-data-dir={profile}", "--remote-debugging-port=0", "--remote-allow-origins=*",
    ]  # fmt: skip
    process = await asyncio.create_subprocess_exec(CHROMIUM, *switches, "about:blank", stderr=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL)
    assert process.stderr is not None
    try:
        port = ""
        while not port:
            line = (await asyncio.wait_for(process.stderr.readline(), SECONDS)).decode()
            assert line, "chromium ended"
            found = re.search(r"DevTools listening on ws://127\.0\.0\.1:(\d+)/", line)
            port = found[1] if found else ""
        drain = asyncio.create_task(process.stderr.read())
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
                pages = [one for one in await answer.json(content_type=None) if one["type"] == "page"]
            async with session.ws_connect(pages[0]["webSocketDebuggerUrl"], max_msg_size=0) as connection:
                yield Browser(connection)
        process.terminate()
        await drain
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


@needs_server
@needs_browser
async def test_a_browser_opens_the_playground_runs_a_lesson_and_draws_it(home: dict[str, str], tmp_path: pathlib.Path) -> None:
    """Page, web socket, keys and picture: F5 pressed in the browser runs the snippet, and its output is drawn."""
    from PIL import Image

    with served(home, "5") as (address, key):
        async with browser(tmp_path / "profile") as page:
            await page.call("Network.enable")
            await page.call("Page.enable")
            await page.call("Page.navigate", url=f"http://{address}/?key={key}")
            await page.wait_for(r"press F5 to run")
            await page.call("Runtime.evaluate", expression="document.querySelector('textarea').focus()")
            await page.press("F5", 116)
            await page.wait_for(r"FINISHED")
            await page.wait_for(r"tea is ready")
            classes = await page.call("Runtime.evaluate", expression="document.body.className")
            assert "-first-byte" in classes["result"]["value"]
            shot = await page.call("Page.captureScreenshot", format="png")
            image = Image.open(io.BytesIO(base64.b64decode(shot["data"]))).convert("RGB")
            assert len(image.getcolors(1 << 24) or []) > 20
