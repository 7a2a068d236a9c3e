"""Lexicon files: what they may hold, what is refused, and how a user's lie over ours."""

from pathlib import Path

import pytest

from litrex.errors import LexiconError
from litrex.lexicons import load

HEADER = "id\ten\tzh\tontology_id\n"


def write(folder: Path, name: str, text: str) -> tuple[str, ...]:
    (folder / name).write_text(text, encoding="utf-8")
    return (str(folder),)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("conditions.tsv", "id\ten\nlupus\tlupus\n", "conditions.tsv:1: the header has no column zh"),
        ("conditions.tsv", HEADER + "\tlupus\t狼疮\n", "conditions.tsv:2: the id is empty"),
        ("conditions.tsv", "# ours\n" + HEADER + "\na\tb\tc\td\te\n", "conditions.tsv:4: 5 cells under 4 columns"),
        ("conditions.tsv", HEADER + "new_disease_x\t\t\n", "conditions.tsv:2: the term 'new_disease_x' has no name"),
        ("conditions.tsv", HEADER + "xa\tfoo bar\t\nxb\tfoo bar\t\n", "conditions.tsv:3: 'foo bar' is already a name of 'xa'"),
        ("colours.tsv", HEADER, "there is no kind 'colours'"),
    ],
)
def test_a_wrong_line_is_told_with_file_line_and_remedy(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(LexiconError) as error:
        load(write(tmp_path, name, text))
    assert said in str(error.value)
    assert error.value.remedy


def test_bytes_that_are_not_utf_8_are_refused(tmp_path: Path) -> None:
    (tmp_path / "conditions.tsv").write_bytes(b"id\ten\tzh\nx\ty\t\xff\xfe\n")
    with pytest.raises(LexiconError, match="not UTF-8"):
        load((str(tmp_path),))


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="no such folder"):
        load((str(tmp_path / "nowhere"),))


def test_a_known_term_gains_the_users_names_and_columns(tmp_path: Path) -> None:
    ours = load().get("routes", "intravenous")
    assert ours is not None
    term = load(write(tmp_path, "routes.mine.tsv", HEADER + "intravenous\tdripwise\t挂瓶\tX:1\n")).get("routes", "intravenous")
    assert term is not None
    assert (term.en[-1], term.zh[-1], term.ontology_id) == ("dripwise", "挂瓶", "X:1")
    assert term.en[: len(ours.en)] == ours.en


def test_a_name_of_ours_moves_to_the_users_term(tmp_path: Path) -> None:
    lexicon = load(write(tmp_path, "routes.tsv", HEADER + "my_route\tintravenous\t静脉输注\t\n"))
    assert [m.term.id for m in lexicon.find("静脉输注", {"routes"})] == ["my_route"]
    ours = lexicon.get("routes", "intravenous")
    assert ours is not None
    assert "静脉输注" not in ours.zh


def test_a_byte_order_mark_and_missing_trailing_cells_are_no_error(tmp_path: Path) -> None:
    lexicon = load(write(tmp_path, "donors.tsv", "\ufeff" + HEADER + "cloned\tcloned donor\n"))
    assert [m.term.id for m in lexicon.find("a cloned donor", {"donors"})] == ["cloned"]


def test_the_same_folders_are_read_once(tmp_path: Path) -> None:
    dirs = write(tmp_path, "donors.tsv", HEADER + "cloned\tcloned donor\t\n")
    assert load(dirs) is load(dirs)


def test_folders_of_one_name_in_two_working_folders_are_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("gait", "grip"):
        (tmp_path / name / "terms").mkdir(parents=True)
        write(tmp_path / name / "terms", "measures.tsv", f"id\ten\tzh\n{name}_x\t{name} index\t指数{name}\n")
        monkeypatch.chdir(tmp_path / name)
        assert f"{name}_x" in {term.id for term in load(("terms",)).terms("measures")}
