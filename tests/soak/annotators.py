"""People who correct the same records at once: nobody's update is lost, every conflict is told, saves stay quick."""

from __future__ import annotations

from statistics import quantiles
from typing import Any

from litrex.web.access import Door
from tests.web.annotators import Done, team
from tests.web.browser import serving
from tests.web.conftest import saved

THINK_S = 3.0


def at_once(url: str, people: int, seconds: float) -> dict[str, Any]:
    """Let people correct one document for a while; gives what came of it.

    `p95_ms` is how long a save took at the ninety-fifth in a hundred, conflicts with it.
    """
    kept, ident = saved(url)
    door = Door(token="a-token-for-tests")
    with kept, serving(kept, door) as link:
        done = team(link, {"Authorization": f"Bearer {door.token}"}, ident, people, seconds, THINK_S)
        log = kept.corrections(ident)
        taken = {value for one in done for _, value in one.taken}
        broken = _broken(log)
    saves = [save for one in done for save in one.saves_s]
    return {
        "people": people, "think_s": THINK_S, "seconds": seconds, "saves": len(taken),
        "conflicts": sum(one.conflicts for one in done),
        "other_answers": _others(done), "lost": len(taken - {one.new for one in log}), "overwritten_unseen": broken,
        "p95_ms": round(1000 * quantiles(saves, n=20)[-1]),
    }  # fmt: skip


def _broken(log: list[Any]) -> int:
    """How many corrections went over one that their author had not seen."""
    last: dict[str, Any] = {}
    broken = 0
    for one in log:
        broken += one.record_id in last and last[one.record_id] != one.old
        last[one.record_id] = one.new
    return broken


def _others(done: list[Done]) -> list[str]:
    return [told for one in done for told in one.others][:5]
