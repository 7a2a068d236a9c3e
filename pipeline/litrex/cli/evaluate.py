"""``litrex evaluate``: how good the extraction is, on everything that has gold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from litrex import settings
from litrex.cli.ending import Debug
from litrex.cli.flags import Set
from litrex.errors import UsageError

if TYPE_CHECKING:
    from litrex.evaluation import Evaluation, Places
    from litrex.evaluation.floors import Floors

FAILED = 1

Gold = Annotated[Path, typer.Option(help="The folder of the gold; floors.json lies beside it.")]
Articles = Annotated[
    Path | None, typer.Option(help="Further articles, known by content, or by the name of their gold.", show_default=False)
]
Dev = Annotated[Path | None, typer.Option(help="A development set: docs/ and gold/.", show_default=False)]
Required = Annotated[bool, typer.Option("--require-article", help="An article not at hand is an error.")]
Errors = Annotated[bool, typer.Option("--errors", help="Group misses and extras by kind; of open material alone.")]
Out = Annotated[Path | None, typer.Option("--out", "-o", help="A folder for evaluation.html.", show_default=False)]
CopyCount = Annotated[int, typer.Option(min=0, help="Score so many altered copies of each gold with positions.")]
LoneTerms = Annotated[
    bool,
    typer.Option(
        "--lexicon-report",
        help="Instead list the lexicon's terms that have no ontology id and stand, by any of their names, in one article alone "
        "among the open development articles and --articles (its languages counted as one), and in no public corpus (the "
        "setting corpora; our own articles do not count). Ends with 1 where they are more than 20, or one has no reason in "
        "lexicon_reasons.tsv beside the gold.",
    ),
]
Raise = Annotated[bool, typer.Option("--update-floors", help="Raise the floors to what is reached now.")]
Lower = Annotated[str | None, typer.Option(metavar="REASON", help="Lower floors to what is reached now.", show_default=False)]


def evaluate(
    gold: Gold = Path("annotations/gold"),
    articles: Articles = None,
    dev: Dev = None,
    require_article: Required = False,
    errors: Errors = False,
    out: Out = None,
    altered: CopyCount = 0,
    update_floors: Raise = False,
    lower_floors: Lower = None,
    lexicon_report: LoneTerms = False,
    setting: Set = None,
    debug: Debug = False,
) -> int:
    """Measure the extraction: scores by slot and language with intervals, evidence, flags, links, comparisons.

    Ends with 1 where a score lies under its floor, or a gold is not the one that the floors were set on. What is not at hand is
    told as not run and passes nothing.
    """
    from litrex import evaluation
    from litrex.cli import lone_terms, scores
    from litrex.evaluation import floors

    told = settings.load(setting or ())
    places = _places(gold, articles, dev, told)
    if lexicon_report:
        return 0 if lone_terms.report(places, told) else FAILED
    done = evaluation.evaluate(evaluation.gather(places), told)
    if require_article and done.not_run:
        names = ", ".join(one.gold.name for one in done.not_run)
        raise UsageError(f"not at hand: {names}", place="--require-article", remedy="name its folder with --articles")
    scores.show(done)
    if errors:
        scores.show_kinds(done)
    if altered:
        scores.show_copies(evaluation.score_copies(done, altered, told))
    if out is not None:
        from litrex.report.evaluation import write_evaluation

        typer.echo(str(write_evaluation(out, done)))
    path = gold.parent / "floors.json"
    held = _kept(floors.read(path), path, done, raise_them=update_floors, reason=lower_floors)
    changed, fallen = scores.show_changed_gold(done, held), scores.show_falls(done, held)
    return FAILED if changed or fallen else 0


def _places(gold: Path, articles: Path | None, dev: Path | None, told: settings.Settings) -> Places:
    """Where to look: flags before settings before the project's own folders."""
    from litrex.evaluation import Places
    from litrex.evaluation.materials import folders

    further = (*((articles,) if articles else ()), *folders(told.articles))
    own = Path(told.dev_set) if told.dev_set else gold.parent / "dev"
    return Places(gold, gold.parent.parent / "corpus" / "articles", dev or own, further)


def _kept(held: Floors, path: Path, done: Evaluation, *, raise_them: bool, reason: str | None) -> Floors:
    """The floors after what was asked for; they are written only where it was asked for."""
    from litrex.evaluation import floors

    if reason is not None:
        held = floors.lowered(floors.scores_of(done), held, reason)
    if raise_them:
        held = floors.raised(floors.scores_of(done), done.digests, held)
    if reason is not None or raise_them:
        floors.write(path, held)
    return held
