"""Articles come whole, once, with licence and DOI, whatever the service does on the way."""

import csv
import hashlib
import multiprocessing
import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest

from litrex import extract
from litrex.errors import SourceError, UsageError
from litrex.inbox import Details, Item, search
from litrex.settings import Settings
from litrex.sources import EuropePMC, PubMed, Wish, fetch, would_fetch

WISH = Wish("cells")


def licence(link: str) -> str:
    return f'<license xlink:href="{link}"/>'


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_all_pages_are_brought_with_licence_and_doi_and_are_found_and_read(library, service, tmp_path: Path) -> None:
    library.add("PMC1", "PMC2", "PMC3", "PMC4", "PMC5")
    done = fetch(service, WISH, tmp_path / "inbox")
    assert (done.hits, done.seen, len(done.saved), done.whole) == (5, 5, 5, True)
    assert names(tmp_path / "inbox") == [*(f"PMC{n}.xml" for n in range(1, 6)), "manifest.csv"]
    found = list(search([tmp_path / "inbox"], Settings(), tmp_path / "room"))
    assert all(isinstance(one, Item) for one in found) and len(found) == 5
    details = replace(found[2].details, url=None)
    assert details == Details("CC-BY-4.0", "10.1/PMC3", "Cells, in vivo, 膝 PMC3", "en")
    assert [record.n_patients for record in extract(found[2].path).records] == [12]


def test_what_is_asked_for_holds_the_query_the_day_and_who_asks(library, told: Settings, waits, tmp_path: Path) -> None:
    library.add("PMC1")
    told = replace(told, contact_email="a@b.org", ncbi_api_key="key")
    for kind in (EuropePMC, PubMed):
        service = kind.of(told, waits.clock())
        fetch(service, Wish("膝 AND cells", since="2024-01-31"), tmp_path / service.name)
        service.close()
    asked = library.queries
    assert asked[0]["query"] == "(膝 AND cells) AND OPEN_ACCESS:Y AND FIRST_PDATE:[2024-01-31 TO 3000-12-31]"
    assert asked[0]["email"] == "a@b.org" and "api_key" not in asked[0]
    assert '"2024/01/31"[PubDate]' in asked[2]["term"] and "膝" in asked[2]["term"]
    assert {"tool": "litrex", "email": "a@b.org", "db": "pmc"}.items() <= asked[2].items()
    assert asked[3]["id"] == "1" and asked[3]["api_key"] == "key"


def test_the_same_fetch_again_asks_for_no_article(library, service, tmp_path: Path) -> None:
    library.add("PMC1", "PMC2", "PMC3")
    fetch(service, WISH, tmp_path)
    library.asked.clear()
    library.add("PMC4")
    done = fetch(service, WISH, tmp_path)
    assert (done.known, done.saved) == (3, ["PMC4.xml"])
    place = "/PMC4/fullTextXML" if service.name == "europepmc" else "/efetch.fcgi/4"
    assert [one for one in library.asked if "search" not in one] == [place]


def test_an_article_that_is_listed_twice_is_asked_for_once(library, service, tmp_path: Path) -> None:
    library.add("PMC1", "PMC2")
    library.order = ["PMC1", "PMC2", "PMC1", "PMC2", "PMC2"]
    assert fetch(service, WISH, tmp_path).saved == ["PMC1.xml", "PMC2.xml"]
    assert len(rows(tmp_path)) == 2


LICENCES = [
    ("", None, False),
    ("<license><license-p>All rights reserved.</license-p></license>", None, False),
    (licence("http://creativecommons.org/licenses/by-nc-nd/4.0/"), "CC-BY-NC-ND-4.0", False),
    ("<license><license-p>under the Creative Commons Attribution-NoDerivs license</license-p></license>", "CC-BY-ND", False),
    (licence("https://creativecommons.org/licenses/by-nc-sa/3.0/igo/"), "CC-BY-NC-SA-3.0", True),
    (licence("https://creativecommons.org/publicdomain/zero/1.0/"), "CC0-1.0", True),
    ("<license><license-p>This is licensed CC BY-NC 4.0.</license-p></license>", "CC-BY-NC-4.0", True),
    ("<license><ali:license_ref>https://creativecommons.org/licenses/by/4.0</ali:license_ref></license>", "CC-BY-4.0", True),
    ("<license><license-p>x</license-p></license><copyright-statement>© Lee. CC BY 3.0</copyright-statement>", "CC-BY-3.0", True),
]


