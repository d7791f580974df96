"""What a scenario file says: the docstring for people, `#=` facts for machines, `#?` questions and `#:` notes for the class.

The file is read with `ast` (its comments by `remarks`) and never executed. A field that nobody knows, and a question of an unknown kind,
are warnings; a malformed fact, and a file that is no Python, are a `LessonError` that names file and line. Any program can be read as a
lesson: it then has no facts and is called by its file name.
"""

from __future__ import annotations

import ast
import os
import pathlib
import re

from asyncplay.late import dataclass
from asyncplay.lessons.facts import Fact, FactError
from asyncplay.lessons.remarks import Remark, read_remarks
from asyncplay.lessons.source import SourceError, read_text

FIELDS = ("Level", "Unit", "Concepts", "Ask", "Aha", "Needs", "Try", "Make", "Next", "Clock")
SEVERAL = ("Try", "Make")
"""Fields of which a lesson may have several: a line each."""
_FIELD = re.compile(r"([A-Z][A-Za-z]+):(?:\s+(.*))?$")
_OWN_LINE = re.compile(r"\s|[-*] ")
_STEM = re.compile(r"(\d+)_(\w+)$")


class LessonError(ValueError):
    """The file cannot be a lesson, and where that shows."""

    def __init__(self, path: str, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path = path
        self.line = line
        self.message = message


@dataclass(frozen=True, slots=True)
class Lesson:
    slug: str
    """The file's name without its number: `create_task`."""
    number: int | None
    title: str
    text: str
    """The docstring between title and fields: paragraphs, an empty line between two."""
    level: int
    unit: str
    concepts: tuple[str, ...]
    ask: str
    aha: str
    try_: str
    make: str
    next: str
    """The lesson to go on with, by any of its names."""
    needs: str
    clock: str
    """`real` where the lesson says so, else empty."""
    path: str
    facts: tuple[Fact, ...]
    remarks: tuple[Remark, ...]
    program_start: int
    """First line that the editor shows."""
    program_end: int
    """Last line that the editor shows; what follows are the facts."""
    source: str
    warnings: tuple[str, ...] = ()
    """`file:line: what is odd`, for the author."""

    @property
    def stem(self) -> str:
        """The file's name without its ending: `05_create_task`."""
        return pathlib.PurePath(self.path).stem

    @property
    def label(self) -> str:
        """Number and title."""
        return f"{self.number:02} {self.title}" if self.number is not None else self.title

    @property
    def program(self) -> str:
        """The lines that the editor shows."""
        return "\n".join(self.source.split("\n")[self.program_start - 1 : self.program_end])


def read_lesson(path: str | os.PathLike[str]) -> Lesson:
    """The lesson in that file."""
    name = os.fspath(path)
    try:
        source = read_text(path)
    except SourceError as error:
        raise LessonError(name, 1, str(error)) from None
    return parse_lesson(source, name)


def parse_lesson(source: str, path: str) -> Lesson:
    """The lesson in that text."""
    warnings: list[str] = []
    doc, doc_start, doc_end = _docstring(source, path)
    title, text, fields = _read_docstring(doc, path, doc_start, source, warnings)
    try:
        facts, remarks = read_remarks(source, path, warnings)
    except FactError as error:
        raise LessonError(path, error.line, str(error)) from None
    stem = pathlib.PurePath(path).stem
    numbered = _STEM.match(stem)
    start, end = _program(source, doc_end, {fact.line for fact in facts})
    level = fields["Level"]
    if level and not level.isdecimal():
        warnings.append(f"{path}:{doc_start}: Level is a number, not {level!r}")
    return Lesson(
        slug=numbered[2] if numbered else stem,
        number=int(numbered[1]) if numbered else None,
        title=title or stem,
        text=text,
        level=int(level) if level.isdecimal() else 1,
        unit=fields["Unit"],
        concepts=tuple(word.strip() for word in fields["Concepts"].split(",") if word.strip()),
        ask=fields["Ask"],
        aha=fields["Aha"],
        try_=fields["Try"],
        make=fields["Make"],
        next=fields["Next"],
        needs=fields["Needs"],
        clock=_clock(fields["Clock"], f"{path}:{doc_start}", warnings),
        path=path,
        facts=tuple(facts),
        remarks=tuple(remarks),
        program_start=start,
        program_end=end,
        source=source,
        warnings=tuple(warnings),
    )


def read_fields(source: str, path: str) -> tuple[str, str, dict[str, str]]:
    """Title, text and fields alone. LessonError where the file is no Python."""
    doc, start, _ = _docstring(source, path)
    return _read_docstring(doc, path, start, source, [])


def _clock(word: str, where: str, warnings: list[str]) -> str:
    word = word.lower()
    if word and word not in ("real", "virtual"):
        warnings.append(f"{where}: Clock is real or virtual, not {word!r}")
        return ""
    return word


def _docstring(source: str, path: str) -> tuple[str, int, int]:
    """The module's docstring with its first and last line; without one: empty, 1, 0."""
    try:
        body = ast.parse(source, path).body
    except SyntaxError as error:
        raise LessonError(path, error.lineno or 1, f"is not Python: {error.msg}") from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise LessonError(path, 1, f"cannot be read as Python: {error or type(error).__name__}") from None
    first = body[0] if body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        doc = ast.get_docstring(ast.Module([first], []), clean=True) or ""
        return doc, first.lineno, first.end_lineno or first.lineno
    return "", 1, 0


def _read_docstring(doc: str, path: str, start: int, source: str, warnings: list[str]) -> tuple[str, str, dict[str, str]]:
    """Title, text and fields. A field begins a line and goes on until the next one or an empty line."""
    title, _, rest = doc.strip().partition("\n")
    fields = dict.fromkeys(FIELDS, "")
    text: list[str] = []
    at: list[str] = []  # the name of the field that is open, if one is
    begun = False
    for line in rest.split("\n"):
        found = _FIELD.match(line)
        if found and (found[1] in FIELDS or begun):
            begun = True
            at = [found[1]]
            if found[1] in FIELDS:
                told = (found[2] or "").strip()
                fields[found[1]] = f"{fields[found[1]]}\n{told}" if fields[found[1]] and found[1] in SEVERAL else told
            else:
                where = _line_of(source, start, line)
                warnings.append(f"{path}:{where}: unknown field {found[1]!r}")
        elif at and line.strip():
            if at[0] in fields:
                fields[at[0]] = f"{fields[at[0]]} {line.strip()}".strip()
        else:
            at = []
            text.append(line.rstrip())
    return title.strip(), _paragraphs(text), fields


def _line_of(source: str, start: int, text: str) -> int:
    for number, line in enumerate(source.split("\n")[start - 1 :], start):
        if line.strip() == text.strip():
            return number
    return start


def _paragraphs(lines: list[str]) -> str:
    """The lines of a paragraph flow together; a line that is indented, or an item of a list, stays a line of its own."""
    flowing: list[str] = []
    for line in lines:
        if line and flowing and flowing[-1] and not _OWN_LINE.match(line) and not flowing[-1].startswith(" "):
            flowing[-1] += f" {line}"
        else:
            flowing.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(flowing)).strip("\n")


def _program(source: str, doc_end: int, facts: set[int]) -> tuple[int, int]:
    """First and last line between docstring and closing facts, without empty lines at either end."""
    lines = source.split("\n")
    end = len(lines)
    while end > doc_end and (end in facts or not lines[end - 1].strip()):
        end -= 1
    start = doc_end + 1
    while start < end and not lines[start - 1].strip():
        start += 1
    return start, end
