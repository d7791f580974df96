"""The report of `run --json`."""

from __future__ import annotations

import json
import pathlib
from typing import Any

from hypothesis import given, settings

from asyncplay.insight.report import report
from asyncplay.trace import events as ev
from asyncplay.trace.fold import IllegalEvent
from asyncplay.trace.recording import Recording
from tests.insight.test_trouble import embrace
from tests.trace.builder import Story, event_lists

SCHEMA = json.loads(pathlib.Path(__file__).with_name("run.schema.json").read_text())
TYPES: dict[str, Any] = {
    "object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "boolean": bool, "null": type(None),
}  # fmt: skip


def faults(value: Any, schema: dict[str, Any], where: str = "report") -> list[str]:
    """What of the schema does not hold: the part of JSON Schema that this one uses."""
    found = []
    if ("const" in schema and value != schema["const"]) or ("enum" in schema and value not in schema["enum"]):
        found.append(f"{where} is {value!r}")
    if "oneOf" in schema and all(faults(value, option, where) for option in schema["oneOf"]):
        found.append(f"{where} is none of the options")
    if kinds := schema.get("type"):
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if not any(isinstance(value, TYPES[k]) and not (isinstance(value, bool) and k in ("integer", "number")) for k in kinds):
            return [*found, f"{where} is a {type(value).__name__}"]
    if isinstance(value, dict):
        found += [f"{where} lacks {key}" for key in schema.get("required", ()) if key not in value]
        found += [f for key, sub in schema.get("properties", {}).items() if key in value for f in faults(value[key], sub, f"{where}.{key}")]
    if isinstance(value, list):
        found += [f for n, item in enumerate(value) for f in faults(item, schema.get("items", {}), f"{where}[{n}]")]
    return found


@settings(max_examples=100, deadline=None)
@given(event_lists)
def test_any_recording_has_a_report_of_the_right_shape(events):
    """Whatever happened, and wherever it broke off."""
    recording = Recording()
    for event in events:
        try:
            recording.append(event)
        except IllegalEvent:
            continue
    shown = report(recording, sandbox="guarded")
    assert faults(shown, SCHEMA) == []
    json.dumps(shown)


def test_a_deadlock_in_full():
    """Tasks with what they wait for and who holds it; the snippet's own tasks in the deadlock; the advice."""
    story = embrace().create(4, library=True).add(ev.Deadlocked(1.0, 1, (1, 2, 3, 4)))
    shown = report(story.after(0.5).finish("deadlock", 75, wall_seconds=1.7, peak_memory=9).recording, sandbox="open", clock="virtual")
    assert (shown["outcome"], shown["exit_code"], shown["deadlock"], shown["clock"]) == ("deadlock", 75, [1, 2, 3], "virtual")
    assert (shown["loop_seconds"], shown["wall_seconds"], shown["peak_memory_bytes"], shown["python"]) == (1.5, 1.7, 9, "3.11.7")
    assert shown["tasks"][1]["waiting_on"].items() >= {"kind": "lock", "line": 15, "object": "Lock 2", "owner": 3}.items()
    assert [(t["coro"], t["parent"], t["created_line"], t["library"]) for t in shown["tasks"]] == [
        ("main", None, None, False), ("grab", 1, 20, False), ("grab", 1, 20, False), ("main", None, None, True),
    ]  # fmt: skip
    assert [a["rule"] for a in shown["advice"]] == ["deadlock", "deadlock-ring"]


def test_output_is_kept_up_to_its_limit():
    """What does not fit is counted, line ends and all; what never came is counted with it."""
    story = Story().say("abcd\nefghij\n", line=1).say("xx\n").add(ev.OutputDropped(0, "stdout", 100)).finish()
    shown = report(story.recording, keep_output=8)
    assert [o["text"] for o in shown["output"]] == ["abcd", "efg"]
    assert shown["output_dropped_bytes"] == 100 + len("hij\nxx\n")
    assert report(story.recording, keep_output=8, output_dropped=7)["output_dropped_bytes"] == 7 + len("hij\nxx\n")


def test_what_asyncplay_says_is_no_output():
    """Notes stand in the pane, not in the report."""
    assert report(Story().add(ev.NoteMade(0, "hello")).recording)["output"] == []


def test_errors_warnings_limits_and_blocks():
    """Each in the contract's words."""
    story = Story().create(1).begin(1).after(0.3).block(1, 3, 0.0).wait(1, "sleep", 4)
    story.add(ev.ErrorRaised(0, "ValueError", "x", 2)).add(ev.WarningIssued(0, "W", "m", 2))
    shown = report(story.finish("killed", 137, limit="cpu", limit_value=60.0, limit_line=3).recording)
    assert shown["error"] == {"type": "ValueError", "message": "x", "line": 2}
    assert shown["warnings"] == [{"category": "W", "message": "m", "line": 2}]
    assert shown["limit"] == {"name": "cpu", "value": 60.0, "line": 3}
    assert shown["blocked"] == [{"task": 1, "line": 3, "seconds": 0.3, "at": 0.0}]
