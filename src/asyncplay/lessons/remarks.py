"""The `#=` facts, `#?` questions and `#:` notes of a program: real comments only, whatever strings may hold.

A remark speaks of its own line. One that stands on a line of its own speaks, as a note, of the line of code below it, and asks, as a
question, when the line of code above it has run.
"""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterable

from asyncplay.late import dataclass
from asyncplay.lessons.facts import Fact, parse_fact

QUESTIONS = ("next", "who", "when", "count", "order", "ends", "choice")
NOTE = "note"
_NO_CODE = frozenset({tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING, tokenize.ENDMARKER})


@dataclass(frozen=True, slots=True)
class Remark:
    """A `#?` question or a `#:` note at a line of the program."""

    line: int
    kind: str
    """One of QUESTIONS, or `note`."""
    text: str
    """What the author wrote behind the kind: a question in his own words, or none. Of a note: the note."""
    options: tuple[str, ...] = ()
    """What a `choice` offers."""
    right: int = -1
    """Which of them is right."""


def read_remarks(source: str, path: str, warnings: list[str]) -> tuple[list[Fact], list[Remark]]:
    """The facts, and the remarks in the order of their lines. FactError has the line where a fact is malformed."""
    facts: list[Fact] = []
    remarks: list[Remark] = []
    waiting: list[str] = []  # notes that stand above their line
    code = 0
    for token in _tokens(source):
        if token.type == tokenize.COMMENT:
            line, text = token.start[0], token.string
            alone = not token.line[: token.start[1]].strip()
            if text.startswith("#=") and not text.startswith("#==") and alone:
                facts.append(parse_fact(text[2:].strip(), line))
            elif text.startswith("#=") and not text.startswith("#=="):
                warnings.append(f"{path}:{line}: a fact stands on a line of its own; this one is not looked at")
            elif text.startswith("#?"):
                remark = _question(text[2:].strip(), code if alone and code else line, f"{path}:{line}", warnings)
                remarks += [remark] if remark else []
            elif text.startswith("#:") and alone:
                waiting.append(text[2:].strip())
            elif text.startswith("#:"):
                remarks.append(Remark(line, NOTE, text[2:].strip()))
        elif token.type not in _NO_CODE:
            code = token.end[0]
            remarks += [Remark(token.start[0], NOTE, " ".join(waiting))] if waiting else []
            waiting.clear()
    return facts, remarks


def _tokens(source: str) -> Iterable[tokenize.TokenInfo]:
    try:
        yield from tokenize.generate_tokens(io.StringIO(source).readline)
    except (tokenize.TokenError, SyntaxError):
        return  # ast could read it, so this is an oddity of tokenize's own


def _question(text: str, line: int, where: str, warnings: list[str]) -> Remark | None:
    kind, _, more = text.partition(":")
    kind, more = kind.strip(), more.strip()
    if kind not in QUESTIONS:
        warnings.append(f"{where}: a question is one of {', '.join(QUESTIONS)}, not {kind!r}")
        return None
    if kind != "choice":
        return Remark(line, kind, more)
    options = [option.strip() for option in more.split("|")]
    asked = options.pop(0) if options[0].endswith("?") else ""
    starred = [i for i, option in enumerate(options) if option.endswith("*")]
    if len(options) < 2 or len(starred) != 1 or not all(option.strip("* ") for option in options):
        warnings.append(f"{where}: a choice is written as  choice: A | B* | C  with a star at the one that is right")
        return None
    right = starred[0]
    options[right] = options[right].removesuffix("*").rstrip()
    return Remark(line, kind, asked, tuple(options), right)
