"""The page as a whole: one file, nothing loaded from anywhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from litrex.exchange.lines import ordered
from litrex.exchange.sources import short_names
from litrex.exchange.staging import staged
from litrex.lexicons.labels import LabelOf, plain_label
from litrex.report import plots
from litrex.report.view import SHOWN, DocumentView, Numbering, RowView, Speaker, document_view
from litrex.report.words import Both, FlagMeaning, interface, meaning_of
from litrex.schema.record import Extraction, Flag
from litrex.store.claims import by_study, claims
from litrex.store.rows import flags_of

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(frozen=True, slots=True)
class FlagView:
    """A flag with the place it hangs on: a row of the page, or a document."""

    flag: Flag
    document: DocumentView
    target: str | None
    pieces: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FlagGroup:
    """All flags of one code, with what the code means."""

    code: str
    meaning: FlagMeaning
    flags: list[FlagView]

    @property
    def size(self) -> int:
        return len(self.flags)


def write(out: Path, extractions: Iterable[Extraction], label: LabelOf = plain_label) -> Path:
    """Write ``report.html`` into the folder `out`.

    Raises OutputError where the folder cannot be written.
    """
    page = render(extractions, label)
    with staged(out) as room:
        (room / "report.html").write_text(page, encoding="utf-8", newline="\n")
    return out / "report.html"


def render(extractions: Iterable[Extraction], label: LabelOf = plain_label) -> str:
    """Make the page: self-contained, all article text escaped, the same for the same extractions."""
    told = ordered(extractions)
    speaker, numbering = Speaker.of(label), Numbering()
    names = short_names([one.document.source for one in told])
    documents = [document_view(name, one, speaker, numbering) for name, one in zip(names, told, strict=True)]
    return (
        _environment()
        .get_template("report.html")
        .render(
            documents=documents,
            rows=[row for view in documents for row in view.rows],
            flag_groups=flag_groups(documents),
            lang=_spoken(told),
            say=speaker.say,
            **_plotted(documents, speaker),
        )
    )


def _environment() -> Environment:
    """The template's surroundings: what is the same on every page. An unknown name is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("litrex.report"), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    made.filters["visible"] = visible
    made.globals.update(ui=interface(), meaning_of=meaning_of, columns=list(SHOWN), width=plots.WIDTH, narrow=plots.NARROW)
    made.globals.update(css=_part("report.css"), js=_part("report.js"))
    return made


def flag_groups(documents: list[DocumentView]) -> list[FlagGroup]:
    """The flags by code, the commonest first."""
    groups: dict[str, list[FlagView]] = defaultdict(list)
    for view in documents:
        targets = {row.record.record_id: row.target for row in view.rows}
        for flag in flags_of(view.extraction):
            target = None if flag.record_id is None else targets.get(flag.record_id)
            groups[flag.code].append(FlagView(flag, view, target, view.pieces(flag.evidence)))
    ranked = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return [FlagGroup(code, meaning_of(code), flags) for code, flags in ranked]


def _plotted(documents: list[DocumentView], speaker: Speaker) -> dict[str, Any]:
    studies = [point for view in documents for point in _study_points(view)]
    percents = [point for view in documents for row in view.rows for point in _rate_points(row, speaker)]
    return {
        "studies": studies, "percents": percents, "timeline": plots.timeline(studies), "sizes": plots.sizes(studies),
        "rates": plots.rates(percents),
    }  # fmt: skip


def _study_points(view: DocumentView) -> list[plots.StudyPoint]:
    """The studies of a document, merged: one point however many records tell it."""
    targets = {row.record.record_id: row for row in view.rows}
    points = []
    for records in by_study(view.extraction.records).values():
        years = claims(records, "citation.year") or claims(records, "citation.resolved.year")
        patients = claims(records, "n_patients")
        row = targets[records[0].record_id]
        year, n = (told[0].value if told else None for told in (years, patients))
        points.append(plots.StudyPoint(study_name(row), row.target, year, n))
    return points


def study_name(row: RowView) -> Both:
    """How a study is called on the page: its authors and year, else where it stands."""
    citation = row.record.citation
    told = " ".join([", ".join(citation.authors), citation.group or "", str(citation.year or "")]).split()
    if told:
        return Both(" ".join(told), " ".join(told))
    return Both(f"{row.name} · {row.origin.zh}", f"{row.name} · {row.origin.en}")


def _rate_points(row: RowView, speaker: Speaker) -> list[plots.RatePoint]:
    points = []
    for outcome in row.record.outcomes:
        if outcome.unit != "%" or outcome.value is None:
            continue
        name = study_name(row)
        measure = speaker.name("measures", outcome.measure)
        told = Both(f"{name.zh}：{speaker.zh.outcome(outcome)}", f"{name.en}: {speaker.en.outcome(outcome)}")
        points.append(plots.RatePoint(measure, outcome.value, told, row.target, outcome.direction is not None))
    return points


def visible(text: str) -> str:
    """Show control characters that a page may not hold as a sign of their own, one for one.

    >>> visible("a\\x00b\\n")
    'a\ufffdb\\n'
    """
    return "".join("\ufffd" if one < " " and one not in "\t\n\r\f" else one for one in text)


def _spoken(extractions: list[Extraction]) -> str:
    """The language that the page opens in: that of most documents."""
    english = sum(one.document.lang == "en" for one in extractions)
    return "en" if 2 * english > len(extractions) else "zh"


def _part(name: str) -> str:
    """A style sheet or script of our own; the template sets it in as it is."""
    return files("litrex.report").joinpath("templates", name).read_text(encoding="utf-8")
