"""The lessons there are: those that come with asyncplay and those in folders of one's own; their order, and which one a name means.

A lesson of one's own wins over one of ours with the same name, and an earlier folder over a later one; `FOLDER/NAME` means the one in that
folder (ours is called `scenarios`). Nothing is read before somebody asks, and a file is read again only after it changed.
"""

from __future__ import annotations

import functools
import pathlib
from collections.abc import Iterable, Sequence

from asyncplay.lessons.folders import generation, own_folders
from asyncplay.lessons.heading import Heading, read_heading
from asyncplay.lessons.parse import LessonError

OURS = "scenarios"
UNITS = (
    "First steps", "Tasks", "Blocking", "Failing", "Stopping", "Waiting", "Coordinating", "Context", "Real I/O", "Patterns", "Under the hood",
)  # fmt: skip
"""The units of the course, in order. Others come after them, in the order in which they are met."""
_PACKAGE = pathlib.Path(__file__).resolve().parent.parent
_NO_NUMBER = 1_000_000


@functools.cache
def our_folder() -> pathlib.Path | None:
    """The folder with asyncplay's own lessons: beside `src/` in a checkout, inside the package once installed."""
    for place in (_PACKAGE.parent.parent / OURS, _PACKAGE / OURS):
        if place.is_dir() and any(place.glob("[0-9]*_*.py")):
            return place
    return None


def number_of(stem: str) -> int | None:
    """The number before the first underscore."""
    head = stem.partition("_")[0]
    return int(head) if head.isdecimal() and head.isascii() and len(head) < 9 and "_" in stem else None


def slug_of(stem: str) -> str:
    """The name without its number."""
    return stem.partition("_")[2] if number_of(stem) is not None else stem


def in_order(paths: Iterable[pathlib.Path]) -> list[pathlib.Path]:
    """By number; those without one at the end, by name."""

    def key(path: pathlib.Path) -> tuple[int, str]:
        number = number_of(path.stem)
        return (_NO_NUMBER if number is None else number), path.stem

    return sorted(paths, key=key)


def programs(folder: pathlib.Path) -> list[pathlib.Path]:
    """The lessons in a folder: its .py files, in order, but for those that begin with a dot or an underscore."""
    try:
        return in_order(path for path in folder.glob("*.py") if path.name[0] not in "._" and path.is_file())
    except OSError:
        return []


class Library:
    """Ours, and those in `folders`."""

    def __init__(self, folders: Sequence[pathlib.Path] = ()) -> None:
        self.folders = tuple(folders)
        self._read: dict[pathlib.Path, tuple[tuple[int, int], Heading | None]] = {}

    def ours(self) -> list[pathlib.Path]:
        """asyncplay's own lesson files, in order of their numbers."""
        place = our_folder()
        return in_order(place.glob("[0-9]*_*.py")) if place else []

    def paths(self) -> list[pathlib.Path]:
        """All lesson files: ours, then each folder's."""
        return self.ours() + [path for folder in self.folders for path in programs(folder)]

    def find_path(self, name: str) -> pathlib.Path | None:
        """The lesson's file, by stem (`05_create_task`), slug (`create_task`) or number (`5`), or one of these after `FOLDER/`."""
        shelf, _, rest = name.rpartition("/")
        for folder_name, paths in self._shelves():
            if shelf in ("", folder_name) and (found := _named(rest, paths)):
                return found
        return None

    def _shelves(self) -> Iterable[tuple[str, list[pathlib.Path]]]:
        for folder in self.folders:
            yield folder.resolve().name, programs(folder)
        yield OURS, self.ours()

    def names(self) -> list[str]:
        """Every name that `find_path` knows, for a suggestion."""
        return [name for path in self.paths() for name in (slug_of(path.stem), path.stem)]

    def hidden(self) -> list[tuple[pathlib.Path, str]]:
        """Lessons whose name means another one, each with the name that still means it."""
        shelved = [(folder_name, path) for folder_name, paths in self._shelves() for path in paths]
        return [(path, f"{folder_name}/{path.stem}") for folder_name, path in shelved if self.find_path(path.stem) != path]

    # what they say

    def headings(self) -> list[Heading]:
        """What each lesson is called and about, in the order of the course. Files that cannot be read as one are left out."""
        read = [heading for path in self.paths() if (heading := self._heading(path)) is not None]
        return route(read)

    def _heading(self, path: pathlib.Path) -> Heading | None:
        try:
            stat = path.stat()
            stamp = (stat.st_mtime_ns, stat.st_size)
            known = self._read.get(path)
            if known is None or known[0] != stamp:
                known = (stamp, read_heading(path))
                self._read[path] = known
        except LessonError:
            known = (stamp, None)
            self._read[path] = known
        except OSError:
            return None
        return known[1]

    def units(self) -> list[tuple[str, list[Heading]]]:
        """The units in order, each with its lessons in order."""
        found: dict[str, list[Heading]] = {}
        for heading in self.headings():
            found.setdefault(heading.unit, []).append(heading)
        return list(found.items())

    def beside(self, path: str | pathlib.Path, step: int) -> Heading | None:
        """The lesson that many places further in the course (or back, where `step` is negative); None beyond its ends."""
        headings = self.headings()
        wanted = pathlib.Path(path).resolve()
        at = next((i for i, heading in enumerate(headings) if heading.path.resolve() == wanted), None)
        if at is None or not 0 <= at + step < len(headings):
            return None
        return headings[at + step]

    def search(self, text: str) -> list[Heading]:
        """The lessons in which every word of the text is met; first those that have it among their concepts."""
        words = text.casefold().split()
        ranked = [(rank, heading) for heading in self.headings() if (rank := heading.rank(words)) is not None]
        return [heading for _, heading in sorted(ranked, key=lambda entry: entry[0])]


def _named(name: str, paths: Sequence[pathlib.Path]) -> pathlib.Path | None:
    for path in paths:
        if name and name in (path.stem, slug_of(path.stem)):
            return path
    if name.isdecimal() and name.isascii() and len(name) < 9:
        return next((path for path in paths if number_of(path.stem) == int(name)), None)
    return None


def route(headings: Sequence[Heading]) -> list[Heading]:
    """The way through the course: by units, and inside a unit as `Next` leads; where it does not, by number."""
    units = [*UNITS, *dict.fromkeys(heading.unit for heading in headings if heading.unit not in UNITS)]
    found: list[Heading] = []
    for unit in units:
        found += _walk([heading for heading in headings if heading.unit == unit])
    return found


def _walk(headings: list[Heading]) -> list[Heading]:
    pointed = {id(one.leads_to(headings)) for one in headings}
    left = sorted(headings, key=lambda one: id(one) in pointed)  # stable: first those to which nobody leads
    way: list[Heading] = []
    while left:
        here: Heading | None = left[0]
        while here is not None and here in left:
            left.remove(here)
            way.append(here)
            here = here.leads_to(headings)
    return way


_library: tuple[int, Library] | None = None


def library() -> Library:
    """The lessons of this process."""
    global _library
    if _library is None or _library[0] != generation():
        _library = (generation(), Library(own_folders()))
    return _library[1]
