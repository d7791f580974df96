"""`make fuzz`: a million frames against decoder, fold and report, then atheris (coverage-guided) where it is installed.

Prints how many frames went through and how much memory that took; ends with exit code 1 at the first broken promise, naming the seed that
brings it back. `python -m tests.fuzz [FRAMES] [ATHERIS SECONDS]`.
"""

from __future__ import annotations

import importlib.util
import random
import resource
import subprocess
import sys
import time
import traceback

from tests.fuzz.frames import one_case

FRAMES, SECONDS = 1_000_000, 120
MEMORY_MAX = 400 << 20


def by_chance(frames: int) -> int:
    """Cases from one seed after another until so many frames have been taken."""
    began, done, seed, told = time.monotonic(), 0, 0, 0
    while done < frames:
        seed += 1
        chance = random.Random(seed)
        try:
            done += one_case(chance, chance.choice((1, 10, 100, 1000, 5000)))
        except Exception:
            traceback.print_exc()
            print(f"FAILED with seed {seed}")
            return 1
        if done - told >= 100_000:
            told = done
            print(f"{done:>9,} frames, {seed:,} runs, {time.monotonic() - began:.0f} s", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(f"{done:,} frames in {seed:,} runs: no crash, peak memory {peak >> 20} MiB")
    return int(peak > MEMORY_MAX)


def main() -> int:
    frames = int(sys.argv[1]) if len(sys.argv) > 1 else FRAMES
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else SECONDS
    if by_chance(frames):
        return 1
    if importlib.util.find_spec("atheris") is None:
        print("atheris is not installed (pip install atheris): the guided part is left out")
        return 0
    return subprocess.run([sys.executable, "-m", "tests.fuzz.guided", str(seconds)], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
