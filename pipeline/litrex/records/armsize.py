"""An arm with its size, and what the shapes in which sizes are told have in common."""

from __future__ import annotations

import re
from dataclasses import dataclass

from litrex.records.designs import whole
from litrex.records.reading import Reading, Span
from litrex.schema.mention import Mention

_UNIT = {"hips": "hips", "eyes": "eyes", "knees": "knees", "limbs": "limbs", "animals": "animals"}
NOT_ARM = re.compile(
    r"出现|发生|达到|获得|完成|死亡|复发|缓解|失访|退出|脱落|developed|relapsed|died|achieved|reached|complete"
    r"|withdrew|improved|experienced|had (?:a |an )?(?:mild|transient|fever|serious|adverse)",
    re.IGNORECASE,
)
# How ill a group was, which makes no arm: "12 had type 1 diabetes", 8例为重症型.
ILL = re.compile(
    r"\s?(?:patients? )?(?:with|had|having)\s(?:[\w'’-]+\s){0,3}?(?:type|stage|grade|class)\s"
    r"|(?:患者|病人)?(?:为|属)[^,;。、]{0,8}(?:型|期|级)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ArmSize:
    """An arm with its size and the stretches that say so."""

    name: str
    n: int
    unit: str | None
    spans: tuple[Span, ...]
    count: Span
    shared: bool = False  # one count told for several arms


def counts_in(reading: Reading, span: Span) -> list[Mention]:
    return [
        m
        for m in reading.within(span)
        if m.quantity is not None and m.quantity.kind in ("count", "number") and whole(m) is not None
    ]


def size_of(m: Mention) -> int | None:
    """The count of a part: 51 of 51例 and of 51/87."""
    if m.quantity is not None and m.quantity.denominator is not None:
        return None if m.quantity.n is None else int(m.quantity.n)
    return whole(m)


def sized(name: str, m: Mention, words: Span, *, shared: bool = False) -> ArmSize:
    noun = m.quantity.noun if m.quantity else None
    return ArmSize(name, size_of(m) or 0, _UNIT.get(noun or "", "patients"), (words, (m.start, m.end)), (m.start, m.end), shared)


def last_part(name: str) -> str:
    """The last of several things joined before the bracket."""
    return re.split(r"\b(?:to|or to)\s", name)[-1].strip()


_ANOTHER = re.compile(
    r"[,;，；。、(（]|\bwhile\b|\bwhereas\b|(?:\band|\bor|和|与|及)\s?(?=\d|(?:one|two|three|four|five|six|seven"
    r"|eight|nine|ten)\b)"
)


_GIVING = re.compile(
    r"^(?:过|了)?(?:静脉|鞘内|局部|关节腔内)?(?:输注|注射|注入|移植|滴注|输入|给予|接受|予)(?:过|了)?(?=[^\s,;。]{2})(?!组)"
)


def short_name(name: str) -> str:
    """Cut an arm's name where the next arm begins, and a long one between words.

    >>> short_name("cells, and 12 placebo"), short_name("CD133+ cells of their own bone marrow by intramyocardial injection")
    ('cells', 'CD133+ cells of their own bone marrow by intramyocardial')
    """
    told = _GIVING.sub("", _ANOTHER.split(name.strip(" ,;、，；:："))[0].strip())
    if len(told) <= LONGEST:
        return told
    words = told[: LONGEST + 1].rpartition(" ")[0]
    return words if len(words) > LONGEST // 2 else told[:LONGEST]


LONGEST = 60
"""Characters of an arm's name; what is longer tells what was done to the arm."""


_CONTROL = re.compile(
    r"control|placebo|sham|saline|vehicle|untreated|standard|usual|model|对照|安慰|假手术|生理盐水|常规|模型|空白"
    r"|溶剂|溶媒|培养液|solvent|cell-free|medium|best available|conventional|nothing|no treatment|alone$|单独",
    re.IGNORECASE,
)


def role_of(name: str) -> str:
    """Tell a control arm and a dose level from an intervention by the arm's name."""
    if _CONTROL.search(name):
        return "control"
    return "dose_level" if re.search(r"10[\^⁰¹²³⁴⁵⁶⁷⁸⁹]|剂量|dose", name, re.IGNORECASE) else "intervention"