@pytest.mark.parametrize(("said", "name", "taken"), LICENCES)
def test_the_licence_is_the_articles_own_and_must_allow_it(library, europepmc, tmp_path: Path, said, name, taken) -> None:
    library.add("PMC1", licence=said)
    done = fetch(europepmc, WISH, tmp_path)
    assert done.saved == (["PMC1.xml"] if taken else [])
    assert [one.reason for one in done.left] == (
        [] if taken else [f"its licence does not allow it ({name or 'it names none that we know'})"]
    )
    fetch(europepmc, replace(WISH, any_licence=True), tmp_path)
    assert [row["licence"] for row in rows(tmp_path)] == [name or ""]


def test_one_whose_licence_forbids_it_is_not_asked_for_again(library, service, tmp_path: Path) -> None:
    library.add("PMC1", licence="")
    fetch(service, WISH, tmp_path)
    library.asked.clear()
    assert len(fetch(service, WISH, tmp_path).left) == 1 and len(library.asked) == 1


@pytest.mark.parametrize("missing", ["no such article", "no body", "an empty body"])
def test_an_article_without_its_text_is_left_and_the_others_come(library, service, tmp_path: Path, missing: str) -> None:
    library.add("PMC1", "PMC2", "PMC3", body=" " if missing == "an empty body" else "<p>Text.</p>")
    if missing != "an empty body":
        library.add("PMC1", "PMC3")
        library.order = ["PMC1", "PMC2", "PMC3"]
    if missing == "no such article":
        del library.articles["PMC2"]
    elif missing == "no body":
        library.articles["PMC2"] = library.articles["PMC2"].replace(b"<body><p>Text.</p></body>", b"")
    done = fetch(service, WISH, tmp_path)
    assert "PMC2" in [one.pmcid for one in done.left] and {one.reason for one in done.left} == {"its full text is not to be had"}
    assert done.whole and len(done.saved) == (0 if missing == "an empty body" else 2)


def test_a_limit_counts_new_articles_and_the_next_fetch_goes_on(library, service, tmp_path: Path) -> None:
    library.add(*(f"PMC{n}" for n in range(1, 8)))
    first = fetch(service, replace(WISH, limit=3), tmp_path)
    assert (first.saved, first.whole) == (["PMC1.xml", "PMC2.xml", "PMC3.xml"], False)
    second = fetch(service, replace(WISH, limit=3), tmp_path)
    assert second.saved == ["PMC4.xml", "PMC5.xml", "PMC6.xml"] and second.known == 1
    assert fetch(service, WISH, tmp_path).whole and len(rows(tmp_path)) == 7


def test_a_dry_run_lists_and_writes_nothing(library, service, tmp_path: Path) -> None:
    library.add("PMC1", "PMC2", "PMC3", "PMC4")
    fetch(service, replace(WISH, limit=1), tmp_path / "inbox")
    library.asked.clear()
    assert [one.pmcid for one in would_fetch(service, WISH, tmp_path / "inbox")] == ["PMC2", "PMC3", "PMC4"]
    assert [one.pmcid for one in would_fetch(service, replace(WISH, limit=2), tmp_path / "none")] == ["PMC1", "PMC2"]
    assert all("search" in one for one in library.asked) and not (tmp_path / "none").exists()


def test_an_article_of_too_many_bytes_is_left(library, told: Settings, waits, tmp_path: Path) -> None:
    library.add("PMC1", body="<p>long</p>" * 3000)
    library.add("PMC2")
    service = EuropePMC.of(replace(told, max_file_bytes=10_000), waits.clock())
    done = fetch(service, WISH, tmp_path)
    service.close()
    assert [(one.pmcid, one.reason) for one in done.left] == [("PMC1", "it is larger than max_file_bytes")]
    assert done.saved == ["PMC2.xml"]


def test_two_fetches_into_one_folder_do_not_mix(library, europepmc, pubmed, tmp_path: Path) -> None:
    library.add("PMC1")

    def at_once(hits: int, seen: int) -> None:
        with pytest.raises(UsageError, match="another fetch is at work"):
            fetch(pubmed, WISH, tmp_path)
        asked.append(seen)

    asked: list[int] = []
    fetch(europepmc, WISH, tmp_path, at_once)
    assert asked == [1] and fetch(pubmed, WISH, tmp_path).known == 1


