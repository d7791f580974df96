"""The other commands: what each is given, and the front end that does it. Each returns its exit code."""

from __future__ import annotations

import argparse

from asyncplay.cli.types import clock
from asyncplay.headless import console
from asyncplay.headless.parser import Parser

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


def check(args: list[str]) -> int:
    """Hold lessons against their facts."""
    from asyncplay.headless.lesson_commands import check_command

    return check_command(args, Parser, clock)


def scenarios(args: list[str]) -> int:
    """List the lessons."""
    from asyncplay.headless.lesson_commands import scenarios_command

    return scenarios_command(args, Parser)


def new(args: list[str]) -> int:
    """Write a lesson to begin with."""
    from asyncplay.headless.lesson_commands import new_command

    return new_command(args, Parser)


def doctor(args: list[str]) -> int:
    """Look at terminal, Python and sandbox."""
    parser = Parser("asyncplay doctor", "Look at terminal, Python and sandbox.", _DOCTOR_EPILOG, "asyncplay doctor [--json]")
    parser.add_argument("--json", action="store_true", help="one object")
    found = parser.parse(args)
    from asyncplay.headless.doctor import doctor as front

    return front(found.json)


def web(args: list[str]) -> int:
    """Serve the playground to a browser."""
    parser = Parser("asyncplay web", "The playground in a browser.", _WEB_EPILOG, "asyncplay web [FILE | SCENARIO] [--port N] [--host HOST]")
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


def config(args: list[str]) -> int:
    """Show or set the settings."""
    usage = "asyncplay config [SECTION.NAME=VALUE] [--init | --edit | --keys | --path | --json]"
    parser = Parser("asyncplay config", "The settings.", _CONFIG_EPILOG, usage)
    parser.add_argument("assignment", nargs="?", metavar="SECTION.NAME=VALUE", help="set this in the file")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--init", action="store_true", help="make the file, with everything explained in it")
    which.add_argument("--edit", action="store_true", help="open the file in $VISUAL or $EDITOR")
    which.add_argument("--keys", action="store_true", help="list every command, its id and its keys")
    which.add_argument("--path", action="store_true", help="print the file's path alone")
    which.add_argument("--json", action="store_true", help="one object")
    found = parser.parse(args)
    from asyncplay.config.paths import settings_file
    from asyncplay.headless import config as front

    if found.assignment is not None:
        return front.set_value(found.assignment)
    if found.path:
        console.out(str(settings_file()))
        return console.OK
    if not (found.init or found.edit or found.keys):
        return front.show(found.json)
    from asyncplay.ui.commands import key_table

    table = key_table()
    if found.edit:
        return front.edit(table)
    if found.init:
        console.out(str(front.init(table)))
    else:
        for one, keys, title in table:
            console.out(f"{one:<28} {keys:<20} {title}")
    return console.OK
