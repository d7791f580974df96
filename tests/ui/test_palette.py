"""The list of commands finds a command by what it is about, too, not by its title alone."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from asyncplay.ui.commands import COMMANDS
from asyncplay.ui.widgets.questions import Choice, ChoicePane


class OnePane(App[None]):
    def compose(self) -> ComposeResult:
        yield ChoicePane(id="one")


@pytest.mark.parametrize("word", ["clock", "seed", "debug"])
async def test_the_next_runs_settings_are_found_by_what_they_set(word: str) -> None:
    """Nobody who looks for the clock thinks of `Settings of the next run`."""
    app = OnePane()
    async with app.run_test():
        pane = app.query_one(ChoicePane)
        pane._all = [Choice("", command.title, lambda: None, also=command.help) for command in COMMANDS]
        pane._find(word)
        assert "Settings of the next run" in [choice.text for choice in pane.choices]
        pane._find("runs")
        assert pane.choices[0].text == "Runs", "what says it itself comes first"
