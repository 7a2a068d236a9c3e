"""``litrex studies``: the studies that several documents tell, and where they disagree."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from litrex.cli.ending import Debug
from litrex.cli.flags import Database, Set, database

if TYPE_CHECKING:
    from litrex.store import Study


def studies(
    named: Database = None,
    setting: Set = None,
    every: Annotated[bool, typer.Option("--all", help="Also studies that one document alone tells.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, an object a line.")] = False,
    debug: Debug = False,
) -> None:
    """List the studies that several documents tell, which documents these are, and where they disagree.

    Studies are known by registry number, DOI or PMID, or by author, year, size and disease. Where authors are named in two
    scripts, year, size, disease and cells must agree and no other study be as close: such a link is called likely.
    """
    from litrex import store

    with store.open(database(named, setting), create=False) as kept:
        told = kept.studies()
    shown = [one for one in told if every or one.documents > 1]
    for one in shown:
        typer.echo(json.dumps(_as_json(one), ensure_ascii=False) if as_json else "\n".join(_lines(one)))
    if not as_json:
        several = sum(one.documents > 1 for one in told)
        typer.echo(f"{len(told):,} studies, {several:,} told by several documents")


def _lines(study: Study) -> list[str]:
    """A study in a few lines: what it is known by, who tells it, where they disagree."""
    first = study.tellings[0]
    known = ", ".join(study.keys) or "; ".join(dict.fromkeys(link.why for link in study.links)) or first.study_id
    sure = f" [{study.sureness}]" if study.sureness else ""
    lines = [f"{known}{sure}"]
    for one in study.tellings:
        parts = [", ".join(one.authors), one.year, None if one.n_patients is None else f"n = {one.n_patients}"]
        told = " ".join(str(part) for part in (*parts, *sorted(one.conditions)) if part not in (None, ""))
        lines.append(f"  {one.source}: {told} ({', '.join(one.record_ids)})")
    names = {one.document_id: one.source for one in study.tellings}
    for disagreement in study.disagreements:
        said = " / ".join(f"{one.value} ({names[one.document_id]})" for one in disagreement.said)
        lines.append(f"  ! {disagreement.about}: {said}")
    return lines


def _as_json(study: Study) -> dict[str, Any]:
    return {
        "keys": study.keys,
        "sureness": study.sureness,
        "tellings": [
            {
                "document_id": one.document_id, "source": one.source, "lang": one.lang, "study_id": one.study_id,
                "record_ids": one.record_ids, "authors": one.authors, "year": one.year, "n_patients": one.n_patients,
                "conditions": sorted(one.conditions),
            }
            for one in study.tellings
        ],
        "links": [
            {"documents": [link.first, link.second], "sureness": link.sureness, "why": link.why} for link in study.links
        ],
        "disagreements": [
            {"about": one.about, "said": {told.document_id: told.value for told in one.said}} for one in study.disagreements
        ],
    }  # fmt: skip
