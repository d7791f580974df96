"""What a list of lessons shows of each: its docstring, without its program. Reading one costs a tenth of reading the whole lesson."""

from __future__ import annotations

import pathlib
import re
from collections.abc import Sequence

from asyncplay.late import dataclass
from asyncplay.lessons.parse import LessonError, read_fields
from asyncplay.lessons.source import SourceError, read_text


@dataclass(frozen=True, slots=True)
class Heading:
    """One line of the list."""

    path: pathlib.Path
    number: int | None
    slug: str
    title: str
    unit: str
    level: int
    concepts: tuple[str, ...]
    needs: str
    next: str
    words: str
    """Everything that a search looks at, in lower case."""

    @property
    def stem(self) -> str:
        return self.path.stem

    def leads_to(self, headings: Sequence[Heading]) -> Heading | None:
        """The one of these that `Next` names; from the same folder if there are several."""
        named = [one for one in headings if self.next and self.next in (one.slug, one.stem, str(one.number))]
        here = [one for one in named if one.path.parent == self.path.parent]
        return next(iter([*here, *named]), None)

    def rank(self, words: Sequence[str]) -> int | None:
        """How well these words describe it: 0 best; None where one of them is not met."""
        if not _all_in(words, self.words):
            return None
        concepts = ", ".join(self.concepts).casefold()
        title = f"{self.title} {self.slug.replace('_', ' ')}".casefold()
        return 0 if _all_in(words, concepts) else 1 if _all_in(words, title) else 2


def _all_in(words: Sequence[str], text: str) -> bool:
    """Whether a word of the text begins with each of these."""
    return all(re.search(rf"(?<!\w){re.escape(word)}", text) for word in words)


def read_heading(path: pathlib.Path) -> Heading:
    """The heading of the lesson in that file; LessonError where it is none."""
    try:
        source = read_text(path)
    except SourceError as error:
        raise LessonError(str(path), 1, str(error)) from None
    title, text, fields = read_fields(source, str(path))
    head, _, slug = path.stem.partition("_")
    numbered = head.isdecimal() and head.isascii() and bool(slug)
    told = (path.stem, path.stem.replace("_", " "), title, fields["Unit"], fields["Concepts"], fields["Ask"], text)
    return Heading(
        path=path,
        number=int(head) if numbered else None,
        slug=slug if numbered else path.stem,
        title=title or path.stem,
        unit=fields["Unit"],
        level=int(fields["Level"]) if fields["Level"].isdecimal() else 1,
        concepts=tuple(word.strip() for word in fields["Concepts"].split(",") if word.strip()),
        needs=fields["Needs"],
        next=fields["Next"],
        words=" ".join(told).casefold(),
    )
