"""What a folder gives: its articles, and a reason for each that is none; nothing outside it is read."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from litrex.errors import UsageError
from litrex.inbox import Item, Refused, Twin, discover, search
from litrex.settings import Settings

ZH = "2016年，李某等对12例膝骨关节炎患者行脐带间充质干细胞注射。\n"
EN = "In 2016, Lee et al. treated 12 patients with cord cells.\n"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "a.txt").write_text(EN)
    return folder


def told(inbox: Path, tmp_path: Path, **settings: int) -> dict[str, str]:
    """Each thing found, by its name in the inbox: what it is, or why it was refused."""
    found = search([inbox], Settings(**settings), tmp_path / "room")
    return {os.path.relpath(one.source, inbox): one.reason if isinstance(one, Refused) else type(one).__name__ for one in found}


@pytest.fixture
def anybody() -> Iterator[None]:
    """Be somebody who may not read everything, for as long as the test runs."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    yield
    os.seteuid(before)


def outside(tmp_path: Path) -> Path:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "s.txt").write_text("secret")
    return tmp_path / "secret"


def to_file_outside(inbox: Path, tmp_path: Path) -> None:
    (inbox / "b.txt").symlink_to(outside(tmp_path) / "s.txt")


def to_folder_outside(inbox: Path, tmp_path: Path) -> None:
    (inbox / "b.txt").symlink_to(outside(tmp_path))


def to_nowhere(inbox: Path, tmp_path: Path) -> None:
    (inbox / "b.txt").symlink_to(inbox / "none.txt")


def in_a_circle(inbox: Path, tmp_path: Path) -> None:
    (inbox / "b.txt").symlink_to(inbox / "b.txt")


def pipe(inbox: Path, tmp_path: Path) -> None:
    os.mkfifo(inbox / "b.txt")


def a_socket(inbox: Path, tmp_path: Path) -> None:
    here = Path.cwd()
    os.chdir(inbox)  # the path of a socket may have a hundred bytes at most
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind("b.txt")
    finally:
        os.chdir(here)


def empty_folder(inbox: Path, tmp_path: Path) -> None:
    (inbox / "b.txt").mkdir()


def large(inbox: Path, tmp_path: Path) -> None:
    (inbox / "b.txt").write_text("x" * 1001)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (to_file_outside, "this is a link that leads out of the folder"),
        (to_folder_outside, "this is a link that leads out of the folder"),
        (to_nowhere, "this is a link that leads nowhere, or in a circle"),
        (in_a_circle, "this is a link that leads nowhere, or in a circle"),
        (pipe, "this is a pipe, no file"),
        (a_socket, "this is a socket, no file"),
        (empty_folder, "this is a folder, and empty, though named like an article"),
        (large, "the file has more bytes than max_file_bytes = 1,000"),
    ],
)
def test_what_is_no_file_of_the_folder_is_refused_with_its_reason(inbox: Path, tmp_path: Path, make, reason: str) -> None:
    make(inbox, tmp_path)
    assert told(inbox, tmp_path, max_file_bytes=1000) == {"a.txt": "Item", "b.txt": reason}


@pytest.mark.parametrize("named", ["file", "folder"])
def test_what_may_not_be_read_is_refused(inbox: Path, tmp_path: Path, anybody: None, named: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "shut"
        place.mkdir() if named == "folder" else place.with_suffix(".txt").write_text(EN)
        place = place if named == "folder" else place.with_suffix(".txt")
        place.chmod(0)
        (found,) = search([folder], Settings(), Path(folder) / "room")
        place.chmod(0o700)
    assert isinstance(found, Refused) and "cannot be read (Permission denied)" in found.reason
    assert found.remedy == "check its permissions"


def links_within(inbox: Path) -> None:
    (inbox / "deep").mkdir()
    (inbox / "deep" / "b.txt").write_text(ZH)
    (inbox / "again").symlink_to(inbox / "deep")
    (inbox / "c.txt").symlink_to(inbox / "deep" / "b.txt")
    (inbox / "deep" / "up").symlink_to(inbox)


def test_links_within_the_folder_lead_to_each_file_once(inbox: Path, tmp_path: Path) -> None:
    links_within(inbox)
    assert told(inbox, tmp_path) == {"a.txt": "Item", "c.txt": "Item"}


LEFT_OUT = [".hidden.txt", "~$a.docx", "figure.png", "notes.csv", ".git/x.txt", "__MACOSX/a.txt", "link.png"]


@pytest.mark.parametrize("name", LEFT_OUT)
def test_what_is_no_article_by_its_name_is_left_out_without_a_word(inbox: Path, tmp_path: Path, name: str) -> None:
    (inbox / name).parent.mkdir(exist_ok=True)
    if name == "link.png":
        (inbox / name).symlink_to(tmp_path / "nowhere.png")
    else:
        (inbox / name).write_text(ZH)
    assert told(inbox, tmp_path) == {"a.txt": "Item"}


def test_the_same_bytes_are_one_article_under_the_first_name(inbox: Path, tmp_path: Path) -> None:
    (inbox / "b.md").write_text(EN)
    (inbox / "c.txt").write_text(ZH)
    first, second, third = search([inbox], Settings(), tmp_path / "room")
    assert isinstance(first, Item) and isinstance(second, Twin) and isinstance(third, Item)
    assert (second.of, second.sha256) == (first.source, first.sha256)
    assert (first.size, first.read()) == (len(EN), EN.encode())


def test_names_that_are_no_utf8_are_shown_and_read(inbox: Path, tmp_path: Path) -> None:
    (inbox / os.fsdecode("脐带干细胞综述.txt".encode("gb18030"))).write_text(ZH)
    found = list(search([inbox], Settings(), tmp_path / "room"))
    assert [Path(one.source).name for one in found] == ["a.txt", "脐带干细胞综述.txt"]
    assert isinstance(found[1], Item) and found[1].read() == ZH.encode()


def test_folders_in_folders_are_walked_to_any_depth(tmp_path: Path) -> None:
    here = tmp_path / "/".join("d" * 300)
    here.mkdir(parents=True)
    (here / "a.txt").write_text(EN)
    assert discover([tmp_path]) == [here / "a.txt"]


@pytest.mark.parametrize("change", ["other bytes", "longer", "gone"])
def test_a_file_that_changes_after_it_was_found_is_not_taken_for_the_other(inbox: Path, tmp_path: Path, change: str) -> None:
    from litrex.errors import DocumentError

    (item,) = search([inbox], Settings(), tmp_path / "room")
    assert isinstance(item, Item)
    if change == "gone":
        item.path.unlink()
    else:
        item.path.write_text(EN.replace("12", "13") if change == "other bytes" else EN + "More.")
    with pytest.raises(DocumentError, match="no such file" if change == "gone" else "the file changed after it was found"):
        item.read()


def test_a_pipe_that_is_named_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    (found,) = search([tmp_path / "a.txt"], Settings(), tmp_path / "room")
    assert isinstance(found, Refused) and "pipe" in found.reason


def test_where_nothing_is_the_places_are_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no article was found"):
        list(search([tmp_path / "none"], Settings(), tmp_path / "room"))
