"""The parser of a command's arguments: what is wrong is said in one line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import NoReturn

from asyncplay.headless.console import UsageError


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def __init__(self, prog: str, description: str, epilog: str, usage: str) -> None:
        super().__init__(prog, usage, description, epilog, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} (see {self.prog} --help)")

    def parse(self, args: Sequence[str]) -> argparse.Namespace:
        """As parse_args, but a missing argument never hides an unknown option."""
        found, rest = self.parse_known_args(args)
        if rest:
            kind = "option" if rest[0].startswith("-") else "argument"
            self.error(f"unknown {kind} {rest[0]}")
        return found
