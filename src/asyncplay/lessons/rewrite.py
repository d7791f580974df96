"""Puts facts into a lesson's file: whole or not at all, and every other byte stays as it is."""

from __future__ import annotations

import io
import os
import re
import tempfile
import tokenize

from asyncplay.lessons.propose import Proposal

_ENDS = re.compile(rb"\r\n|\r|\n")


class RewriteError(Exception):
    """Why the file was left as it is, in one line."""


def rewrite(path: str, source: str, proposal: Proposal) -> None:
    """Write the proposal into the file that `source` was read from."""
    target = os.path.realpath(path)
    try:
        with open(target, "rb") as file:
            data = file.read()
            mode = os.fstat(file.fileno()).st_mode
        if _text(data) != source:
            raise RewriteError(f"{path} has changed meanwhile: run it again")
        _replace(target, with_facts(data, proposal), mode)
    except OSError as error:
        raise RewriteError(f"{path} cannot be written: {error.strerror or error}") from None


def with_facts(data: bytes, proposal: Proposal) -> bytes:
    """The file's bytes with the proposal in them: in its encoding, with its line ends."""
    encoding = tokenize.detect_encoding(io.BytesIO(data).readline)[0].replace("utf-8-sig", "utf-8")
    end = (_ENDS.search(data) or re.match(b"\n", b"\n"))[0]  # type: ignore[index]
    pieces = _lines(data)
    for line, text in proposal.replaced.items():
        body, own_end = pieces[line - 1]
        indent = body[: len(body) - len(body.lstrip())]
        pieces[line - 1] = (b"", b"") if text is None else (indent + f"#= {text}".encode(encoding, "backslashreplace"), own_end)
    if proposal.added and pieces and pieces[-1][0]:
        pieces[-1] = (pieces[-1][0], pieces[-1][1] or end)
    added = [(f"#= {text}".encode(encoding, "backslashreplace"), end) for text in proposal.added]
    return b"".join(body + own_end for body, own_end in [*pieces, *added])


def _lines(data: bytes) -> list[tuple[bytes, bytes]]:
    """Each line with its end."""
    pieces: list[tuple[bytes, bytes]] = []
    start = 0
    for found in _ENDS.finditer(data):
        pieces.append((data[start : found.start()], found[0]))
        start = found.end()
    return [*pieces, (data[start:], b"")] if start < len(data) else pieces


def _text(data: bytes) -> str:
    from asyncplay.lessons.source import SourceError, decode

    try:
        return decode(data)
    except SourceError:
        return ""


def _replace(target: str, data: bytes, mode: int) -> None:
    folder, name = os.path.split(target)
    fd, temporary = tempfile.mkstemp(prefix=f".{name}.", dir=folder or ".")
    try:
        with os.fdopen(fd, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), mode & 0o7777)
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise
