"""The commands: each declared once, with its keys, and from here into key bindings, help, palette, footers, and every text that names a key."""

from __future__ import annotations

import re
from collections.abc import Sequence

from textual.binding import Binding

from asyncplay.late import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """`keys` work everywhere, `letters` outside the editor only."""

    id: str
    action: str
    title: str
    keys: str = ""
    letters: str = ""
    help: str = ""
    short: str = ""
    """The word for it in a footer, if it is not the title."""

    def bindings(self) -> list[Binding]:
        found = []
        if self.keys:
            found.append(Binding(self.keys, self.action, self.title, show=False, priority=True, id=self.id))
        if self.letters:
            found.append(Binding(self.letters, self.action, self.title, show=False))
        return found

    def all_keys(self) -> list[str]:
        """Those of both kinds."""
        return [key for key in [*self.keys.split(","), *self.letters.split(",")] if key]

    def shown_keys(self) -> str:
        """As a person reads them: `F5 Ctrl+R`."""
        return " ".join(read_aloud(key) for key in self.all_keys())


_NAMES = {
    "escape": "Esc", "question_mark": "?", "comma": ",", "full_stop": ".", "less_than_sign": "<", "greater_than_sign": ">", "space": "Space",
    "end": "End", "home": "Home", "slash": "/", "exclamation_mark": "!", "plus": "+", "minus": "-", "equals_sign": "=", "delete": "Del",
    "underscore": "_", "circumflex_accent": "^", "backslash": "\\", "right_square_bracket": "]", "enter": "Enter",
    "pageup": "PgUp", "pagedown": "PgDn",
}  # fmt: skip


def read_aloud(key: str) -> str:
    """A key as a person reads it: `F5`, `Ctrl+R`, `?`."""
    if key in _NAMES:
        return _NAMES[key]
    if key.startswith(("ctrl+", "shift+")):
        first, _, rest = key.partition("+")
        return f"{first.capitalize()}+{_NAMES.get(rest, rest.upper() if len(rest) == 1 else rest.capitalize())}"
    return key.upper() if key[:1] == "f" and key[1:].isdecimal() else key


