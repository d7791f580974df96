"""The settings file: what it says holds, what is wrong in it is named and left out, and writing one key keeps the rest."""

from __future__ import annotations

import os
import pathlib
import stat
import subprocess
import sys
import tomllib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asyncplay.config import state
from asyncplay.config.paths import write_private
from asyncplay.config.reading import load, read
from asyncplay.config.settings import SETTINGS
from asyncplay.config.writing import template, toml, with_value


def test_without_a_file_every_setting_has_its_default(tmp_path: pathlib.Path) -> None:
    """No file is no problem."""
    config = load(tmp_path / "none.toml")
    assert not config.problems
    assert all(config.get(one.section, one.name) == one.default for one in SETTINGS)


def test_what_the_file_says_holds(tmp_path: pathlib.Path) -> None:
    """Every section, and a key map with and without quotes."""
    path = tmp_path / "a.toml"
    path.write_text('[run]\nclock="x0.5"\nseed=3\n[limits]\nmemory="64MiB"\ncpu=2\n[lessons]\nfolders=["a"]\n[keys]\nprogram.run="f9"\n"quit"="f12"\n')
    config = load(path)
    assert not config.problems
    assert (config.get("run", "clock"), config.get("run", "seed"), config.get("lessons", "folders")) == ("x0.5", 3, ("a",))
    assert config.limits == {"memory": "64MiB", "cpu": "2"}
    assert config.keys == {"program.run": "f9", "quit": "f12"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[run]\nclock = "fast"', "[run] clock = 'fast' is not allowed: it is real, virtual, or xN"),
        ("[run]\nseed = true", "[run] seed = True is not allowed: it is a whole number"),
        ("[ui]\nglyph = 1", "[ui] glyph is no setting: did you mean glyphs?"),
        ("[uu]\n", "[uu] is no section: there are limits, run, lessons, ui, keys"),
        ("[limits]\nram = 1", "[limits] ram is no setting"),
        ('[limits]\nmemory = "much"', "[limits] memory = 'much' is not allowed: it is bytes"),
        ("[limits]\ncpu = [1]", "[limits] cpu = [1] is not allowed"),
        ("[run", "is no TOML"),
        ("ui = 3", "[ui] is no section"),
    ],
)
def test_what_is_wrong_is_named_and_left_out(tmp_path: pathlib.Path, text: str, says: str) -> None:
    """File, key, and what is allowed; the default holds."""
    path = tmp_path / "a.toml"
    path.write_text(text)
    config = load(path)
    assert len(config.problems) == 1
    assert str(path) in config.problems[0]
    assert says in config.problems[0]
    assert not config.values


def test_one_wrong_value_leaves_the_others(tmp_path: pathlib.Path) -> None:
    """A wrong letter costs that key only."""
    path = tmp_path / "a.toml"
    path.write_text('[run]\nclock = 1\nsandbox = "open"\n')
    assert load(path).values == {"run.sandbox": "open"}


json_like = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.sampled_from(["run", "limits", "lessons", "ui", "keys", "x"]), st.dictionaries(st.text(max_size=8) | st.sampled_from([one.name for one in SETTINGS]), json_like)))
def test_no_file_makes_reading_fail(tables: dict[str, dict[str, object]]) -> None:
    """Whatever stands in it."""
    config = read(tables, "a.toml")
    assert all("\n" not in problem for problem in config.problems)


def test_the_first_file_explains_every_setting_and_sets_none() -> None:
    """It is TOML, and with the # taken away still is."""
    text = template([("program.run", "f5", "Run")])
    assert not any(tomllib.loads(text).values())
    for setting in SETTINGS:
        assert setting.help in text
    bare = "\n".join(line[2:] if " = " in line and line.startswith("# ") and "…" not in line and "%" not in line else line for line in text.split("\n")[2:])
    config = read(tomllib.loads("\n".join(line for line in bare.split("\n") if not line.startswith("What a snippet"))), "a")
    assert not config.problems


@given(st.text() | st.integers() | st.booleans() | st.lists(st.text(st.characters(codec="utf-8"))))
def test_a_value_is_written_as_it_is_read(value: object) -> None:
    """Quotes, control characters, lists."""
    try:
        repr(value).encode()
        toml(value).encode()
    except UnicodeEncodeError:
        return
    assert tomllib.loads(f"x = {toml(value)}")["x"] == value


def test_setting_one_key_keeps_comments_and_the_others() -> None:
    """In its section, in the place of an old value, or in a new section."""
    before = '# mine\n[ui]\ntheme = "a"  # old\n[run]\nseed = 1\n'
    after = with_value(before, "ui", "theme", "b")
    assert after == '# mine\n[ui]\ntheme = "b"\n[run]\nseed = 1\n'
    assert tomllib.loads(with_value(after, "keys", "program.run", "f9"))["keys"] == {"program.run": "f9"}
    assert "# mine" in with_value(after, "ui", "glyphs", "ascii")


def test_what_is_written_is_private_and_whole(tmp_path: pathlib.Path) -> None:
    """0700 and 0600, whatever the umask."""
    old = os.umask(0)
    try:
        write_private(tmp_path / "state" / "a.json", b"x")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "state" / "a.json").stat().st_mode) == 0o600
    assert [one.name for one in (tmp_path / "state").iterdir()] == ["a.json"]


def test_the_state_comes_back_and_nonsense_is_as_nothing(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last target, its cursor, sizes by class."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert state.load() == state.State()
    state.save(state.State(sizes={"editor.base": 50}).at("a.py", (3, 4)).at("b.py", (1, 0)))
    assert state.load() == state.State("b.py", {"a.py": (3, 4), "b.py": (1, 0)}, {"editor.base": 50})
    (tmp_path / "asyncplay" / "session.json").write_text('{"target": 3, "places": {"a": "b"}}')
    assert state.load() == state.State()


def run(*args: str, home: pathlib.Path, **env: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home / "c"), **env}
    return subprocess.run([sys.executable, "-m", "asyncplay", "config", *args], capture_output=True, text=True, env=environment, timeout=120, check=False)


def test_the_command_tells_makes_sets_and_judges(tmp_path: pathlib.Path) -> None:
    """From no file to a wrong one."""
    path = tmp_path / "c" / "asyncplay" / "asyncplay.toml"
    shown = run(home=tmp_path)
    assert shown.returncode == 0
    assert f"settings  {path}  (not there yet" in shown.stdout
    assert run("--path", home=tmp_path).stdout == f"{path}\n"
    assert run("--init", home=tmp_path).returncode == 0
    assert run("--init", home=tmp_path).returncode == 2
    assert "program.run" in path.read_text()
    assert run("ui.theme=asyncplay-light", home=tmp_path).returncode == 0
    assert load(path).get("ui", "theme") == "asyncplay-light"
    wrong = run("run.clock=fast", home=tmp_path)
    assert wrong.returncode == 2
    assert wrong.stderr == "asyncplay: [run] clock = fast is not allowed: it is real, virtual, or xN with a number N from 0.001 to 10000, as x0.1 or x20\n"
    edited = run("--edit", home=tmp_path, VISUAL="", EDITOR="sed -i s/asyncplay-light/3/;s/theme.*/theme=3/")
    assert edited.returncode == 1
    assert "[ui] theme = 3 is not allowed: it is a text in quotes" in edited.stderr
    assert "program.run                  f5 ctrl+r r" in run("--keys", home=tmp_path).stdout
