"""What an option of more than one command may be."""

from __future__ import annotations

import argparse


def clock(text: str) -> str:
    from asyncplay.config.settings import a_clock

    try:
        return a_clock(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"a clock is {error}; not {text!r}") from None