COMMANDS = (
    Command("program.run", "run", "Run", "f5,ctrl+r", "r", "run what the editor shows now; a run still going is stopped"),
    Command("program.predict", "predict", "Predict, then run", "f3", "q", "first say what it prints, who runs next, when, how tasks end", "Predict"),
    Command("program.stop", "stop", "Stop", "f8", "k", "stop the program at once, with all its processes"),
    Command("program.pause", "pause", "Pause or go on", "f6", "f", "the program stands still, its clock too", "Pause"),
    Command("program.step", "program_step", "Step the program", "f7", "t", "by one task step; from idle: start paused", "Step"),
    Command("program.breakpoint", "breakpoint", "Breakpoint", "f9", "", "on this line; in Tasks: wherever the selected task steps", "Break"),
    Command("program.breakpoint_task", "breakpoint_for_task", "Breakpoint for the selected task", "", "", "on this line, for that task only"),
    Command("program.interrupt", "copy_or_interrupt", "Copy, or interrupt", "ctrl+c", "", "copy the selection; else Ctrl+C for the program"),
    Command("help.show", "help", "Help", "f1", "question_mark", "the word under the cursor, this pane, all keys; again: the tour"),
    Command("lesson.list", "lessons", "Lessons", "f2", "", "all lessons by unit, with what you did in each; typing searches"),
    Command("lesson.play", "play_lesson", "Play the lesson", "", "a", "step by step with its notes; Space holds, < > pace, Esc leaves"),
    Command("help.tour", "tour", "Tour", "", "", "the first two minutes, step by step; F1 twice"),
    Command("lesson.next", "lesson_beside(1)", "Next lesson", "", "", "the course goes on"),
    Command("lesson.previous", "lesson_beside(-1)", "Previous lesson", "", "", "back in the course"),
    Command("document.open", "open", "Files and lessons", "ctrl+o", "", "open a file or a lesson"),
    Command("document.new", "new", "New snippet", "ctrl+n", "", "an empty snippet"),
    Command("document.save", "save", "Save", "ctrl+s", "", "save; a lesson is never written over: your version is kept beside it"),
    Command("document.save_as", "save_as", "Save as", "", "", "save under another name"),
    Command("document.reset", "reset", "Reset the lesson", "", "", "the lesson's own text again (undo brings yours back)"),
    Command("document.changes", "changes", "Show changes", "", "", "what is different from the lesson's own text, or from the file"),
    Command("editor.find", "find", "Find", "ctrl+f", "", "find in the text; again: next; Tab: replace"),
    Command("editor.replace_all", "replace_all", "Replace all", "", "", "every one that the find line seeks, as one edit"),
    Command("editor.goto", "goto_line", "Go to a line", "ctrl+g", "", "by its number; in panels: to a time"),
    Command("panes.next", "next_pane", "Next pane", "ctrl+t", "", "editor, Tasks, tab area, time bar"),
    Command("panes.out", "out", "One level out", "escape", "", "leave a question, a maximised pane, the editor, a pane"),
    Command("panes.editor", "go('editor')", "Editor", "", "e", "back to the text"),
    Command("panes.maximise", "maximise", "Maximise the pane", "f10", "z", "one pane over the whole screen, and back"),
    Command("panes.divide", "divide", "Move the dividers", "", "d", "arrows move them, Enter keeps, Esc puts back; or drag them"),
    Command("screen.projector", "projector", "Projector", "f12", "j", "light and large, one pane, the keys pressed; again: back"),
    Command("panes.tasks", "pane('tasks')", "Tasks", "", "0", "go to the tasks"),
    Command("panes.output", "pane('output')", "Output", "", "1", "go to the output"),
    Command("panes.timeline", "pane('timeline')", "Timeline", "", "2", "a lane for each task"),
    Command("panes.loop", "pane('loop')", "Loop", "", "3", "who runs, who is ready, which timers are set"),
    Command("panes.why", "pane('why')", "Why", "", "4,y", "each event as a sentence"),
    Command("panes.lesson", "pane('lesson')", "Lesson", "", "5", "go to the lesson's text"),
    Command("panes.waits", "pane('waits')", "Waits", "", "6", "who waits for whom"),
    Command("panes.locals", "pane('locals')", "Locals", "", "7", "what the selected task's variables hold"),
    Command("panes.problems", "pane('problems')", "Problems", "", "8", "go to errors, warnings and advice"),
    Command("panes.runs", "pane('runs')", "Runs", "", "9", "the next run's settings; every run that is kept"),
    Command("run.save", "save_run", "Save the run as a recording", "", "", "one file with text, settings and trace; asyncplay opens it"),
    Command("run.settings", "next_run", "Settings of the next run", "", "", "clock, seed (order), detail, variables, debug mode, interpreter, …"),
    Command("tasks.library", "library", "asyncio's own tasks", "", "h", "show or hide the tasks that asyncio made for itself"),
    Command("film.next_event", "film('event', 1)", "Next event", "", "full_stop", "move the film by one event"),
    Command("film.previous_event", "film('event', -1)", "Previous event", "", "comma", "move the film back by one event"),
    Command("film.next_step", "film('step', 1)", "Next task step", "", "s", "to where a task runs next"),
    Command("film.previous_step", "film('step', -1)", "Previous task step", "", "S", "to where a task ran before"),
    Command("film.next_switch", "film('switch', 1)", "Next switch of task", "", "w", "to where another task gets the loop"),
    Command("film.previous_switch", "film('switch', -1)", "Previous switch of task", "", "W", "back to where another task got the loop"),
    Command("film.next_line", "film('line', 1)", "Next line", "", "l", "to the next line of the snippet (needs line detail)"),
    Command("film.previous_line", "film('line', -1)", "Previous line", "", "L", "to the line of the snippet before"),
    Command("film.next_iteration", "film('iteration', 1)", "Next loop iteration", "", "i", "to the loop's next pass"),
    Command("film.previous_iteration", "film('iteration', -1)", "Previous loop iteration", "", "I", "to the loop's pass before"),
    Command("film.next_print", "film('print', 1)", "Next print", "", "p", "to the next line printed"),
    Command("film.previous_print", "film('print', -1)", "Previous print", "", "P", "to the line printed before"),
    Command("film.next_trouble", "film('trouble', 1)", "Next exception or cancellation", "", "x", "to what goes wrong next"),
    Command("film.previous_trouble", "film('trouble', -1)", "Previous exception or cancellation", "", "X", "to what went wrong before"),
    Command("film.next_block", "film('block', 1)", "Next blocking step", "", "b", "to the next step that holds the loop for 50 ms or more"),
    Command("film.previous_block", "film('block', -1)", "Previous blocking step", "", "B", "to the blocking step before"),
    Command("film.next_task_step", "film('task_step', 1)", "The selected task's next step", "", "n", "to where the selected task runs next"),
    Command("film.previous_task_step", "film('task_step', -1)", "The selected task's step before", "", "N", "to where it ran before"),
    Command("film.play", "film_play", "Play or hold the film", "", "space", "the program does not notice", "Play"),
    Command("film.live", "film_live", "Back to live", "f4", "v,end", "the playhead at the end of the run", "Live"),
    Command("film.start", "film_start", "To the start", "", "home", "the playhead before the first event"),
    Command("film.goto", "film_goto", "Go to a time", "", "g", "type a time of the run in seconds"),
    Command("film.slower", "film_speed(-1)", "Slower film", "", "less_than_sign", "1/10, 1/4, 1/2, x1, x4, as fast as possible"),
    Command("film.faster", "film_speed(1)", "Faster film", "", "greater_than_sign", "up to as fast as possible"),
    Command("film.by_step", "film_by_step", "By time or by step", "", "o", "axis and film: each task step as long as the others, or true to time"),
    Command("film.counts", "counts", "Line counts", "", "c", "how often each line was reached"),
    Command("problems.next", "next_problem", "Next problem", "", "exclamation_mark", "to its line"),
    Command("film.stretch", "film_mark", "Loop a stretch", "", "m", "its start, its end, off"),
    Command("screen.repaint", "repaint", "Repaint", "ctrl+l", "", "draw the whole screen again"),
    Command("screen.low", "low_bandwidth", "Low-bandwidth mode", "", "", "fewer frames, for a slow line; and back"),
    Command("screen.details", "details", "Details", "", "", "bytes per second and the terminal's answer time, in row 1; and back"),
    Command("screen.suspend", "app.suspend_process", "Suspend", "", "", "back to the shell; fg there returns"),
    Command("palette", "palette", "Every command", "ctrl+p", "", "every command by name", "All"),
    Command("quit", "leave", "Quit", "ctrl+q", "", "quit; asks about text that is not saved"),
)  # fmt: skip
EDITOR_KEYS = (
    ("Enter", "new line, indented"),
    ("Ctrl+Space Tab", "complete a name (Tab: after a name or a dot)"),
    ("Ctrl+^", "arrows select from here on, until Esc"),
    ("Tab Shift+Tab", "indent, dedent (a selection: its lines)"),
    ("Ctrl+_", "comment (many terminals send it for Ctrl+/)"),
    ("Ctrl+Z Ctrl+Y", "undo, redo"),
    ("Ctrl+A Ctrl+E", "line start (again: select all), line end"),
    ("Ctrl+X Ctrl+V", "cut (without a selection: the line), paste"),
    ("Ctrl+U Ctrl+K", "delete to the line's start, to its end"),
    ("Ctrl+W Ctrl+D", "delete a word, a character"),
)


