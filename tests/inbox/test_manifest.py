"""What a manifest says of articles reaches them; what it says wrongly is told by its line."""

import hashlib
from pathlib import Path

import pytest

from litrex.errors import UsageError
from litrex.inbox import Details, Item, Refused, search
from litrex.settings import Settings

TEXT = "2016年，李某等对12例患者行干细胞注射。\n"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    (folder / "2019").mkdir(parents=True)
    for name in ("a.txt", "2019/膝.txt", "c.txt"):
        (folder / name).write_text(TEXT + name, encoding="utf-8")
    return folder


def listed(inbox: Path, text: str | bytes, *, named: bool = False) -> dict[str, Details | str]:
    """What is found, by its place in the inbox: the details of an article, or why it was refused."""
    (inbox / "manifest.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    found = search([inbox / "manifest.csv" if named else inbox], Settings(), inbox.parent / "room")
    return {
        one.source.removeprefix(f"{inbox.as_posix()}/"): one.details if isinstance(one, Item) else one.reason
        for one in found
        if isinstance(one, Item | Refused)
    }


NONE = Details()
BY = Details(licence="CC-BY-4.0", doi="10.1/a", title="膝, 综述", lang="zh")
SAYS = [
    ("path,licence,doi,title,lang\na.txt,CC-BY-4.0,10.1/a,\"膝, 综述\",zh\n", {"a.txt": BY}),
    ("\ufeffFile;License;DOI;Title;Language\r\na.txt;CC-BY-4.0;10.1/a;膝, 综述;zh\r\n", {"a.txt": BY}),
    ("path\tlicence\tdoi\ttitle\tlang\na.txt\tCC-BY-4.0\t10.1/a\t膝, 综述\tzh\n".encode("gb18030"), {"a.txt": BY}),
    ("path,doi,remarks\n2019/膝.txt,10.1/b,read\n", {"2019/膝.txt": Details(doi="10.1/b")}),
    ("path,doi\n2019/膝.txt,10.1/b\n".encode("utf-16"), {"2019/膝.txt": Details(doi="10.1/b")}),
    ("path,doi\n2019\\膝.txt,10.1/b\n\n,\n", {"2019/膝.txt": Details(doi="10.1/b")}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "details"), SAYS)
def test_what_it_says_reaches_the_articles_of_its_folder(inbox: Path, text: str, details: dict[str, Details]) -> None:
    assert listed(inbox, text) == {"a.txt": NONE, "c.txt": NONE, "2019/膝.txt": NONE} | details


@pytest.mark.parametrize(("text", "details"), SAYS)
def test_one_that_is_named_gives_the_articles_it_lists_alone(inbox: Path, text: str, details: dict[str, Details]) -> None:
    assert listed(inbox, text, named=True) == details


LINES = [
    ("path,doi\nnone.txt,10.1/x\n", "manifest.csv:2", "there is no"),
    ("path,doi\na.txt,10.1/x\n../secret.txt,10.1/y\n", "manifest.csv:3", "leads out of the manifest's folder"),
    ("path,doi\n/etc/passwd,10.1/x\n", "manifest.csv:2", "place on a disk"),
    ("path,doi\na.txt,10.1/x\n,10.1/y\n", "manifest.csv:3", "gives no path"),
    ("path,url\n,https://example.org/a\n", "manifest.csv:2", "gives no path"),
    ("path,doi\na.txt,10.1/x,y\n", "manifest.csv:2", "more cells than the header"),
    ('path,title\na.txt,"two\nlines"\nc.txt,x,y\n', "manifest.csv:4", "more cells than the header"),
    ("path,doi\na.txt,10.1/x\na.txt,10.1/y\n", "manifest.csv:3", "line 2 says otherwise of a.txt"),
    ("path,licnce\na.txt,x\n", "manifest.csv:1", "there is no column licnce"),
    ("path,doi,doi\na.txt,x,y\n", "manifest.csv:1", "two columns doi"),
    ('path,doi\n"a.txt,10.1/x\n', "manifest.csv:2", "this is no CSV"),
]


@pytest.mark.parametrize(("text", "place", "reason"), LINES)
def test_a_line_that_says_nothing_usable_is_told_and_the_folder_is_read(inbox: Path, text: str, place: str, reason: str) -> None:
    told = listed(inbox, text)
    assert reason in str(told.pop(place))
    assert sorted(told) == ["2019/膝.txt", "a.txt", "c.txt"]


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("doi,title\n10.1/x,y\n", "manifest.csv:1", "no column path"),
        ("", "manifest.csv:1", "no column path"),
        ("path,licnce\na.txt,x\n", "manifest.csv:1", "did you mean licence"),
    ],
)
def test_one_that_is_named_and_lists_nothing_is_wrong_use(inbox: Path, text: str, place: str, reason: str) -> None:
    with pytest.raises(UsageError, match=reason) as caught:
        listed(inbox, text, named=True)
    assert caught.value.place.endswith(place) and caught.value.remedy


def test_bytes_that_are_not_those_listed_are_refused(inbox: Path) -> None:
    right = hashlib.sha256((inbox / "a.txt").read_bytes()).hexdigest()
    told = listed(inbox, f"path,sha256,doi\na.txt,{right},10.1/a\nc.txt,{'0' * 64},10.1/c\n")
    assert told["a.txt"] == Details(doi="10.1/a") and "sha256" in str(told["c.txt"])


def test_a_link_in_a_list_does_not_lead_out_of_its_folder(inbox: Path) -> None:
    (inbox.parent / "secret.txt").write_text("secret")
    (inbox / "link.txt").symlink_to(inbox.parent / "secret.txt")
    assert listed(inbox, "path\nlink.txt\na.txt\n", named=True) == {
        "manifest.csv:2": "its path leads out of the manifest's folder by a link",
        "a.txt": NONE,
    }


def test_another_table_in_a_folder_is_no_manifest_and_a_named_one_is_an_article(inbox: Path) -> None:
    assert sorted(listed(inbox, "author,n\nLee,12\n")) == ["2019/膝.txt", "a.txt", "c.txt"]
    (inbox / "data.csv").write_text("author,n\nLee,12\n")
    (found,) = search([inbox / "data.csv"], Settings(), inbox.parent / "room")
    assert isinstance(found, Item) and found.path == inbox / "data.csv"
