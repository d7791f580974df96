"""The coverage-guided part of `make fuzz`: atheris sees which lines of the decoder and the fold an input reaches, and looks for others."""

from __future__ import annotations

import random
import sys

import atheris

with atheris.instrument_imports(include=["asyncplay.trace"]):  # before anything else imports them
    from asyncplay.trace import wire
    from asyncplay.trace.codec import Decoder
    from asyncplay.trace.recording import Recording

from tests.fuzz.frames import a_line, check


def one(data: bytes) -> None:
    """Lines and records as the input says; commit words are made true, or nothing would get past them."""
    provider = atheris.FuzzedDataProvider(data)
    decoder, recording, count = Decoder(), Recording(), 0
    for _ in range(provider.ConsumeIntInRange(0, 12)):
        if provider.ConsumeBool():
            decoder.lines(a_line(random.Random(provider.ConsumeInt(4))))
        else:
            decoder.lines(provider.ConsumeBytes(provider.ConsumeIntInRange(0, 100)))
        records = b""
        for _ in range(provider.ConsumeIntInRange(0, 10)):
            count += 1
            small = [provider.ConsumeIntInRange(0, 9) for _ in range(5)]
            records += wire.RECORD.pack(count, small[0], *small, provider.ConsumeIntInRange(0, max(wire.KINDS) + 1), 1, small[4], count)
        check(decoder, recording, decoder.records(records + provider.ConsumeBytes(provider.ConsumeIntInRange(0, 3))))
    check(decoder, recording, list(decoder.finish()))


if __name__ == "__main__":
    atheris.Setup([sys.argv[0], f"-max_total_time={sys.argv[1]}", "-rss_limit_mb=1024", "-max_len=4096"], one)
    atheris.Fuzz()
