"""Nobody comes in uninvited, no other site speaks for who is in, and no role does more than it may."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from litrex import store
from litrex.errors import UsageError
from litrex.web.access import Door
from litrex.web.app import create
from litrex.web.people import People
from litrex.web.serving import Address, serve
from tests.web.conftest import review_of

OPEN = {"/healthz", "/sign-in", "/api/sign-in", "/static/{path}"}
PASSWORD = "a long enough password"


def filled(path: str, ident: str) -> str:
    return path.replace("{document_id}", ident).replace("{record_id}", "r").replace("{path}", "review.css")


def routes(app: Any) -> list[tuple[str, str]]:
    """Every method and path that the application answers to, so that a new one cannot be forgotten."""
    found = []

    def gather(some: Any) -> None:
        for route in some:
            inner = getattr(route, "original_router", None) or getattr(route, "app", None)
            if getattr(route, "methods", None):
                found.extend((method, route.path) for method in route.methods)
            elif hasattr(inner, "routes"):
                gather(inner.routes)

    gather(app.routes)
    return sorted(set(found))


def changing(app: Any) -> list[tuple[str, str]]:
    return [(method, path) for method, path in routes(app) if method not in ("GET", "HEAD", "OPTIONS")]


def test_the_routes_are_found(review: Any) -> None:
    told = routes(review.client.app)
    assert {("POST", "/api/documents/{document_id}/corrections"), ("GET", "/"), ("GET", "/api/queue"), ("GET", "/audit")} <= set(
        told
    )
    assert len(changing(review.client.app)) >= 4


def test_without_the_token_nothing_is_shown_and_nothing_done(review: Any) -> None:
    stranger = TestClient(review.client.app, base_url="http://127.0.0.1:8000")
    for method, path in routes(review.client.app):
        answer = stranger.request(method, filled(path, review.ident), follow_redirects=False)
        if path not in OPEN:
            assert answer.status_code in (303, 401), (method, path)
            assert review.raw[:10] not in answer.text
    for wrong in ("", "wrong", review.door.token[:-1]):
        stranger.get(f"/?token={wrong}")
        assert stranger.get("/api/queue").status_code == 401
        assert stranger.get("/api/queue", headers={"Authorization": f"Bearer {wrong}"}).status_code == 401


def test_every_call_that_changes_something_needs_the_pages_own_token(review: Any) -> None:
    for method, path in changing(review.client.app):
        if path in OPEN:
            continue
        for headers in ({}, {"X-CSRF-Token": "wrong"}, {"X-CSRF-Token": ""}):
            answer = review.client.request(method, filled(path, review.ident), json={}, headers=headers)
            assert answer.status_code == 403, (method, path)


@pytest.mark.parametrize("headers", [{"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}])
def test_no_other_site_speaks_for_who_is_in(review: Any, headers: dict[str, str]) -> None:
    for method, path in changing(review.client.app):
        answer = review.client.request(method, filled(path, review.ident), json={}, headers={**review.csrf, **headers})
        assert answer.status_code == 403, (method, path)


def test_a_program_comes_in_with_the_token_as_its_key(review: Any) -> None:
    program = TestClient(
        review.client.app, base_url="http://127.0.0.1:8000", headers={"Authorization": f"Bearer {review.door.token}"}
    )
    seen = review.content()
    told = {"action": "accept", "record_id": seen["records"][0]["record_id"], "seen_version": seen["version"]}
    assert program.post(f"/api/documents/{review.ident}/corrections", json=told).status_code == 200


def test_the_page_answers_to_names_of_this_machine_alone(review: Any) -> None:
    assert review.client.get("/healthz", headers={"Host": "rebound.example"}).status_code == 400


def test_every_answer_carries_the_headers(review: Any) -> None:
    for path in (
        "/",
        f"/documents/{review.ident}",
        "/static/review.js",
        "/healthz",
        "/api/documents/0000000000000000",
        "/nothing",
    ):
        told = review.client.get(path).headers
        assert "script-src 'self'" in told["content-security-policy"] and "unsafe" not in told["content-security-policy"]
        assert (told["x-content-type-options"], told["x-frame-options"], told["referrer-policy"]) == (
            "nosniff",
            "DENY",
            "no-referrer",
        )
    assert review.client.get(f"/documents/{review.ident}").headers["cache-control"] == "no-store"


def test_the_cookie_is_out_of_reach_of_scripts_and_the_token_leaves_the_link(review: Any) -> None:
    stranger = TestClient(review.client.app, base_url="http://127.0.0.1:8000")
    answer = stranger.get(f"/documents/{review.ident}?lang=en&token={review.door.token}", follow_redirects=False)
    assert answer.headers["location"] == f"/documents/{review.ident}?lang=en"
    assert "HttpOnly" in answer.headers["set-cookie"] and "SameSite=lax" in answer.headers["set-cookie"]


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Any]:
    people = People(tmp_path / "users.json")
    for name, role in (("ann", "annotate"), ("ada", "adjudicate"), ("rea", "read")):
        people.add(name, role, f"{PASSWORD} of {name}")
    made = review_of(f"sqlite:///{tmp_path}/litrex.db", Door(people=people))
    with made.store:
        yield made


def signed_in(team: Any, name: str) -> Any:
    from dataclasses import replace

    client = TestClient(team.client.app, base_url="http://127.0.0.1:8000")
    answer = client.post("/api/sign-in", json={"name": name, "password": f"{PASSWORD} of {name}"})
    assert answer.status_code == 200
    return replace(team, client=client)


def test_people_sign_in_by_name_and_their_corrections_bear_it(team: Any) -> None:
    assert (
        "password" in team.client.get("/").text
        and team.client.get(f"/?token={team.door.token}", follow_redirects=False).status_code == 303
    )
    assert team.client.get("/api/queue").status_code == 401
    assert signed_in(team, "ann").say("set", "n_patients", 13).status_code == 200
    assert [one.by for one in team.store.corrections()] == ["ann"]


def test_who_may_read_changes_nothing_and_who_may_annotate_does_not_see_the_audit(team: Any) -> None:
    reader, writer, judge = (signed_in(team, name) for name in ("rea", "ann", "ada"))
    assert reader.content()["records"] and reader.say("set", "n_patients", 13).status_code == 403
    assert [one.client.get("/audit").status_code for one in (reader, writer, judge)] == [403, 403, 200]
    assert team.store.corrections() == []


def test_a_role_taken_away_holds_at_once(team: Any) -> None:
    writer = signed_in(team, "ann")
    team.door.people.add("ann", "read", f"{PASSWORD} anew")
    assert writer.say("set", "n_patients", 13).status_code == 403
    team.door.people.remove("ann")
    assert writer.client.get("/api/queue").status_code == 401


def test_signing_in_is_tried_so_often_and_no_more(team: Any) -> None:
    answers = [team.client.post("/api/sign-in", json={"name": "ann", "password": f"guess {n}"}).status_code for n in range(7)]
    assert answers == [401] * 5 + [429] * 2
    assert team.client.post("/api/sign-in", json={"name": "ann", "password": f"{PASSWORD} of ann"}).status_code == 429
    spread = [team.client.post("/api/sign-in", json={"name": f"n{n}", "password": "guess"}).status_code for n in range(20)]
    assert spread[-1] == 429


def test_signing_out_ends_the_session_and_not_the_cookie_alone(team: Any) -> None:
    writer = signed_in(team, "ann")
    cookies = dict(writer.client.cookies)
    assert writer.client.post("/api/sign-out", headers=writer.csrf).status_code == 204
    again = TestClient(team.client.app, base_url="http://127.0.0.1:8000", cookies=cookies)
    assert again.get("/api/queue").status_code == 401


def test_passwords_are_hashed_and_the_file_is_for_nobody_else(team: Any) -> None:
    file = team.door.people.file
    assert PASSWORD not in file.read_text() and "$argon2id$" in file.read_text() and file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "role", "password"),
    [("", "read", PASSWORD), ("a b", "read", PASSWORD), ("al", "king", PASSWORD), ("al", "read", "short")],
)
def test_users_that_cannot_be_are_refused(tmp_path: Path, name: str, role: str, password: str) -> None:
    with pytest.raises(UsageError):
        People(tmp_path / "users.json").add(name, role, password)
    assert not (tmp_path / "users.json").exists()


def test_a_broken_file_of_users_lets_nobody_in(tmp_path: Path) -> None:
    (tmp_path / "users.json").write_text(json.dumps([{"name": "x"}]))
    with pytest.raises(UsageError, match=r"users\.json"):
        People(tmp_path / "users.json").all()


def test_behind_a_proxy_its_header_says_who_it_is(tmp_path: Path) -> None:
    made = review_of(f"sqlite:///{tmp_path}/litrex.db", Door(proxy_header="X-Forwarded-User"))
    with made.store:
        assert made.client.get("/api/queue").status_code == 401
        made.client.headers["X-Forwarded-User"] = "wu"
        assert made.say("set", "n_patients", 13).status_code == 200
        assert made.client.post(f"/api/documents/{made.ident}/undo").status_code == 403
        assert [one.by for one in made.store.corrections()] == ["wu"]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "review.example"])
def test_others_are_not_let_in_by_a_token_alone(tmp_path: Path, host: str) -> None:
    with store.open(str(tmp_path / "a.db")) as kept, pytest.raises(UsageError, match="there are no users"):
        serve(kept, Door(), Address(host, 0), "zh", browser=False, say=print)


def test_the_api_is_documented_for_who_is_in(review: Any) -> None:
    told = review.client.get("/api/openapi.json").json()
    assert {"/api/queue", "/api/documents/{document_id}/corrections", "/healthz"} <= set(told["paths"])
    assert create(review.store).openapi()["paths"].keys() == told["paths"].keys()
