"""What each pane shows and which keys it has: for F1."""

from __future__ import annotations

PANES = {
    "editor": (
        "The text that runs: edit it, @program.run runs what you see. The gutter has the marks of tasks where they stand; at a line's end "
        "stands what its task does. Esc leads to the panels."
    ),
    "tasks": (
        "Every task with its state and its line: ► runs, ○ is ready, ║ waits, ■ blocks all, √ done, ! failed, x cancelled. Enter "
        "shows its line, / filters, u sorts, %tasks.library shows asyncio's own."
    ),
    "output": (
        "What was printed, when and by whom; ! is stderr. Enter goes to that moment, / filters, %film.next_print and "
        "%film.previous_print go from print to print."
    ),
    "timeline": "A lane for each task over the run's time. Arrows move the playhead, + - = zoom, Enter shows the selected task's line.",
    "loop": "Who runs, who is ready and in which order, which timers are set, which I/O is awaited: the event loop itself.",
    "why": "The Note whole, and below it each event as a sentence. The arrows move the playhead from one to the next.",
    "lesson": (
        "The lesson's text. The arrows scroll and go through what can be asked for: the answer (Aha), exercises, your changes, the next lesson."
    ),
    "waits": "Who waits for whom; a ring is a deadlock.",
    "locals": "What the selected task's variables hold where it waits.",
    "problems": "Errors, warnings and advice from the run, and mistakes in the text. Enter shows the line.",
    "runs": "The next run's settings first, then every run that was kept. Enter asks what to do with one.",
    "bar": (
        "Where in the run you look: arrows move the playhead, %film.play plays or holds the film, %film.live goes back to live. "
        "The program never notices."
    ),
    "predict": "A question about the run before you see it. A-D or arrows choose, Enter answers, Esc skips, @program.run just runs.",
    "lessons": "All lessons by unit. Typing searches names, concepts and texts; Enter opens one.",
}
