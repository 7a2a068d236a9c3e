"""When two names mean one thing: ids of unlisted measures are free, so words and characters decide."""

from __future__ import annotations

import re
from collections.abc import Iterable

RESIDUE = re.compile(r"\((?=[a-z]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ])[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+\)")  # a reading after its character
EMPTY_WORDS = frozenset({"of", "the", "rate", "level", "levels", "in"})
OPPOSITES: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("acute", "急性"), ("chronic", "慢性")),
    (("left", "左"), ("right", "右")),
    (("prospective", "前瞻", "前瞻性"), ("retrospective", "回顾", "回顧")),
    (("complete", "完全"), ("partial", "部分"), ("overall", "total", "总", "總")),
    (("event", "无事件", "無事件"), ("progression", "无进展", "無進展"), ("relapse", "无复发", "無復發"),
     ("overall", "总生存", "總生存")),
    (("white", "白细胞", "白細胞", "leukocyte"), ("red", "红细胞", "紅細胞", "erythrocyte")),
    (("myeloid", "髓系"), ("lymphoid", "lymphoblastic", "淋巴")),
    (("systolic", "收缩"), ("diastolic", "舒张")),
)  # fmt: skip


def words(text: object) -> set[str]:
    """Split an id or a surface into comparable pieces: Latin words without plural, and pairs of Chinese characters.

    >>> sorted(words("serum levels of IL-6")), sorted(words("總(zǒng)生存率"))
    (['6', 'il', 'serum'], ['存率', '生存', '總生'])
    """
    bare = RESIDUE.sub("", str(text).lower())
    out = {w.rstrip("s") for w in re.findall(r"[a-z0-9]+", bare) if w not in EMPTY_WORDS}
    for run in re.findall(r"[\u4e00-\u9fff]+", bare):
        out |= {run[i : i + 2] for i in range(len(run) - 1)} or {run}
    return out


def told_apart(one: str, other: str) -> bool:
    """Whether two names differ in a number or an opposite: then they are never the same, whatever else they share.

    >>> told_apart("IL-6", "IL-10"), told_apart("急性GVHD", "慢性GVHD"), told_apart("acute GVHD", "GVHD")
    (True, True, False)
    """
    first, second = words(one), words(other)
    if _has_digit(first - second) and _has_digit(second - first):
        return True
    for sides in OPPOSITES:
        on_first, on_second = _sides(one, first, sides), _sides(other, second, sides)
        if on_first and on_second and not on_first & on_second:
            return True
    return False


def alike(names: Iterable[object], others: Iterable[object]) -> bool:
    """Whether any name of one list is like any of the other: equal, or sharing most words and not told apart.

    >>> alike(["overall_survival", "总生存率"], ["os", "總生存率"]), alike(["IL-6"], ["IL-10"])
    (True, False)
    >>> alike(["serum_creatinine"], ["serum creatinine level"])
    True
    """
    left, right = [str(n) for n in names if n], [str(n) for n in others if n]
    return any(_like(x, y) for x in left for y in right)


def _like(one: str, other: str) -> bool:
    if one.lower() == other.lower():
        return True
    if told_apart(one, other):
        return False
    first, second = words(one), words(other)
    if not first or not second:
        return False
    shared, sizes = len(first & second), (len(first), len(second))
    return shared / min(sizes) >= 0.6 and shared / max(sizes) >= 0.4


def _has_digit(pieces: set[str]) -> bool:
    return any(c.isdigit() for piece in pieces for c in piece)


def _sides(text: str, pieces: set[str], sides: tuple[tuple[str, ...], ...]) -> set[int]:
    lower = text.lower()
    return {i for i, side in enumerate(sides) for w in side if (w in lower if ord(w[0]) > 127 else w in pieces)}
