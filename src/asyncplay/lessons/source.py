"""Reading a Python file as text, the way the interpreter would: encoding cookies, a byte order mark, any line ends.

Whatever keeps a path from being a program to run is a `SourceError`: one line, without the path.
"""

from __future__ import annotations

import io
import os
import tokenize

SIZE_MAX = 16_000_000
"""No program is longer; a device or an endless pipe is."""


class SourceError(ValueError):
    """Why this path is not a program."""


def read_text(path: str | os.PathLike[str]) -> str:
    """The file's text, lines ended by \\n."""
    try:
        with open(path, "rb") as file:
            data = file.read(SIZE_MAX + 1)
    except FileNotFoundError:
        raise SourceError("no such file") from None
    except IsADirectoryError:
        raise SourceError("is a directory") from None
    except PermissionError:
        raise SourceError("may not be read") from None
    except (OSError, ValueError) as error:  # ValueError: a null byte in the name
        raise SourceError(f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
    return decode(data)


def decode(data: bytes) -> str:
    """A program's bytes as text. PEP 263 cookies are honoured."""
    if len(data) > SIZE_MAX:
        raise SourceError(f"is longer than {SIZE_MAX // 1_000_000} MB")
    if b"\0" in data:
        raise SourceError("is not text: it has null bytes")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        text = data.decode(encoding)
    except (SyntaxError, UnicodeError, LookupError) as error:
        reason = error.msg if isinstance(error, SyntaxError) else _undecodable(error)
        raise SourceError(f"is not text: {reason}") from None
    return io.IncrementalNewlineDecoder(None, translate=True).decode(text, final=True)


def _undecodable(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"byte {error.start} is not {error.encoding}"
    return str(error)
