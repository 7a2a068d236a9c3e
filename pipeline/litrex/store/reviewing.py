"""Whether people have looked at all that a record states."""

from __future__ import annotations

from litrex.schema.record import StudyRecord
from litrex.store.paths import provenance_at
from litrex.store.slots import paths_of


def reviewed(record: StudyRecord) -> bool:
    """Whether a person has said of every value that it stands.

    >>> from litrex.schema.record import Anchor
    >>> reviewed(StudyRecord(record_id="r", study_id="s", document_id="d", origin="table", anchor=Anchor(), n_patients=3))
    False
    """
    paths = paths_of(record.model_dump(exclude={"evidence", "confidence", "provenance", "flags"}))
    came = [provenance_at(record, path) for path in paths]
    return bool(came) and all(one is not None and one.source == "person" for one in came)
