"""Of each kind of bad file it is said what it is and what to do about it, and the articles beside it are read."""

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from litrex.flows.batch import found
from litrex.flows.shards import SetAside, one
from litrex.inbox import Refused, search
from litrex.settings import Settings
from tests.bad_files import EN, KINDS, LIMITS, ZH


@pytest.fixture
def inbox() -> Iterator[Path]:
    """A folder that anybody may enter; whoever may read everything is somebody else for as long as the test runs."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "inbox"
        folder.mkdir()
        yield folder


def told_of(folder: Path) -> dict[str, list[SetAside | Refused]]:
    """What is said of each file, by its name; nothing of a file that is read."""
    settings = Settings(**LIMITS)
    batch = found(search([folder], settings, folder.parent / "room"), folder.parent / "out")
    said: dict[str, list[SetAside | Refused]] = {path.name: [] for path in folder.iterdir()}
    for told in (*batch.refused, *(one(item, settings) for item in batch.items)):
        source = told.source if isinstance(told, SetAside | Refused) else told.document.source
        name = Path(source.partition("!/")[0]).name
        said[name] += [told] if isinstance(told, SetAside | Refused) else []
    return said


@pytest.mark.parametrize("name", KINDS)
def test_what_is_said_of_it_is_right_and_names_a_remedy(inbox: Path, name: str) -> None:
    kind = KINDS[name]
    if kind.needs_nobody and os.geteuid() == 0:
        inbox.parent.chmod(0o755)
    (inbox / "good.txt").write_text(ZH + EN, encoding="utf-8")
    kind.make(inbox / f"bad{kind.suffix}")
    before = os.geteuid()
    if kind.needs_nobody and before == 0:
        os.seteuid(65534)
    try:
        said = told_of(inbox)
    finally:
        os.seteuid(before)
    assert said.pop("good.txt") == []
    (told,) = said.pop(f"bad{kind.suffix}")
    assert re.search(kind.reason, told.reason), told.reason
    assert told.remedy and "litrex failed" not in told.reason and said == {}


def test_all_of_them_in_one_inbox_cost_no_article(inbox: Path) -> None:
    for number, kind in enumerate(KINDS.values()):
        if not kind.needs_nobody:
            kind.make(inbox / f"{number:02}{kind.suffix}")
            (inbox / f"{number:02}-good.md").write_text(f"# {number}\n\n{ZH}{EN}", encoding="utf-8")
    said = told_of(inbox)
    assert [name for name, told in said.items() if "good" in name and told] == []
    assert [name for name, told in said.items() if "good" not in name and len(told) != 1] == []


def test_there_are_more_than_twenty_kinds() -> None:
    assert len(KINDS) > 20 and len({kind.reason for kind in KINDS.values()}) > 20
