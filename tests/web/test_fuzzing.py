"""Whatever is sent to the documented calls, the server answers, and not with a fault of its own."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error

CALLS = {
    "GET /api/documents", "GET /api/documents/{document_id}", "GET /api/documents/{document_id}/corrections",
    "GET /api/documents/{document_id}/comparison", "POST /api/documents/{document_id}/adjudications",
    "GET /api/documents/{document_id}/reading", "GET /api/documents/{document_id}/records/{record_id}",
    "GET /api/documents/{document_id}/records/{record_id}/evidence", "GET /api/forms", "GET /api/queue", "GET /api/terms",
    "GET /api/words", "GET /healthz", "POST /api/documents/{document_id}/corrections", "POST /api/documents/{document_id}/undo",
    "POST /api/sign-in", "POST /api/sign-out",
}  # fmt: skip
QUICK = settings(
    max_examples=20, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)  # fmt: skip


@pytest.fixture
def operations(review: Any) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {review.door.token}", "Host": "127.0.0.1"}
    told = schemathesis.openapi.from_asgi("/api/openapi.json", review.client.app, headers=headers)
    return {one.ok().label: one.ok() for one in told.get_all_operations()}


def test_all_calls_are_known_here(operations: dict[str, Any]) -> None:
    assert set(operations) == CALLS


@pytest.mark.parametrize("call", sorted(CALLS))
def test_no_call_makes_the_server_fail(review: Any, operations: dict[str, Any], call: str) -> None:
    record = review.content()["records"][0]["record_id"]
    headers = {"Authorization": f"Bearer {review.door.token}", "Host": "127.0.0.1"}

    @QUICK
    @given(case=operations[call].as_strategy())
    def send(case: Any) -> None:
        if "document_id" in (case.path_parameters or {}):
            case.path_parameters["document_id"] = review.ident
        if isinstance(case.body, dict) and "record_id" in case.body:
            case.body["record_id"] = record
        answer = case.call(headers=headers, base_url="http://127.0.0.1:8000")
        assert answer.status_code not in (401, 403) or call == "POST /api/sign-in"
        case.validate_response(answer, checks=[not_a_server_error])

    send()
