"""The command line: reads arguments and starts the front end that they choose, which alone is then imported.

A subcommand wins over a file of that name. Wrong usage is one line on stderr and exit code 2; a fault of asyncplay's own is one line, too.
"""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from asyncplay import __version__, late
from asyncplay.headless import console
from asyncplay.headless.console import SetupError, UsageError
from asyncplay.sandbox.levels import LEVELS

if TYPE_CHECKING:
    import argparse

    from asyncplay.headless.parser import Parser as _Parser
else:  # opening the playground needs neither
    argparse = late.module("argparse")
    (_Parser,) = late.functions("asyncplay.headless.parser", "Parser")

LATER = ("export",)
"""Subcommands whose names are taken, for a later version."""

_USAGE = "asyncplay [FILE | SCENARIO | RECORDING.asyncplay] [--lessons DIR]\n       asyncplay COMMAND …"
_MAIN_EPILOG = """\
commands (each has --help):
  run         run a program without a screen; its output and exit code pass through
  check       hold lessons against the facts written in them
  scenarios   list the lessons
  new         write a lesson to begin with
  doctor      look at terminal, Python and sandbox
  config      the settings: where they are, what holds
  web         the playground in a browser

examples:
  asyncplay                     what was open last, or the first lesson
  asyncplay my.py               your own file; it need not exist yet
  asyncplay create_task         a lesson, by name
  asyncplay 5                   the same one, by number
  asyncplay a.asyncplay         a run that was kept: it is shown, nothing is executed
  asyncplay --lessons DIR       with the lessons in a folder of your own (goes with every command)
  asyncplay run my.py --json    no screen, one JSON object
"""
_RUN_EPILOG = """\
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
_DOCTOR_EPILOG = """\
examples:
  asyncplay doctor
  asyncplay doctor --json

exit codes: 0 snippets are contained, 1 they are not
"""
_WEB_EPILOG = """\
examples:
  asyncplay web                        at http://127.0.0.1:8000/, for this machine alone
  asyncplay web create_task --port 9000

needs textual-serve: pip install 'asyncplay[web]'
"""
_CONFIG_EPILOG = """\
examples:
  asyncplay config                              where the file is, every setting, its value and what it is for
  asyncplay config --init                       make a file in which all of them are explained
  asyncplay config --edit                       open it in $EDITOR
  asyncplay config ui.theme=asyncplay-light     set one
  asyncplay config --keys                       every command with its id and keys, for [keys]

