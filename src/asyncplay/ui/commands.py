"""The commands: each declared once, with its keys, and from here into key bindings, help and the palette."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding


@dataclass(frozen=True, slots=True)
class Command:
    """`keys` work everywhere, `letters` outside the editor only."""

    id: str
    action: str
    title: str
    keys: str = ""
    letters: str = ""
    help: str = ""

    def bindings(self) -> list[Binding]:
        found = []
        if self.keys:
            found.append(Binding(self.keys, self.action, self.title, show=False, priority=True, id=self.id))
        if self.letters:
            found.append(Binding(self.letters, self.action, self.title, show=False))
        return found

    def shown_keys(self) -> str:
        """As a person reads them: `F5 Ctrl+R`."""
        names = [key for key in [*self.keys.split(","), *self.letters.split(",")] if key]
        return " ".join(_NAMES.get(name, name.replace("ctrl+", "Ctrl+").upper() if name.startswith("f") else _read(name)) for name in names)


_NAMES = {"escape": "Esc", "question_mark": "?"}


def _read(name: str) -> str:
    if name.startswith("ctrl+"):
        return "Ctrl+" + name[5:].upper()
    return name


COMMANDS = (
    Command("program.run", "run", "Run", "f5,ctrl+r", "r", "run what the editor shows now; a run still going is stopped"),
    Command("program.stop", "stop", "Stop", "f8", "k", "stop the program at once, with all its processes"),
    Command("program.interrupt", "copy_or_interrupt", "Copy, or interrupt", "ctrl+c", "", "copy the selection; else Ctrl+C for the program"),
    Command("help.show", "help", "Help", "f1", "question_mark", "this list"),
    Command("document.open", "open", "Lessons and files", "f2,ctrl+o", "", "open a lesson or a file"),
    Command("document.new", "new", "New snippet", "ctrl+n", "", "an empty snippet"),
    Command("document.save", "save", "Save", "ctrl+s", "", "save; a lesson is never written over: your version is kept beside it"),
    Command("document.save_as", "save_as", "Save as", "", "", "save under another name"),
    Command("document.reset", "reset", "Reset the lesson", "", "", "the lesson's own text again (undo brings yours back)"),
    Command("panes.next", "next_pane", "Next pane", "ctrl+t", "", "editor, Tasks, tab area"),
    Command("panes.out", "out", "One level out", "escape", "", "leave a question, a maximised pane, the editor, a pane"),
    Command("panes.maximise", "maximise", "Maximise the pane", "f10", "z", "one pane over the whole screen, and back"),
    Command("panes.tasks", "pane('tasks')", "Tasks", "", "0", "go to the tasks"),
    Command("panes.output", "pane('output')", "Output", "", "1", "go to the output"),
    Command("panes.lesson", "pane('lesson')", "Lesson", "", "5", "go to the lesson's text"),
    Command("panes.problems", "pane('problems')", "Problems", "", "8", "go to errors, warnings and advice"),
    Command("tasks.library", "library", "asyncio's own tasks", "", "h", "show or hide the tasks that asyncio made for itself"),
    Command("screen.repaint", "repaint", "Repaint", "ctrl+l", "", "draw the whole screen again"),
    Command("palette", "palette", "Every command", "ctrl+p", "", "every command by name"),
    Command("quit", "leave", "Quit", "ctrl+q", "", "quit; asks about text that is not saved"),
)  # fmt: skip
EDITOR_KEYS = (
    ("Enter", "new line, indented"),
    ("Tab Shift+Tab", "indent, dedent (a selection: its lines)"),
    ("Ctrl+_", "comment (many terminals send it for Ctrl+/)"),
    ("Ctrl+Z Ctrl+Y", "undo, redo"),
    ("Ctrl+A Ctrl+E", "line start (again: select all), line end"),
    ("Ctrl+X Ctrl+V", "cut (without a selection: the line), paste"),
    ("Ctrl+U Ctrl+K", "delete to the line's start, to its end"),
    ("Ctrl+W Ctrl+D", "delete a word, a character"),
)


def bindings() -> list[Binding]:
    """All of them, for the screen."""
    return [binding for command in COMMANDS for binding in command.bindings()]


def key_table() -> list[tuple[str, str, str]]:
    """Id, keys as [keys] in the settings has them, and title of every command."""
    return [(command.id, " ".join(filter(None, [*command.keys.split(","), *command.letters.split(",")])), command.title) for command in COMMANDS]


def help_lines() -> list[str]:
    """The key list."""
    lines = [f"{command.shown_keys():<12} {command.title}: {command.help}" for command in COMMANDS if command.shown_keys()]
    lines += ["", "In the editor:"] + [f"{keys:<14} {text}" for keys, text in EDITOR_KEYS]
    return [*lines, "", "In panels: arrows, PgUp, PgDn, Home, End; Enter shows the source line; digits open panes."]
