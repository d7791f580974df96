"""`asyncplay web`: the playground in a browser, by textual-serve. Whoever reaches the page can run programs, so only this machine does, unless told.

A page of another site, open in the same browser, could reach it too: requests whose Host or Origin is not ours are refused. Other accounts of
this machine reach its loopback: only who has the key that the printed address ends with is let in, and keeps it as a cookie.
"""

from __future__ import annotations

import hmac
import os
import pathlib
import secrets
import shlex
import sys
from typing import Any

from asyncplay.headless import console
from asyncplay.headless.console import UsageError

LOOPBACK = ("127.0.0.1", "localhost", "::1")
PAGE = pathlib.Path(__file__).parent / "web_page"


def serve(target: str | None, host: str, port: int) -> int:
    """Serve until Ctrl+C."""
    try:
        from aiohttp import web
        from textual_serve.server import Server
    except ImportError:
        raise UsageError("asyncplay web needs textual-serve: pip install 'asyncplay[web]'") from None
    _check_free(host, port)
    command = shlex.join([sys.executable, "-m", "asyncplay", *([target] if target is not None else [])])
    shown = "127.0.0.1" if host in ("localhost", "0.0.0.0", "") else host
    address = f"[{shown}]:{port}" if ":" in shown else f"{shown}:{port}"
    ours = {f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]")} if host in LOOPBACK else None

    key, cookie = secrets.token_urlsafe(24), f"asyncplay-{port}"

    @web.middleware
    async def only_ours(request: Any, handler: Any) -> Any:
        origin = request.headers.get("Origin", "")
        if (ours is not None and request.host not in ours) or (origin and origin.partition("://")[2] != request.host):
            raise web.HTTPForbidden(text="This playground answers its own page only.\n")
        if hmac.compare_digest(request.query.get("key", "").encode(), key.encode()):
            welcome = web.HTTPFound(request.path)
            welcome.set_cookie(cookie, key, httponly=True, samesite="Strict")
            raise welcome
        if not hmac.compare_digest(request.cookies.get(cookie, "").encode(), key.encode()):
            raise web.HTTPForbidden(text="Open the whole address that asyncplay web printed: its end is the key.\n")
        return await handler(request)

    class Playground(Server):
        """Says where it is in one line, and who may come."""

        async def _make_app(self) -> Any:
            app = await super()._make_app()
            app.middlewares.append(only_ours)
            return app

        async def on_startup(self, app: Any) -> None:
            console.out(f"asyncplay is at http://{address}/?key={key}  (Ctrl+C ends it)")
            if host not in LOOPBACK:
                console.say("whoever reaches this address can run programs on this machine; leave --host away to keep it to this machine")

    os.environ["ASYNCPLAY_STOCK_OUTPUT"] = "1"  # the browser draws; the wire is for terminals
    Playground(command, host, port, "asyncplay", f"http://{address}", templates_path=PAGE).serve()
    return console.OK


def _check_free(host: str, port: int) -> None:
    """UsageError where nobody can listen there."""
    import socket

    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"no page can be served at {host} port {port}: {reason}; name another with --port") from None