def bindings(commands: Sequence[Command] = COMMANDS) -> list[Binding]:
    """All of them, for the screen."""
    return [binding for command in commands for binding in command.bindings()]


_NAMED = re.compile(r"([@%])([a-z]+(?:\.[a-z_]+)?)(!?)")
MEMORY = 500
"""So many texts are kept as they were made."""


class Keys:
    """Puts the keys that commands have in this session into texts: those of footers, empty panes, questions, the tour.

    `@program.run` is its first key, `%film.live` its first letter, since those are for panes; `!` behind it adds the word for it.
    """

    def __init__(self, commands: Sequence[Command] = COMMANDS) -> None:
        self._by_id = {command.id: command for command in commands}
        self._made: dict[tuple[str, bool], str] = {}

    def fill(self, text: str, short: bool = False) -> str:
        """This text; `short`: Ctrl+P is ^P. A command that has no key is named by the palette's."""
        if (text, short) not in self._made:
            if len(self._made) >= MEMORY:
                self._made.clear()
            self._made[text, short] = _NAMED.sub(lambda found: self._named(found, short), text)
        return self._made[text, short]

    def _named(self, found: re.Match[str], short: bool) -> str:
        command = self._by_id.get(found[2])
        if command is None:
            return found[0]
        ways = [key for key in (command.letters if found[1] == "%" else command.keys).split(",") if key] or command.all_keys()
        key = read_aloud(ways[0]) if ways else self._named_palette(command)
        if short:
            key = key.replace("Ctrl+", "^")
        return f"{key} {command.short or command.title}" if found[3] else key

    def _named_palette(self, command: Command) -> str:
        palette = self._by_id.get("palette")
        return palette.shown_keys().split()[0] if palette is not None and palette is not command and palette.all_keys() else "-"


def key_table() -> list[tuple[str, str, str]]:
    """Id, keys as [keys] in the settings has them, and title of every command."""
    return [(command.id, " ".join(command.all_keys()), command.title) for command in COMMANDS]


def help_lines(commands: Sequence[Command] = COMMANDS) -> list[str]:
    """The key list."""
    lines = [f"{command.shown_keys():<12} {command.title}: {command.help}" for command in commands if command.shown_keys()]
    lines += ["", "In the editor:"] + [f"{keys:<14} {text}" for keys, text in EDITOR_KEYS]
    return [*lines, "", "In panels: arrows, PgUp, PgDn, Home, End; Enter shows the source line; digits open panes."]