exit codes: 0, 1 something in the file is not allowed (it is named, and ignored), 2 wrong usage
"""


def main(argv: Sequence[str] | None = None) -> int:
    """The whole program; its exit code."""
    args = list(sys.argv[1:] if argv is None else argv)
    console.prepare()
    try:
        code = _dispatch(args)
    except UsageError as error:
        console.say(str(error))
        code = console.USAGE
    except SetupError as error:
        console.say(str(error))
        code = console.SETUP_FAILED
    except KeyboardInterrupt:
        code = console.STOPPED
    except SystemExit as error:  # argparse, after --help and --version
        code = error.code if isinstance(error.code, int) else console.OK
    except Exception as error:
        if os.environ.get("ASYNCPLAY_DEBUG"):
            raise
        console.say(f"internal error: {type(error).__name__}: {error} (ASYNCPLAY_DEBUG=1 shows where)")
        code = console.INTERNAL
    return console.finish(code)


def _dispatch(args: list[str]) -> int:
    from asyncplay.headless.folders import take_folders

    args = take_folders(args)
    if args and args[0] in _COMMANDS:
        return _COMMANDS[args[0]](args[1:])
    if args and args[0] in LATER:
        raise UsageError(f"{args[0]} comes with a later version")
    return _play(args)


def _play(args: list[str]) -> int:
    target = _target(args) if args else None
    if "SSH_TTY" in os.environ:
        os.environ.setdefault("ESCDELAY", "250")  # so far apart may the bytes of one key arrive; Textual reads it when it is imported
    import gc

    gc.disable()  # looking for cycles among what is only being made takes a fifth of the start; the application turns it on after its first picture
    from asyncplay.ui.app import play

    return play(target)


def _target(args: list[str]) -> str | None:
    """What is to be opened, if anything."""
    parser = _Parser("asyncplay", "A terminal playground for asyncio.", _MAIN_EPILOG, _USAGE)
    metavar = "FILE | SCENARIO | RECORDING"
    parser.add_argument("target", nargs="?", metavar=metavar, help="what to open; without it, what was open last, or the first lesson")
    parser.add_argument("--version", action="version", version=f"asyncplay {__version__}")
    target: str | None = parser.parse(args).target
    if target is not None:
        from asyncplay.headless.target import check_playable

        check_playable(target)
    return target


def _run(args: list[str]) -> int:
    args, argv = _split(args)
    parser = _Parser("asyncplay run", "Run a program without a screen.", _RUN_EPILOG, "asyncplay run FILE|SCENARIO|- [options] [-- ARGS]")
    add = parser.add_argument
    add("target", nargs="?", metavar="FILE|SCENARIO|-", help="the program; - is standard input")
    add("--clock", type=_clock, metavar="CLOCK", help="real, virtual, or xN: x0.1 is slow motion, x20 is fast (default: the settings file's, real)")
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
    from asyncplay.headless.limits import of_run
    from asyncplay.headless.run import Options, run
    from asyncplay.headless.settings import chosen

    settings = chosen({name: getattr(found, name) for name in ("clock", "seed", "debug", "detail", "variables", "sandbox", "python")})
    limits = of_run(found.limit, found.timeout, found.profile)
    return run(
        Options(
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


def _clock(text: str) -> str:
    from asyncplay.config.settings import a_clock

    try:
        return a_clock(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"a clock is {error}; not {text!r}") from None


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


def _check(args: list[str]) -> int:
    from asyncplay.headless.lesson_commands import check_command

    return check_command(args, _Parser, _clock)


def _scenarios(args: list[str]) -> int:
    from asyncplay.headless.lesson_commands import scenarios_command

    return scenarios_command(args, _Parser)


def _new(args: list[str]) -> int:
    from asyncplay.headless.lesson_commands import new_command

    return new_command(args, _Parser)


def _doctor(args: list[str]) -> int:
    parser = _Parser("asyncplay doctor", "Look at terminal, Python and sandbox.", _DOCTOR_EPILOG, "asyncplay doctor [--json]")
    parser.add_argument("--json", action="store_true", help="one object")
    found = parser.parse(args)
    from asyncplay.headless.doctor import doctor

    return doctor(found.json)


def _web(args: list[str]) -> int:
    parser = _Parser("asyncplay web", "The playground in a browser.", _WEB_EPILOG, "asyncplay web [FILE | SCENARIO] [--port N] [--host HOST]")
    parser.add_argument("target", nargs="?", metavar="FILE | SCENARIO", help="what each page opens")
    parser.add_argument("--port", type=_port, default=8000, metavar="N", help="where it listens (default 8000)")
    parser.add_argument("--host", default="127.0.0.1", metavar="HOST", help="from where it may be reached (default: this machine only)")
    found = parser.parse(args)
    if found.target is not None:
        from asyncplay.headless.target import check_playable

        check_playable(found.target)
    from asyncplay.headless.web import serve

    return serve(found.target, found.host, found.port)


def _port(text: str) -> int:
    if not (text.isdecimal() and text.isascii() and 0 < int(text) < 65536):
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not {text!r}")
    return int(text)


def _config(args: list[str]) -> int:
    usage = "asyncplay config [SECTION.NAME=VALUE] [--init | --edit | --keys | --path | --json]"
    parser = _Parser("asyncplay config", "The settings.", _CONFIG_EPILOG, usage)
    parser.add_argument("assignment", nargs="?", metavar="SECTION.NAME=VALUE", help="set this in the file")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--init", action="store_true", help="make the file, with everything explained in it")
    which.add_argument("--edit", action="store_true", help="open the file in $VISUAL or $EDITOR")
    which.add_argument("--keys", action="store_true", help="list every command, its id and its keys")
    which.add_argument("--path", action="store_true", help="print the file's path alone")
    which.add_argument("--json", action="store_true", help="one object")
    found = parser.parse(args)
    from asyncplay.config.paths import settings_file
    from asyncplay.headless import config

    if found.assignment is not None:
        return config.set_value(found.assignment)
    if found.path:
        console.out(str(settings_file()))
        return console.OK
    if not (found.init or found.edit or found.keys):
        return config.show(found.json)
    from asyncplay.ui.commands import key_table

    table = key_table()
    if found.edit:
        return config.edit(table)
    if found.init:
        console.out(str(config.init(table)))
    else:
        for one, keys, title in table:
            console.out(f"{one:<28} {keys:<20} {title}")
    return console.OK


_COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "run": _run, "check": _check, "scenarios": _scenarios, "new": _new, "doctor": _doctor, "config": _config, "web": _web,
}  # fmt: skip
