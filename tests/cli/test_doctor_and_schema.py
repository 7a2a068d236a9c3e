"""Whether all is in place; and the contract."""

import json

import pytest
import typer

from litrex import checkup
from litrex.checkup import checks
from litrex.cli import app


def test_a_sound_place_has_no_failure_and_every_doubt_a_remedy(call):
    told = call("doctor")
    states = [line.split()[0] for line in told.stdout.splitlines()]
    assert told.exit_code == 0 and "lexicons" in told.stdout and "fail" not in states
    assert [check for check in checks() if (check.state == "ok") == bool(check.remedy)] == []


def test_wrong_settings_fail_with_a_remedy(call, tmp_path):
    (tmp_path / "litrex.toml").write_text("shard_bites = 1")
    told = call("doctor")
    assert told.exit_code == 2 and "did you mean shard_bytes?" in told.stdout


def test_a_lexicon_that_cannot_be_used_fails(call, tmp_path, monkeypatch):
    (tmp_path / "terms").mkdir()
    (tmp_path / "terms" / "planets.tsv").write_text("id\ten\tzh\nmars\tMars\t火星\n", encoding="utf-8")
    monkeypatch.setenv("LITREX_LEXICON_DIRS", str(tmp_path / "terms"))
    told = call("doctor")
    assert told.exit_code == 2 and "planets" in told.stdout


@pytest.mark.parametrize(("told", "state"), [("rich", "ok"), ("rich<1", "warn"), ("rich-of-nowhere", "fail")])
def test_packages_are_held_against_the_versions_tried(told, state):
    assert checkup.package(told).state == state


@pytest.mark.flow
@pytest.mark.slow
def test_deep_starts_the_engine():
    assert [check.state for check in checks(deep=True) if check.what == "engine"] == ["ok"]


def test_the_schema_is_json_and_the_dictionary_names_every_field(call):
    schema = json.loads(call("schema").stdout)
    assert schema["additionalProperties"] is False
    dictionary = call("schema", "--dictionary").stdout
    assert [name for name in schema["properties"] if f"`{name}`" not in dictionary] == []


def every_command(group=None, before=()):
    """All commands, those of groups with the names of their groups before."""
    for name, command in (group or typer.main.get_command(app)).commands.items():
        if hasattr(command, "commands"):
            yield from every_command(command, (*before, name))
        else:
            yield (*before, name)


@pytest.mark.parametrize("command", list(every_command()), ids=" ".join)
def test_help_has_an_example(call, command):
    """The command that a group means when none is named is shown without its name."""
    told = call(*command, "--help")
    shown = command[:-1] if command[-1] == "open" else command
    assert told.exit_code == 0 and f"Example: litrex {' '.join(shown)}" in told.stdout


def test_the_version_is_told(call):
    from litrex import __version__

    assert call("--version").stdout == f"litrex {__version__}\n"
