"""The noun of reviewing: what a person says of a value, kept for ever beside what the machine read.

====== ======================== ==========================================================================
action path                     new
====== ======================== ==========================================================================
set    a slot, entry or field   the value; of an entry, the fields that change
accept any                      –: the value stands as a person's own
reject any                      –: the machine was wrong; the slot is empty, the entry or record gone
add    a list, or empty         an entry of the list; a record, whose place is its anchor or its evidence
delete an entry, or empty       –
merge  empty                    the id of the record that tells the same and goes into this one
split  empty                    ``{"paths": […], "spans": […]}``: what goes out into a record of its own
link   study_id, or study_key   the study that this record tells; the key that links it across documents
undo   empty                    the id of the correction that is taken back; an undo can be taken back too
====== ======================== ==========================================================================
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import AwareDatetime, Field

from litrex.schema.record import Noun, Spans

Action = Literal["set", "accept", "reject", "add", "delete", "merge", "split", "link", "undo"]


class Correction(Noun):
    """One decision of a person about one value, entry or record.

    `path` is keyed as evidence is: ``n_patients``, ``design.study_type``, ``outcomes/ID``, ``outcomes/ID.value``; empty for
    the record as a whole. `old` is what the person saw there, `new` what is to stand there. `evidence` are raw positions.
    """

    correction_id: str
    at: AwareDatetime
    by: str = Field(min_length=1)
    document_id: str
    record_id: str
    path: str = ""
    action: Action
    old: Any = None
    new: Any = None
    evidence: Spans = Field(default_factory=list)
    why: str | None = None
    seen_version: str | None = None
