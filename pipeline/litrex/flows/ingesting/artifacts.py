"""What an ingest leaves in the engine's books, for whoever looks at its page: progress, documents, flags, scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from litrex.flows.ingesting.outcomes import Summary

DOCUMENTS, FLAGS, SCORES, SUMMARY, PROGRESS = (
    "litrex-documents", "litrex-flags", "litrex-scores", "litrex-summary", "litrex-progress",
)  # fmt: skip


class Progress:
    """How far the run has come, in the engine's books: per cent of the documents that were found."""

    def __init__(self, total: int) -> None:
        from prefect.artifacts import create_progress_artifact

        self.total, self.done = total, 0
        self.artifact: UUID = create_progress_artifact(0.0, key=PROGRESS, description=f"{total} documents")  # type: ignore[assignment]

    def advance(self, count: int) -> None:
        """Say that `count` more documents are done."""
        from prefect.artifacts import update_progress_artifact

        self.done += count
        update_progress_artifact(self.artifact, min(100.0, 100.0 * self.done / max(1, self.total)))


def leave(summary: Summary) -> None:
    """Write the tables of a run that has ended."""
    from prefect.artifacts import create_markdown_artifact, create_table_artifact

    create_table_artifact(key=DOCUMENTS, table=list(summary.documents), description="documents that were worked on")
    create_table_artifact(key=FLAGS, table=_counted("flag", summary.flags), description="flags raised")
    if summary.scores:
        create_table_artifact(key=SCORES, table=[dict(one) for one in summary.scores], description="scores where gold exists")
    create_markdown_artifact(key=SUMMARY, markdown=markdown(summary), description=summary.state)


def _counted(name: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    return [{name: key, "count": count} for key, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def markdown(summary: Summary) -> str:
    """A run in a few lines of Markdown."""
    lines = [
        f"**{summary.saved}** saved, **{summary.skipped}** already there, **{summary.quarantined}** set aside; "
        f"{summary.records} records in {summary.seconds:.0f} s (litrex {summary.version})",
        *(f"- {count} × {_plain(reason)}" for reason, count in sorted(summary.reasons.items(), key=lambda i: (-i[1], i[0]))),
    ]
    if summary.died_before:
        lines.append(f"- earlier runs that ended without a word: {', '.join(summary.died_before)}")
    return "\n".join(lines)


def _plain(text: str) -> str:
    """Text from files, which may hold anything, as Markdown that means nothing but itself.

    >>> _plain("a <b>|*x*")
    'a \\\\<b\\\\>\\\\|\\\\*x\\\\*'
    """
    return "".join(f"\\{char}" if char in "\\`*_{}[]()<>#|!" else char for char in text)
