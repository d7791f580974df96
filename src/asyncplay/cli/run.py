"""`asyncplay run`: its options, each held to what it may be, and the settings file's word where none is given."""

from __future__ import annotations

import argparse
import math
import os

from asyncplay.cli.types import clock
from asyncplay.headless.console import UsageError
from asyncplay.headless.parser import Parser
from asyncplay.sandbox.levels import LEVELS

_EPILOG = """\
examples:
  asyncplay run my.py                      the program's own output and exit code
  asyncplay run my.py -- --verbose 3       with arguments of its own
  asyncplay run create_task --json         a lesson, told as one JSON object
  asyncplay run my.py --events -           every event as a line of JSON
  asyncplay run my.py --record a.asyncplay  keep the run, to look at it in the playground
  asyncplay run my.py --clock virtual      an hour of sleeping in no time
  asyncplay run my.py --clock x0.1         slow motion
  asyncplay run my.py --seed 7             another legal order of what is ready
  asyncplay run my.py --timeout 5          exit code 124 if it takes longer
  echo 'print(1)' | asyncplay run -        from standard input

exit codes: the program's own; 75 deadlock, 124 timeout, 125 no sandbox, 130 stopped, 137 a limit, 128+n a signal, 2 wrong usage
"""


def run(args: list[str]) -> int:
    """Run a program without a screen; its exit code."""
    args, argv = _split(args)
    parser = Parser("asyncplay run", "Run a program without a screen.", _EPILOG, "asyncplay run FILE|SCENARIO|- [options] [-- ARGS]")
    add = parser.add_argument
    add("target", nargs="?", metavar="FILE|SCENARIO|-", help="the program; - is standard input")
    add("--clock", type=clock, metavar="CLOCK", help="real, virtual, or xN: x0.1 is slow motion, x20 is fast (default: the settings file's, real)")
    add("--seed", type=_seed, metavar="N|-", help="shuffle the order of ready task steps; the same N gives the same run; -: as it comes")
    add("--debug", action=argparse.BooleanOptionalAction, help="asyncio's debug mode, as with PYTHONASYNCIODEBUG=1")
    add("--detail", action=argparse.BooleanOptionalAction, help="trace every line of the program, not only where tasks stop (for --events)")
    add("--variables", action=argparse.BooleanOptionalAction, help="record what variables hold when a task suspends (for --events)")
    add("--timeout", type=_seconds, metavar="S", help="stop after so many seconds (default 300)")
    add("--limit", default=[], action="append", metavar="NAME=VALUE", help="another limit: cpu, memory, tasks, files, file, disk, inodes, output")
    add("--profile", choices=("local", "class"), help="the limits to begin with: local, or class, which is narrower (default: the settings file's)")
    add("--sandbox", choices=("auto", *LEVELS), metavar="LEVEL", help="auto (the best that works) or one of " + ", ".join(LEVELS))
    add("--python", metavar="EXE", help="run it with this interpreter, CPython 3.11 or newer")
    add("--share", default=[], action="append", metavar="PATH", help="show this file or folder to the program, read-only; repeatable")
    add("--events", metavar="PATH|-", help="write the trace's events as JSON lines")
    add("--record", metavar="PATH.asyncplay", help="keep the recording: the playground opens it")
    add("--json", action="store_true", help="one JSON object on stdout at the end, instead of passing output through")
    found = parser.parse(args)
    if found.target is None:
        parser.error("name a file or a scenario, or - for standard input")
    if found.json and found.events == "-":
        parser.error("--json and --events - both want stdout; give --events a path")
    from asyncplay.headless import run as front
    from asyncplay.headless.limits import of_run
    from asyncplay.headless.settings import chosen

    settings = chosen({name: getattr(found, name) for name in ("clock", "seed", "debug", "detail", "variables", "sandbox", "python")})
    limits = of_run(found.limit, found.timeout, found.profile)
    return front.run(
        front.Options(
            target=found.target,
            argv=tuple(argv),
            clock=settings.clock,
            seed=settings.seed,
            debug=settings.debug,
            detail=settings.detail,
            variables=settings.variables,
            limits=limits,
            output_limit=limits.output,
            level=settings.level,
            shares=tuple(map(_shared, found.share)),
            python=settings.python,
            json=found.json,
            events=found.events,
            record=found.record,
        )
    )


def _split(args: list[str]) -> tuple[list[str], list[str]]:
    """What is asyncplay's, and what after `--` is the program's."""
    if "--" not in args:
        return args, []
    at = args.index("--")
    return args[:at], args[at + 1 :]


def _shared(path: str) -> str:
    """A path to show, made absolute; UsageError where there is none, or it is everything."""
    full = os.path.expanduser(path)
    full = os.path.abspath(full) if os.path.exists(full) else full
    if not os.path.exists(full):
        raise UsageError(f"--share {path}: there is no such file or folder")
    if full == "/":
        raise UsageError("--share /: name what the program needs, not everything")
    if os.path.realpath(full).split("/")[1] in ("proc", "sys", "dev"):
        raise UsageError(f"--share {path}: that is the system's own, and not to be shared")
    return full


def _seed(text: str) -> int | str:
    from asyncplay.config.settings import a_seed

    if text == "-":
        return "-"  # none, whatever the settings file says
    try:
        return a_seed(int(text) if text.isdecimal() and len(text) < 20 else None)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"a seed is {error}; not {text!r}") from None


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds above 0")
    return seconds
