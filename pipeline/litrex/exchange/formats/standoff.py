"""brat: a text file and beside it its annotations, by positions in code points."""

from __future__ import annotations

from pathlib import Path

from litrex.exchange.regions import Region, regions, relations
from litrex.exchange.staging import staged
from litrex.schema.mention import Label
from litrex.schema.record import Extraction

CONF = "annotation.conf"


def write_brat(folder: Path, told: list[tuple[str, Extraction]]) -> None:
    """Write ``NAME.txt``, ``NAME.ann`` and the configuration that brat wants of its labels."""
    with staged(folder) as room:
        for name, one in told:
            (room / f"{name}.txt").write_bytes(one.raw.encode("utf-8", "replace"))
            (room / f"{name}.ann").write_text(standoff(one), encoding="utf-8", newline="\n")
        (room / CONF).write_text(_conf(), encoding="utf-8", newline="\n")


def standoff(extraction: Extraction) -> str:
    """The ``.ann`` of a document: a line a region (``T``), its path as a note (``#``), a line a relation (``R``).

    A region over a line end is told as brat wants it: in pieces, one a line. Positions are code points of the text, line ends
    as they are.
    """
    found = regions(extraction)
    names = {id(one): f"T{number}" for number, one in enumerate(found, start=1)}
    lines = []
    for one in found:
        pieces = _pieces(one, extraction.raw)
        places = ";".join(f"{a} {b}" for a, b in pieces)
        words = " ".join(extraction.raw[a:b] for a, b in pieces)
        lines.append(f"{names[id(one)]}\t{one.label.value} {places}\t{words}")
        lines.append(f"#{names[id(one)][1:]}\tAnnotatorNotes {names[id(one)]}\t{one.record_id} {one.path}")
    for number, (head, child) in enumerate(relations(found), start=1):
        lines.append(f"R{number}\tof Arg1:{names[id(child)]} Arg2:{names[id(head)]}")
    return "".join(f"{line}\n" for line in lines)


def _pieces(one: Region, raw: str) -> list[tuple[int, int]]:
    """A stretch without the line ends and tabs in it, which no annotation file can hold."""
    pieces, start = [], one.start
    for at in range(one.start, one.end + 1):
        if at == one.end or raw[at] in "\r\n\t\v\f\x1c\x1d\x1e\x85\u2028\u2029":
            if start < at:
                pieces.append((start, at))
            start = at + 1
    return pieces or [(one.start, one.end)]


def _conf() -> str:
    entities = "\n".join(label.value for label in Label)
    return f"[entities]\n{entities}\n\n[relations]\nof\tArg1:<ENTITY>, Arg2:<ENTITY>\n\n[events]\n\n[attributes]\n"