def test_a_manifest_that_was_there_keeps_its_lines_and_columns(library, europepmc, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("In 2016, Lee et al. treated 12 patients.")
    (tmp_path / "manifest.csv").write_text("path,doi,note\nmine.txt,10.1/mine,read", encoding="utf-8")
    library.add("PMC1")
    fetch(europepmc, WISH, tmp_path)
    assert rows(tmp_path) == [
        {"path": "mine.txt", "doi": "10.1/mine", "note": "read"},
        {"path": "PMC1.xml", "doi": "10.1/PMC1", "note": ""},
    ]


def test_a_table_that_is_no_manifest_is_not_written_into(library, europepmc, tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text("author,n\nLee,12\n")
    with pytest.raises(UsageError, match="no column path"):
        fetch(europepmc, WISH, tmp_path)
    assert (tmp_path / "manifest.csv").read_text() == "author,n\nLee,12\n"


@pytest.mark.parametrize("torn", ["PMC9.xml,CC-B", "PMC9.xml,CC-BY,10.1/9,T,en,u,abc", '"PMC9'])
def test_a_line_that_a_kill_cut_off_is_written_anew(library, service, tmp_path: Path, torn: str) -> None:
    library.add("PMC1", "PMC9")
    fetch(service, replace(WISH, limit=1), tmp_path)
    (tmp_path / "PMC9.xml").write_bytes(b"<article/>")
    with (tmp_path / "manifest.csv").open("a") as file:
        file.write(torn)
    fetch(service, WISH, tmp_path)
    assert [row["path"] for row in rows(tmp_path)] == ["PMC1.xml", "PMC9.xml"]
    assert [row["sha256"] for row in rows(tmp_path)] == [
        hashlib.sha256((tmp_path / row["path"]).read_bytes()).hexdigest() for row in rows(tmp_path)
    ]


def fetch_slowly(settings: Settings, to: str) -> None:
    service = EuropePMC.of(settings)
    fetch(service, WISH, Path(to), lambda hits, seen: time.sleep(0.02))


@pytest.mark.parametrize("after", [1, 6])
def test_a_fetch_that_is_killed_goes_on_and_brings_all(library, told, europepmc, tmp_path: Path, after: int) -> None:
    library.add(*(f"PMC{n}" for n in range(1, 11)))
    child = multiprocessing.get_context("spawn").Process(target=fetch_slowly, args=(told, str(tmp_path)))
    child.start()
    end = time.monotonic() + 30
    while len(names(tmp_path)) < after + 1 and time.monotonic() < end:
        time.sleep(0.002)
    os.kill(child.pid or 0, signal.SIGKILL)
    child.join()
    before = len([name for name in names(tmp_path) if name.endswith(".xml")])
    assert 0 < before < 10
    done = fetch(europepmc, WISH, tmp_path)
    assert done.whole and len(done.saved) + before in (10, 11)  # the one that was being written may come twice
    assert sorted(row["path"] for row in rows(tmp_path)) == sorted(f"PMC{n}.xml" for n in range(1, 11))
    assert [one for one in search([tmp_path], Settings(), tmp_path / "room") if not isinstance(one, Item)] == []


def test_a_cursor_that_the_service_has_forgotten_costs_no_article(library, europepmc, tmp_path: Path) -> None:
    from .conftest import Fault

    library.add(*(f"PMC{n}" for n in range(1, 6)))
    fetch(europepmc, replace(WISH, limit=3), tmp_path)
    library.faults.append(Fault("/search", 400))
    assert fetch(europepmc, WISH, tmp_path).saved == ["PMC4.xml", "PMC5.xml"]


def test_a_service_that_fails_on_and_on_ends_the_fetch_and_one_article_does_not(library, service, tmp_path: Path) -> None:
    library.add(*(f"PMC{n}" for n in range(1, 7)))
    good = dict(library.articles)
    library.articles["PMC2"] = b"<article><body>cut"
    done = fetch(service, WISH, tmp_path)
    assert [one.pmcid for one in done.failed] == ["PMC2"] and len(done.saved) == 5 and done.whole
    for number in ("PMC1", "PMC3", "PMC4"):
        (tmp_path / f"{number}.xml").unlink()
        library.articles[number] = b"<article><body>cut"
    with pytest.raises(SourceError, match="cut off or broken"):
        fetch(service, WISH, tmp_path)
    library.articles = good
    assert sorted(fetch(service, WISH, tmp_path).saved) == ["PMC1.xml", "PMC2.xml", "PMC3.xml", "PMC4.xml"]
