"""Studies from the command line."""

import json

import pytest

from litrex import store
from litrex.extraction import extract_bytes

ZH = "2014年，罗西等对42例膝骨关节炎患者行关节腔内注射脐带间充质干细胞（NCT01234567），12个月后VAS评分下降。\n"
EN = "In 2014, Rossi et al. (NCT01234567) treated 40 patients with knee osteoarthritis; the VAS score decreased.\n"
ALONE = "In 2009, Novak et al. treated 22 patients with type 2 diabetes; HbA1c decreased at 12 months.\n"


@pytest.fixture(autouse=True)
def database(tmp_path):
    (tmp_path / "out").mkdir()
    with store.open(str(tmp_path / "out" / "litrex.db")) as kept:
        run = kept.begin()
        for name, text in (("zh.txt", ZH), ("en.txt", EN), ("alone.txt", ALONE)):
            kept.save(extract_bytes(text.encode(), source=name), run)


def test_studies_of_several_documents_are_listed_with_their_disagreements(call):
    told = call("studies")
    assert told.exit_code == 0, told.stderr
    assert "trial:nct01234567 [certain]" in told.stdout and "n_patients: 40 (en.txt) / 42 (zh.txt)" in told.stdout
    assert "Novak" not in told.stdout and told.stdout.endswith("2 studies, 1 told by several documents\n")
    assert "Novak" in call("studies", "--all").stdout


def test_studies_as_json(call):
    (line,) = call("studies", "--json").stdout.splitlines()
    told = json.loads(line)
    assert [one["source"] for one in told["tellings"]] == ["en.txt", "zh.txt"]
    assert told["links"][0]["sureness"] == "certain" and "n_patients" in [one["about"] for one in told["disagreements"]]


def test_without_a_database_it_is_told(call):
    told = call("studies", "--database", "none.db")
    assert told.exit_code == 3 and "there is no database yet" in told.stderr
