"""The command line: finds the subcommand, or opens the playground. Each reads its own arguments, and imports what it needs once these are right.

A subcommand wins over a file of that name. Wrong usage is one line on stderr and exit code 2; a fault of asyncplay's own is one line, too.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from asyncplay import __version__, late
from asyncplay.headless import console
from asyncplay.headless.console import SetupError, UsageError

if TYPE_CHECKING:
    from asyncplay.cli.commands import check, config, doctor, new, scenarios, web
    from asyncplay.cli.run import run
    from asyncplay.headless.parser import Parser
else:  # opening the playground needs none of them
    (Parser,) = late.functions("asyncplay.headless.parser", "Parser")
    (run,) = late.functions("asyncplay.cli.run", "run")
    check, config, doctor, new, scenarios, web = late.functions("asyncplay.cli.commands", "check", "config", "doctor", "new", "scenarios", "web")

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
    parser = Parser("asyncplay", "A terminal playground for asyncio.", _MAIN_EPILOG, _USAGE)
    metavar = "FILE | SCENARIO | RECORDING"
    parser.add_argument("target", nargs="?", metavar=metavar, help="what to open; without it, what was open last, or the first lesson")
    parser.add_argument("--version", action="version", version=f"asyncplay {__version__}")
    target: str | None = parser.parse(args).target
    if target is not None:
        from asyncplay.headless.target import check_playable

        check_playable(target)
    return target


_COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "run": run, "check": check, "scenarios": scenarios, "new": new, "doctor": doctor, "config": config, "web": web,
}  # fmt: skip
