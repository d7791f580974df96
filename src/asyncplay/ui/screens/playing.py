"""The screen's part that plays a lesson step by step, with its notes, at the pace of a class; and the tour of the first two minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from asyncplay.ui.document import Document
from asyncplay.ui.screens.filming import Filming
from asyncplay.ui.screens.helping import Helping
from asyncplay.ui.screens.unseen import Unseen

if TYPE_CHECKING:
    from asyncplay.ui.tour import Scene


class Playing(Filming, Helping, Unseen):
    """While a lesson is played the film's keys are the player's."""

    _tour_text: str | None = None
    """What the editor held when the tour's first run ended."""

    # a lesson

    def action_play_lesson(self) -> None:
        if self.playground.player is not None:
            self._leave_player()
        else:
            self.after_typing(self._play_lesson)

    @work(group="predict")
    async def _play_lesson(self) -> None:
        playground = self.playground
        run = playground.shown
        if run is None or run.going or run.text != self.editor.text or run.session is None or not run.session.request.detail:
            self.clear_for_unseen()
            self.frame()
            run = await self.make_unseen(detail=True)  # a note may stand at a line that leaves no other trace
            if run is None:
                return
            ended = await self.has_ended(run)
            if ended is None:
                return
            playground.keep(run)
            self.show_run()
            if not ended:
                self.toast("It did not end in 3 s: shown live, and not played")
                return
        from asyncplay.ui.playing import Player

        player = Player(run.recording, self.remarks())
        if not player.stops:
            self.toast("Nothing happens in this run that could be played")
            return
        playground.player = player
        if self.front == "editor" or self.front not in self.plan().boxes:
            self.go_to("bar" if "bar" in self.plan().boxes else self.tab)
        if "note" not in self.plan().boxes and "why" in self.plan().tabs:
            self.open_tab("why")
        self.frame()

    def _leave_player(self) -> None:
        self.playground.player = None
        self.frame()

    def action_film_play(self) -> None:
        player = self.playground.player
        if player is None:
            super().action_film_play()
        else:
            player.hold()
            self.frame()

    def action_film_speed(self, by: int) -> None:
        player = self.playground.player
        if player is None:
            super().action_film_speed(by)
        else:
            player.faster(by)
            self.toast(f"Pace {player.pace_name}")
            self.frame()

    def action_film(self, kind: str, direction: int) -> None:
        player = self.playground.player
        if player is not None and kind == "event":
            player.go(direction)
            self.frame()
            return
        self.playground.player = None
        super().action_film(kind, direction)

    def action_film_live(self) -> None:
        self.playground.player = None
        super().action_film_live()

    def seek(self, place: int) -> None:
        self.playground.player = None
        super().seek(place)

    def start_run(self, paused: bool = False) -> None:
        self.playground.player = None
        super().start_run(paused)

    def show_run(self) -> None:
        self.playground.player = None
        super().show_run()

    def show_document(self, document: Document) -> None:
        self.playground.player = None
        super().show_document(document)

    def action_out(self) -> None:
        tour = self.playground.tour
        if self.playground.player is not None:
            self._leave_player()
        elif tour is not None and not tour.step.esc:
            self._leave_tour()
        else:
            super().action_out()

    # the tour

    def action_tour(self) -> None:
        """What to press in the first two minutes, step by step."""
        from asyncplay.ui.tour import Tour

        self.leave_help()
        self.playground.tour, self._tour_text = Tour(), None
        if "note" not in self.plan().boxes and "why" in self.plan().tabs:
            self.open_tab("why")
        self.frame()

    def leave_help(self) -> None:
        """Nothing is asked while the tour begins."""
        if self.tab == "question":
            self.leave_question()

    def _leave_tour(self) -> None:
        self.playground.tour = None
        self.toast("@help.show twice starts the tour again")
        self.frame()

    def action_help(self) -> None:
        """Help; in the tour: its next step."""
        tour = self.playground.tour
        if tour is None:
            super().action_help()
        elif tour.skip():
            self.frame()
        else:
            self._leave_tour()

    def frame(self) -> None:
        super().frame()
        tour = self.playground.tour
        if tour is not None and self.is_mounted and tour.look(self._scene()):
            self.frame_soon()

    def _scene(self) -> Scene:
        from asyncplay.ui.tour import Scene

        playground = self.playground
        run, film = playground.shown, playground.film
        ended = run is not None and not run.going and not playground.asking
        if ended and self._tour_text is None and run is not None:
            self._tour_text = run.text
        changed = run is not None and self._tour_text is not None and run.text != self._tour_text
        return Scene(self.front, ended, run.number if run is not None else 0, changed, bool(playground.asking), run is not None and not film.live)
