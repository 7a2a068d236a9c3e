"""A batch is read whole, told whole and written whole, whatever lies in the folder."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from litrex.errors import OutputError, UsageError
from litrex.flows import shards
from litrex.flows.shards import extract_all
from litrex.inbox import Item

PDF = b"%PDF-1.7\n1 0 obj <</Type/Encrypt>> endobj"


def digests(out: Path, *kinds: str) -> dict[str, str]:
    files = [path for path in sorted(out.iterdir()) if path.is_file() and path.name != "litrex.db"]
    chosen = [path for path in files if path.suffix in kinds or not kinds]
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in chosen}


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_every_article_is_extracted_and_the_same_bytes_are_one_document(run, inbox, tmp_path):
    result = run(inbox)
    assert [Path(one.document.source).name for one in result.extractions] == ["heart.txt", "knee.md", "burns.html", "knee.txt"]
    assert [len(one.records) for one in result.extractions] == [1, 2, 1, 2]
    assert any("the same heart.txt" in note for note in result.extractions[0].document.notes)
    assert {path.name for path in result.files} == {path.name for path in (tmp_path / "out").iterdir()}
    assert result.set_aside == () and (tmp_path / "out" / "set_aside.jsonl").read_bytes() == b""


@pytest.mark.parametrize("shard_bytes", [1, 1000, 2_000_000])
def test_the_size_of_shards_changes_no_byte(run, inbox, tmp_path, shard_bytes):
    run(inbox, out=tmp_path / "first")
    run(inbox, out=tmp_path / "second", shard_bytes=shard_bytes)
    first, second = digests(tmp_path / "first"), digests(tmp_path / "second")
    assert first.keys() == second.keys() and [name for name in first if first[name] != second[name]] == []


def test_running_again_into_the_same_folder_changes_no_byte(run, inbox):
    run(inbox, out=inbox)
    before = digests(inbox, ".jsonl", ".html", ".csv")
    run(inbox, out=inbox)
    assert digests(inbox, ".jsonl", ".html", ".csv") == before


def test_shards_are_cut_by_size_and_keep_the_order(inbox):
    items = [Item(path.name, path, path.stat().st_size, "") for path in sorted(inbox.rglob("*")) if path.is_file()]
    assert list(shards.shards(items, 1)) == [[item] for item in items]
    assert list(shards.shards(items, 10_000_000)) == [items]
    cut = list(shards.shards(items, 900))
    assert [item for shard in cut for item in shard] == items
    assert all(len(shard) == 1 or sum(item.size for item in shard) <= 900 for shard in cut)
    assert list(shards.shards([], 900)) == []


BAD = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\t\n", "empty"),
    "encrypted.txt": (PDF, "PDF"),
    "picture.html": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "PNG"),
    "letter.md": (b"PK\x03\x04\x14\x00word/document.xml", "DOCX"),
    "paper.pdf": (PDF, "PDF"),
    "paper.docx": (b"PK\x03\x04\x14\x00word/document.xml", "DOCX"),
    "book.epub": (b"PK\x03\x04mimetypeapplication/epub+zip", "EPUB"),
    "noise.txt": (bytes(range(256)) * 40, "no text"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_article_is_set_aside_with_the_reason_and_the_others_go_on(run, inbox, tmp_path, name):
    data, reason = BAD[name]
    (inbox / name).write_bytes(data)
    result = run(inbox)
    assert len(result.extractions) == 4
    (told,) = lines(tmp_path / "out" / "set_aside.jsonl")
    assert told["source"].endswith(name) and reason in told["reason"] and told["remedy"]


def test_a_dangling_link_is_set_aside(run, inbox):
    link = inbox / "gone.txt"
    link.symlink_to(inbox / "nowhere.txt")
    result = run(inbox / "heart.txt", link)
    assert [(one.source, one.reason) for one in result.set_aside] == [(link.as_posix(), "there is no such file")]


def test_a_file_that_disappears_before_its_turn_is_set_aside(run, inbox):
    def late(items, settings):
        for item in items:
            if item.path.name == "burns.html":
                item.path.unlink()
        return extract_all(items, settings)

    result = run(inbox, work=late, shard_bytes=1)
    assert [Path(one.source).name for one in result.set_aside] == ["burns.html"]
    assert len(result.extractions) == 3


def test_too_long_a_document_is_set_aside_naming_the_setting(run, inbox):
    (inbox / "long.txt").write_text("长" * 2_001, encoding="utf-8")
    (told,) = run(inbox, max_document_chars=2_000).set_aside
    assert "max_document_chars" in told.reason and "2,001" in told.reason


def test_a_wrong_extension_is_read_by_its_content_and_noted(run, inbox):
    (inbox / "more" / "burns.html").rename(inbox / "page.txt")
    result = run(inbox / "page.txt")
    assert len(result.extractions[0].records) == 1
    assert "read as HTML though named .txt" in result.extractions[0].document.notes


def test_tables_that_are_never_closed_are_read(run, inbox):
    page = "<html><body><table><tr><th>Author<th>Patients<th>Outcome<tr><td>Lindqvist 2010<td>14<td>pain decreased"
    (inbox / "open.html").write_text(page, encoding="utf-8")
    (told,) = run(inbox / "open.html").extractions
    assert [record.n_patients for record in told.records] == [14]


def test_our_own_failure_on_one_article_is_told_and_costs_no_other(run, inbox, monkeypatch):
    real = shards.extract_bytes

    def failing(data, *, source, settings):
        if source.endswith("knee.md"):
            raise IndexError("list index out of range")
        return real(data, source=source, settings=settings)

    monkeypatch.setattr(shards, "extract_bytes", failing)
    result = run(inbox)
    assert len(result.extractions) == 3
    assert "IndexError" in result.set_aside[0].reason and "--debug" in result.set_aside[0].remedy


def test_a_folder_without_articles_is_wrong_use(run, tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(b"\xff\xd8\xff")
    with pytest.raises(UsageError, match="no article was found"):
        run(tmp_path / "photos")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_told_before_the_work(run, inbox, tmp_path):
    (tmp_path / "file").write_text("in the way")
    asked = []
    with pytest.raises(OutputError, match="file"):
        run(inbox, out=tmp_path / "file" / "out", work=lambda items, settings: asked.append(items))
    assert asked == []


def test_a_run_that_is_stopped_leaves_nothing(run, inbox, tmp_path):
    def stopped(items, settings):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(inbox, work=stopped)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["inbox"]
