"""Records out to other tools and back, from the command line."""

import json

import pytest
from openpyxl import load_workbook

from litrex import store
from litrex.extraction import extract_bytes

ZH = "2016年，何某等对12例糖尿病足患者行自体骨髓干细胞移植，随访6个月，溃疡愈合率为75%，3例发热。\n"
EN = "In 2009, Novak et al. treated 22 patients with type 2 diabetes 🙂; HbA1c decreased at 12 months.\r\n"


@pytest.fixture
def database(tmp_path):
    (tmp_path / "out").mkdir()
    place = str(tmp_path / "out" / "litrex.db")
    with store.open(place) as kept:
        run = kept.begin()
        for name, text in (("zh.txt", ZH), ("en.txt", EN)):
            kept.save(extract_bytes(text.encode(), source=name), run)
    return place


@pytest.mark.parametrize(
    ("form", "files"),
    [
        ("label-studio", ["label_config.xml", "tasks.json"]),
        ("brat", ["annotation.conf", "en.ann", "en.txt", "zh.ann", "zh.txt"]),
        ("conll", ["en.conll", "zh.conll"]),
        ("docbin", ["litrex.spacy"]),
        ("excel", ["evidence_to_edit.xlsx"]),
    ],
)
def test_every_format_is_written(call, database, tmp_path, form, files):
    told = call("exchange", "export", "--format", form, "--to", "to")
    assert (told.exit_code, told.stdout) == (0, f"to: 2 documents as {form}\n"), told.stderr
    assert sorted(path.name for path in (tmp_path / "to").iterdir()) == files


def edited(tmp_path):
    path = tmp_path / "to" / "evidence_to_edit.xlsx"
    book = load_workbook(path)
    page = book["records"]
    names = [cell.value for cell in page[1]]
    for row in (2, 3):
        cell = page.cell(row, names.index("n_patients") + 1)
        cell.value = {12: 13, 22: "many"}[cell.value]
    book.save(path)
    return path


def test_changes_are_shown_first_and_saved_when_wanted(call, database, tmp_path):
    call("exchange", "export", "--format", "excel", "--to", "to")
    path = edited(tmp_path)
    shown = call("exchange", "import", path, "--format", "excel")
    assert shown.exit_code == 1 and "n_patients: 12 → 13" in shown.stdout and "1 change, not saved; say --yes" in shown.stdout
    assert "not taken: records!" in shown.stderr and "write digits alone" in shown.stderr
    with store.open(database) as kept:
        assert kept.corrections() == []
    saved = call("exchange", "import", path, "--format", "excel", "--yes", "--as", "wang")
    assert "1 saved" in saved.stdout
    with store.open(database) as kept:
        (one,) = kept.corrections()
        assert (one.by, one.new, one.why.split("!")[0]) == ("wang", 13, "changed in records")
    assert "0 changes, not saved" in call("exchange", "import", path, "--format", "excel").stdout


def test_a_csv_folder_and_label_studio_come_back_too(call, database, tmp_path):
    call("exchange", "export", "--format", "csv", "--to", "csv")
    assert call("exchange", "import", "csv", "--format", "csv").stdout == "0 changes, not saved; say --yes\n"
    call("exchange", "export", "--format", "label-studio", "--to", "ls")
    tasks = json.loads((tmp_path / "ls" / "tasks.json").read_text(encoding="utf-8"))
    for one in tasks:
        result = one.pop("predictions")[0]["result"]
        one["annotations"] = [{"result": [r for r in result if r.get("value", {}).get("text") != "12例"], "updated_at": "1"}]
        gone = {r["id"] for r in result if "id" in r} - {
            r["id"] for r in one["annotations"][0]["result"] if r["type"] == "labels"
        }
        assert len(gone) <= 1
    (tmp_path / "export.json").write_text(json.dumps(tasks), encoding="utf-8")
    told = call("exchange", "import", "export.json", "--format", "label-studio", "--yes")
    assert told.exit_code == 0 and "n_patients: 12 → nothing" in told.stdout and told.stdout.endswith("1 saved\n")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("export", "--format", "tei", "--to", "to"), "say one of: label-studio, brat"),
        (("import", "x.ann", "--format", "brat"), "say one of: label-studio, excel, csv"),
        (("import", "none.xlsx", "--format", "excel"), "this is no workbook"),
        (("import", "none.json", "--format", "label-studio"), "no export of a Label Studio project"),
        (("import", "none", "--format", "csv"), "there are no CSV files"),
    ],
)
def test_wrong_use_is_told_in_one_line(call, database, args, message):
    told = call("exchange", *args)
    assert told.exit_code == 2 and message in told.stderr and len(told.stderr.splitlines()) == 1
