"""A request is tried again where that may help, at the rate and after the time that the service asks for."""

from dataclasses import replace
from email.utils import formatdate
from pathlib import Path

import pytest

from litrex.errors import SettingsError, SourceError
from litrex.settings import Settings
from litrex.sources import EuropePMC, Wish, fetch
from litrex.sources.clock import Bucket

from .conftest import Fault, Waits

WISH = Wish("cells")
PASSING = [
    ("429 with seconds", Fault("/", 429, {"Retry-After": "7"}), [7.0]),
    ("429 with a date", Fault("/", 429, {"Retry-After": formatdate(1_700_000_090, usegmt=True)}), [90.0]),
    ("429 with a day long past", Fault("/", 429, {"Retry-After": formatdate(1, usegmt=True)}), [0.0]),
    ("429 with nonsense", Fault("/", 429, {"Retry-After": "soon"}), [1.0]),
    ("429 alone", Fault("/", 429), [1.0]),
    ("500", Fault("/", 500), [1.0]),
    ("503", Fault("/", 503, {"Retry-After": "0"}), [0.0]),
    ("a body that is cut off", Fault("/", cut=20), [1.0]),
    ("a body that ends early, told so by nobody", Fault("/", change=lambda body: body[:-20]), [1.0]),
    ("nonsense", Fault("/", change=lambda body: b"<html>Sorry, we are busy</html>"), [1.0]),
    ("nothing", Fault("/", change=lambda body: b""), [1.0]),
    ("a broken encoding", Fault("/", headers={"Content-Encoding": "gzip"}), [1.0]),
]


@pytest.mark.parametrize(("fault", "slept"), [case[1:] for case in PASSING], ids=[case[0] for case in PASSING])
def test_what_passes_is_tried_again(library, service, waits: Waits, tmp_path: Path, fault: Fault, slept: list[float]) -> None:
    library.add("PMC1")
    library.faults += [replace(fault, on="search"), replace(fault, on="1")]
    assert fetch(service, WISH, tmp_path).saved == ["PMC1.xml"]
    assert waits.slept[0] == pytest.approx(slept[0]) and len(waits.slept) == 2 and library.faults == []


def test_pauses_double_and_end_with_what_went_wrong(library, service, waits: Waits, tmp_path: Path) -> None:
    library.faults += [Fault("search", 500)] * 4
    with pytest.raises(SourceError, match=r"it answers 500, 4 times; try later: the same command goes on") as caught:
        fetch(service, WISH, tmp_path)
    assert waits.slept == [1.0, 2.0, 4.0] and caught.value.place in ("Europe PMC", "PubMed Central")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 414])
def test_what_does_not_pass_is_not_tried_again(library, service, waits: Waits, tmp_path: Path, status: int) -> None:
    library.faults.append(Fault("search", status))
    with pytest.raises(SourceError, match="no such thing" if status == 404 else f"it answers {status}"):
        fetch(service, WISH, tmp_path)
    assert waits.slept == [] and len(library.asked) == 1


def test_an_error_of_the_search_is_told(library, pubmed, tmp_path: Path) -> None:
    library.faults.append(Fault("esearch", change=lambda body: b'{"esearchresult": {"ERROR": "Empty term"}}'))
    with pytest.raises(SourceError, match="it answers: Empty term; check the query"):
        fetch(pubmed, WISH, tmp_path)


def test_a_wait_of_hours_is_not_waited_for(library, service, waits: Waits, tmp_path: Path) -> None:
    library.faults.append(Fault("search", 429, {"Retry-After": "7200"}))
    with pytest.raises(SourceError, match="it asks to wait 7,200 seconds"):
        fetch(service, WISH, tmp_path)
    assert waits.slept == []


def test_a_slow_answer_is_given_up_and_asked_for_again(library, told: Settings, waits: Waits, tmp_path: Path) -> None:
    library.add("PMC1")
    library.faults.append(Fault("/PMC1", slow_s=1.5))
    service = EuropePMC.of(replace(told, fetch_timeout_s=1), waits.clock())
    assert fetch(service, WISH, tmp_path).saved == ["PMC1.xml"] and waits.slept == [1.0]
    service.close()


def test_the_key_and_the_mail_stay_out_of_errors(library, told: Settings, waits: Waits, tmp_path: Path) -> None:
    from litrex.sources import PubMed

    service = PubMed.of(replace(told, ncbi_api_key="secret-key", contact_email="a@b.org"), waits.clock())
    library.faults.append(Fault("esearch", 403))
    with pytest.raises(SourceError) as caught:
        fetch(service, WISH, tmp_path)
    service.close()
    assert "secret-key" not in str(caught.value) and "a@b.org" not in str(caught.value)


@pytest.mark.parametrize("address", ["", "ftp://example.org", "no address"])
def test_an_address_that_is_none_is_a_setting_to_mend(waits: Waits, tmp_path: Path, address: str) -> None:
    service = EuropePMC.of(Settings(europepmc_url=address), waits.clock())
    with pytest.raises(SettingsError, match="no address of a service"):
        fetch(service, WISH, tmp_path)
    service.close()


def test_nobody_listening_is_told_after_all_tries(told: Settings, waits: Waits, tmp_path: Path) -> None:
    service = EuropePMC.of(replace(told, europepmc_url="http://127.0.0.1:9"), waits.clock())
    with pytest.raises(SourceError, match=r"the connection broke \(ConnectError\), 4 times"):
        fetch(service, WISH, tmp_path)
    service.close()


@pytest.mark.parametrize("per_second", [1, 3, 10])
def test_a_second_holds_at_most_twice_the_rate_and_a_minute_the_rate(waits: Waits, per_second: int) -> None:
    bucket = Bucket(per_second, waits.clock())
    began, taken = waits.time, []
    for _ in range(per_second * 60):
        bucket.take()
        taken.append(waits.time)
    assert taken[-1] - began == pytest.approx(59, abs=0.5)
    assert max(sum(one <= two < one + 1 - 1e-6 for two in taken) for one in taken) <= 2 * per_second


BOMB = b'<?xml version="1.0"?><!DOCTYPE article [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><article><body>&b;</body></article>'


def test_an_article_that_is_a_bomb_is_not_kept(library, europepmc, tmp_path: Path) -> None:
    library.add("PMC1", "PMC2")
    library.articles["PMC1"] = BOMB
    done = fetch(europepmc, WISH, tmp_path)
    assert done.saved == ["PMC2.xml"] and "declares entities" in done.failed[0].reason
