"""What the program remembers from one session to the next, apart from the settings: what was open, where the cursor stood, how wide the panes are,
whether the line is slow.

Losing it is no harm: what cannot be read is as if it were not there, what cannot be written is not.
"""

from __future__ import annotations

import json
import pathlib
from collections.abc import Mapping
from dataclasses import field, replace
from typing import Any

from asyncplay.config.paths import state_folder, write_private
from asyncplay.late import dataclass

SIZE_MAX = 1 << 18
PLACES_MAX = 200


@dataclass(frozen=True)
class State:
    """`target` is a path, or a lesson's stem; `places` has the cursor of each; `sizes` those of the panes, by size class."""

    target: str | None = None
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    low_bandwidth: bool | None = None
    """Chosen in the playground; None: never."""

    def at(self, target: str, place: tuple[int, int]) -> State:
        """With this target as the last one."""
        places = {**{one: where for one, where in self.places.items() if one != target}, target: place}
        return replace(self, target=target, places=dict(list(places.items())[-PLACES_MAX:]))


def _file() -> pathlib.Path:
    return state_folder("session.json")


def load() -> State:
    """What is remembered; nothing where there is nothing, or nonsense."""
    try:
        with _file().open("rb") as file:
            found: Any = json.loads(file.read(SIZE_MAX))
        target = found.get("target")
        places = {str(one): (int(where[0]), int(where[1])) for one, where in found.get("places", {}).items()}
        sizes = {str(name): int(size) for name, size in found.get("sizes", {}).items()}
        return State(target if isinstance(target, str) else None, places, sizes, low if isinstance(low := found.get("low_bandwidth"), bool) else None)
    except (OSError, ValueError, TypeError, AttributeError, LookupError, RecursionError):
        return State()


def save(state: State) -> None:
    """Remember it, as well as may be."""
    try:
        document = {"target": state.target, "places": state.places, "sizes": state.sizes, "low_bandwidth": state.low_bandwidth}
        write_private(_file(), json.dumps(document).encode())
    except (OSError, ValueError):
        pass
