"""Encodings, and which files a command line means."""

from pathlib import Path

import pytest

from litrex.documents import read_bytes
from litrex.errors import DocumentError, UsageError
from litrex.inbox import discover

HANS = "间充质干细胞治疗的研究进展\n患者接受静脉输注，随访12个月，未见严重不良事件。\n" * 3
HANT = "間充質幹細胞治療的研究進展\n患者接受靜脈輸注，隨訪12個月，未見嚴重不良事件。\n" * 3
LATIN = "Twelve naïve patients were seen at Köln – “mild” fever, 3 µg ± 1.\n" * 3


@pytest.mark.parametrize(
    ("text", "encoding", "read_as"),
    [
        (HANS, "utf-8", "utf-8"),
        (HANS, "utf-8-sig", "utf-8"),
        (HANS, "gb18030", "gb18030"),
        (HANT, "big5", "big5hkscs"),
        (HANT, "gb18030", "gb18030"),
        (HANS, "utf-16", "utf-16-le"),
        (HANS, "utf-16-le", "utf-16-le"),
        (HANS, "utf-16-be", "utf-16-be"),
        (LATIN, "cp1252", "cp1252"),
        (LATIN, "utf-8", "utf-8"),
        (LATIN, "utf-16-le", "utf-16-le"),
    ],
)
def test_the_encoding_is_found_without_being_told(text: str, encoding: str, read_as: str) -> None:
    document = read_bytes(text.encode(encoding), source="a.txt")
    assert (document.raw, document.encoding, document.notes) == (text, read_as, ())


@pytest.mark.parametrize(
    ("declared", "real", "noted"),
    [("gb2312", "utf-8", True), ("utf-8", "gb18030", True), ("gbk", "gb18030", False), ("big5", "gb18030", True)],
)
def test_a_wrong_declaration_is_noticed(declared: str, real: str, noted: bool) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body><p>{HANS}</p></body></html>'
    document = read_bytes(page.encode(real), source="a.html")
    assert document.raw == page
    assert bool(document.notes) is noted


def test_a_few_broken_bytes_are_noted_and_do_not_lose_the_article() -> None:
    document = read_bytes(HANS.encode() + b"\xff" + HANS.encode(), source="a.txt")
    assert document.raw == HANS + "\ufffd" + HANS
    assert document.notes == ("1 damaged places could not be decoded",)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.md", "deep/c.html", "data.csv", ".hidden.txt", ".git/d.txt", "e.XML"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("文")
    return tmp_path


def test_a_folder_gives_its_articles_sorted_without_hidden_and_foreign_files(inbox: Path) -> None:
    assert [path.relative_to(inbox).as_posix() for path in discover([inbox])] == ["a.md", "b.txt", "deep/c.html", "e.XML"]


FOREIGN = [
    ("d.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Word or Excel file"),
    ("e.rtf", b"{\\rtf1 text}", "an RTF file"),
    ("f.odt", b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.textPK content.xml", "an OpenDocument file"),
    ("g.epub", b"PK\x03\x04mimetypeapplication/epub+zipPK", "an EPUB book"),
]


def test_formats_not_read_yet_are_found_in_a_folder_and_refused_by_name(tmp_path: Path) -> None:
    for name, data, _ in FOREIGN:
        (tmp_path / name).write_bytes(data)
    for name in ("figure.png", "table.xlsx", "data.csv", "paper", "~$c.docx", ".h.pdf"):
        (tmp_path / name).write_bytes(b"PK\x03\x04")
    found = discover([tmp_path])
    assert [path.name for path in found] == [name for name, _, _ in FOREIGN]
    for path, (_, _, what) in zip(found, FOREIGN, strict=True):
        with pytest.raises(DocumentError, match=f"this is {what}, which is not read yet; convert it to text"):
            read_bytes(path.read_bytes(), source=path.name)


@pytest.mark.parametrize(
    ("named", "found"),
    [
        (["data.csv"], ["data.csv"]),
        ([".hidden.txt"], [".hidden.txt"]),
        (["*.txt"], ["b.txt"]),
        (["**/*.html", "deep"], ["deep/c.html"]),
        (["b.txt", "./b.txt", "none.txt"], ["b.txt", "none.txt"]),
    ],
)
def test_a_named_file_is_always_taken_and_each_file_once(inbox: Path, named: list[str], found: list[str]) -> None:
    assert [path.relative_to(inbox).as_posix() for path in discover(inbox / name for name in named)] == found


def test_nothing_found_names_the_places_and_the_suffixes(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.txt.*\.nxml.*\.zip"):
        discover([tmp_path / "none.txt"])
