"""The arguments of the subcommands about lessons: check, scenarios, new. What they do is in modules of their own, imported when chosen."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import Protocol

_CHECK = """\
examples:
  asyncplay check                              every lesson
  asyncplay check create_task 7                two of them
  asyncplay check my_lessons/                  every .py file in a folder
  asyncplay check mine.py --clock real         on the real clock
  asyncplay check mine.py --python python3.13  with another interpreter
  asyncplay check mine.py --write --dry-run    the facts that a run suggests
  asyncplay check mine.py --write              and write them below the program

A lesson that says `Clock: real` runs on the real clock in any case. What the facts mean: docs/writing-lessons.md

exit codes: 0 all hold, 1 a fact failed, 2 a lesson is malformed
"""
_SCENARIOS = """\
examples:
  asyncplay scenarios                      all lessons, in the order of the course
  asyncplay scenarios queue                those about queues
  asyncplay scenarios --lessons ~/mine     with a folder of your own
  asyncplay scenarios --json
"""
_NEW = """\
examples:
  asyncplay new tea_time.py                a lesson that runs, with everything in its place
  asyncplay check tea_time.py              hold it against its facts
  asyncplay tea_time.py                    open it

A file that is there already is never written over.

exit codes: 0 written, 2 not written
"""


class Parser(Protocol):
    """The command line's own."""

    def __call__(self, prog: str, description: str, epilog: str, usage: str) -> argparse.ArgumentParser: ...


def check_command(args: Sequence[str], make: Parser, clock: Callable[[str], str]) -> int:
    usage = "asyncplay check [PATH|SCENARIO …] [--clock CLOCK] [--python EXE] [--write [--dry-run]]"
    parser = make("asyncplay check", "Hold lessons against the facts written in them.", _CHECK, usage)
    parser.add_argument("targets", nargs="*", metavar="PATH|SCENARIO", help="files, folders, lessons; without any, all lessons")
    parser.add_argument("--clock", default="virtual", type=clock, metavar="CLOCK", help="real or virtual (default virtual)")
    parser.add_argument("--python", metavar="EXE", help="run them with this interpreter, CPython 3.11 or newer")
    parser.add_argument("--write", action="store_true", help="propose facts from two runs, and write them below the program")
    parser.add_argument("--dry-run", action="store_true", help="with --write: show them only")
    found = _parse(parser, args)
    if found.dry_run and not found.write:
        parser.error("--dry-run goes with --write")
    if found.write:
        from asyncplay.headless.write_facts import write_facts

        return write_facts(found.targets, found.clock, found.python, found.dry_run)
    from asyncplay.headless.check import check

    return check(found.targets, found.clock, found.python)


def scenarios_command(args: Sequence[str], make: Parser) -> int:
    parser = make("asyncplay scenarios", "List the lessons.", _SCENARIOS, "asyncplay scenarios [WORD …] [--json]")
    parser.add_argument("words", nargs="*", metavar="WORD", help="only lessons in which these are met")
    parser.add_argument("--json", action="store_true", help="a list of objects")
    found = _parse(parser, args)
    from asyncplay.headless.scenarios import scenarios

    return scenarios(found.json, " ".join(found.words))


def new_command(args: Sequence[str], make: Parser) -> int:
    parser = make("asyncplay new", "Write a lesson to begin with.", _NEW, "asyncplay new FILE.py")
    parser.add_argument("path", metavar="FILE.py", help="where; the name becomes the title")
    found = _parse(parser, args)
    from asyncplay.headless.new_lesson import new_lesson

    return new_lesson(found.path)


def _parse(parser: argparse.ArgumentParser, args: Sequence[str]) -> argparse.Namespace:
    parse: Callable[[Sequence[str]], argparse.Namespace] = getattr(parser, "parse", parser.parse_args)
    return parse(args)
