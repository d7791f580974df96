"""What tracing costs: small asyncio programs traced, over the same ones bare; beside asyncio's debug mode and other tools where they install.

    python benchmarks/tracing.py [--rounds N] [--no-callgrind] [--only NAME]

Full fidelity, recording on. CPU time: the runs are taken in turn, the ratio is that of the minima; each program measures its own work. Instructions:
counted by callgrind, as the difference between two scales, so that neither start-up nor other programs matter. Other tools are installed into an
environment of their own (--tools names one that has them), once, and what does not install is said. Judged by CPU time first: a row passes by
it, or by instructions where the CPU time is over by no more than NOISE; it says which. Exit code 1 where a row does neither.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from programs import MUST, PROGRAMS, SCALES, STRETCH, TITLES

OTHERS = ["viztracer", "aiomonitor", "asyncviz"]
"""Of the last one only whether it installs is said: it has no way to run a program without its server."""
NOISE = 1.1
HERE = pathlib.Path(__file__).parent
STEADY = {"MALLOC_MMAP_THRESHOLD_": str(1 << 30), "MALLOC_TRIM_THRESHOLD_": str(1 << 30)}
"""For glibc: each read of a stream asks for 256 KiB, and whether these go back to the kernel each time is luck, and twice the time."""
SMALL = {"sleep0": 10, "queue": 300, "timers": 1000, "tcp": 100, "deep": 8, "work": 6, "tasks": 300}
"""Scales for callgrind, which is fifty times slower."""


def seconds(python: str, mode: str, name: str) -> float | None:
    command = [python, str(HERE / "programs.py"), mode, name, str(SCALES[name])]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, env={**os.environ, **STEADY})
    found = re.search(r"^CPU (\S+)", done.stdout, re.M)
    return float(found[1]) if found else None


def in_turn(python: str, modes: list[str], name: str, rounds: int, tools: str | None) -> dict[str, float]:
    """The least CPU time of each mode."""
    best: dict[str, float] = {}
    for turn in range(rounds):
        for mode in modes if turn < 2 else modes[:2]:  # the others are for comparison: two rounds are enough
            taken = seconds(tools if tools and mode in ("viztracer", "aiomonitor") else python, mode, name)
            if taken is not None:
                best[mode] = min(taken, best.get(mode, taken))
    return best


def instructions(python: str, mode: str, name: str, scale: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out", python, str(HERE / "programs.py"), mode, name, str(scale)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    found = re.search(r"Collected : (\d+)", done.stderr)
    return int(found[1]) if found else 0


def counted(python: str, name: str) -> float | None:
    """The ratio of instructions, start-up taken out."""
    small = SMALL[name]
    bare, twice = (instructions(python, "bare", name, scale) for scale in (small, 2 * small))
    traced, traced_twice = (instructions(python, "counted", name, scale) for scale in (small, 2 * small))
    return (traced_twice - traced) / (twice - bare) if twice > bare and traced_twice > traced else None


def show(ratio: float | None) -> str:
    return f"{ratio:8.2f}" if ratio else "       -"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--no-callgrind", action="store_true")
    parser.add_argument("--only", choices=PROGRAMS, action="append")
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--tools", help="a python that has the other tools installed; none: go without (default: install them)")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        args.tools = None if args.tools == "none" else args.tools or install(args.python, pathlib.Path(folder))
        return table(args)


def install(python: str, folder: pathlib.Path) -> str | None:
    """A python with the other tools; None where no environment can be made."""
    if subprocess.run([python, "-m", "venv", folder], capture_output=True, check=False).returncode:
        print("the other tools are left out: no environment can be made")
        return None
    inside = str(folder / "bin" / "python")
    for tool in OTHERS:
        pip = [inside, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--retries", "1", tool]
        if subprocess.run(pip, capture_output=True, check=False).returncode:
            print(f"{tool}: does not install here")
    return inside


def verdict(cpu: float, counted: float | None, must: float) -> str:
    """How a row passes; empty where it does not."""
    if cpu <= must:
        return "by CPU time"
    return "by instructions, CPU time within noise" if counted and counted <= must and cpu <= must * NOISE else ""


def table(args: argparse.Namespace) -> int:
    counts = shutil.which("valgrind") is not None and not args.no_callgrind
    modes = ["bare", "traced", "debug", *(OTHERS[:2] if args.tools else [])]
    print(f"tracing, {args.python}: ratios to bare asyncio; traced by CPU time and by instructions, then other tools by CPU time")
    heads = ("traced", "instr.", "must", "stretch", *modes[2:])
    print(f"  {'':<28}" + "".join(f"{head:>8}" if len(head) < 8 else f" {head:>9}" for head in heads))
    missed = []
    for name in args.only or PROGRAMS:
        best = in_turn(args.python, modes, name, args.rounds, args.tools)
        ratio = counted(args.python, name) if counts else None
        cost = {mode: best[mode] / best["bare"] for mode in modes[1:] if mode in best}
        row = show(cost.get("traced")) + show(ratio) + f"{MUST[name]:>8}{STRETCH[name]:>8}" + "".join(show(cost.get(mode)) for mode in modes[2:])
        passed = verdict(cost.get("traced", 99.0), ratio, MUST[name])
        print(f"  {TITLES[name]:<28}{row}   {passed or 'MISSED'} ({best['bare'] * 1e3:.0f} ms bare)", flush=True)
        if not passed:
            missed.append(TITLES[name])
    print("all within what is required" if not missed else f"over what is required: {', '.join(missed)}")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
