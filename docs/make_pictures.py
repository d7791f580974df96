"""Makes docs/pictures/*.png from the real program in a real terminal: `make pictures`. pyte draws the screen, Pillow the picture."""

from __future__ import annotations

import pathlib
import sys
import tempfile

from PIL import Image, ImageDraw, ImageFont

ROOT = pathlib.Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.pty.learner import first_unit  # noqa: E402
from tests.pty.terminal import Terminal  # noqa: E402

BACKGROUND, FOREGROUND = "#101418", "#d8dee4"
NAMED = {
    "black": "#000000", "red": "#cc3333", "green": "#33cc33", "brown": "#cccc33", "blue": "#4466cc", "magenta": "#cc33cc", "cyan": "#33cccc",
    "white": "#cccccc", "brightblack": "#777777", "brightred": "#ff6666", "brightgreen": "#66ff66", "brightbrown": "#ffff66",
    "brightblue": "#6688ff", "brightmagenta": "#ff66ff", "brightcyan": "#66ffff", "brightwhite": "#ffffff",
}  # fmt: skip
FONTS = ("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf", "DejaVuSansMono.ttf")


def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """A font of fixed width with box-drawing characters; Pillow's own where there is none."""
    for name in FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)


def colour(name: str, default: str) -> str:
    if name == "default":
        return default
    return NAMED.get(name) or (f"#{name}" if len(name) == 6 else default)


def draw(terminal: Terminal, path: pathlib.Path, size: int = 15) -> None:
    """The terminal's cells, as they are."""
    face = font(size)
    width, height = round(face.getlength("M")), size + 4
    screen = terminal.screen
    image = Image.new("RGB", (screen.columns * width, screen.lines * height), BACKGROUND)
    pen = ImageDraw.Draw(image)
    for y in range(screen.lines):
        for x in range(screen.columns):
            cell = screen.buffer[y][x]
            ink, paper = colour(cell.fg, FOREGROUND), colour(cell.bg, BACKGROUND)
            if cell.reverse:
                ink, paper = paper, ink
            pen.rectangle([x * width, y * height, (x + 1) * width - 1, (y + 1) * height - 1], fill=paper)
            if cell.data.strip():
                pen.text((x * width, y * height + 1), cell.data, font=face, fill=ink)
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, optimize=True)


Key = str
"""A key, text, or with `@` before it what must appear before the next key."""

SHOTS: list[tuple[str, str, tuple[int, int], list[Key]]] = [
    ("idle", "5", (80, 24), ["@ASK"]),
    ("playground", "5", (100, 30), ["F5", r"@sleep 0\.[23]\d s +L30"]),
    ("back", "5", (80, 24), ["F5", "@FINISHED", "Esc", "2", "Home", "p", "p", "p", "p", r"@BACK 1\."]),
    ("output", "5", (80, 24), ["F5", "@FINISHED", "Esc", "g", "@go to a time", "1.5", "Enter", "1", r"@BACK 1\.5"]),
    ("why", "5", (100, 30), ["F5", "@FINISHED", "Esc", "4", "Home", "p", "p", "p", "p", r"@BACK 1\."]),
    ("loop", "33", (80, 24), ["F5", "@FINISHED|FAILED", "Esc", "3", "Home", "p", "p", r"@BACK"]),
    ("deadlock", "44", (80, 24), ["F5", "@DEADLOCK", "Esc", "6", "@RING"]),
    ("blocked", "15", (100, 30), ["F5", "@FINISHED", "Esc", "2", "@Timeline"]),
    ("paused", "5", (80, 24), ["Down", "Down", "Down", "Down", "F9", "F5", "@PAUSED"]),
    ("runs", "5", (80, 24), ["F5", "@FINISHED", "F5", "@RUNNING", "@FINISHED", "Esc", "9", "@NEXT"]),
    ("lessons", "5", (80, 24), ["F5", "@FINISHED", "F2", "@search"]),
    ("lesson", "5", (100, 30), ["Esc", "5", "F10", "@Next", "Down", "Enter", "@AHA  create"]),
    ("wide", "52", (120, 40), ["F5", "@FINISHED", "Esc", "2", "Home", *"ssssssssssss", *"++++++", r"@BACK 0\.\d{4}"]),
]  # fmt: skip


def main() -> None:
    wanted = sys.argv[1:]
    for name, lesson, size, keys in SHOTS:
        if wanted and name not in wanted:
            continue
        with tempfile.TemporaryDirectory() as home, Terminal([sys.executable, "-m", "asyncplay", lesson], *size, env={"HOME": home}) as terminal:
            terminal.wait_for("press F5")
            terminal.pump(0.3)
            for key in keys:
                if key.startswith("@"):
                    terminal.wait_for(key[1:])
                else:
                    terminal.type(key)
            terminal.pump(0.5)
            shoot(terminal, name)
    if not wanted or "learner" in wanted:
        with tempfile.TemporaryDirectory() as home, Terminal([sys.executable, "-m", "asyncplay"], env={"HOME": home}) as terminal:
            first_unit(terminal, lambda name: shoot(terminal, f"learner_{name}"))


def shoot(terminal: Terminal, name: str) -> None:
    """One picture more."""
    draw(terminal, ROOT / "docs" / "pictures" / f"{name}.png")
    print(f"docs/pictures/{name}.png")


if __name__ == "__main__":
    main()
