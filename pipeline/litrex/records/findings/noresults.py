"""Clauses that tell no result though they name measures: aims, endpoints, criteria, definitions, open questions."""

from __future__ import annotations

import re

_AIM = re.compile(
    r"旨在|目的(?:是|在于|为)|(?:主要|次要|复合)?终点(?:为|是|包括|定义|设为)|定义为|(?:入选|纳入|排除)标准"
    r"|样本量|能否|是否|尚不(?:清楚|明确)|有待|未报[告道][^,;。]{0,12}(?:数据|资料|结果|情况)|(?:数据"
    r"|资料)(?:均)?(?:未|没有)报[告道]|检验效能|视为|收案|被认为有临床意义|把握度|未作评估|未评估"
    r"|\baim(?:ed|s)? (?:was |is )?(?:to|at)\b|\bwhether\b|\bdesigned to\b|\bpowered\b|\bsample size\b"
    r"|\b(?:is|are|was) considered (?:to be )?(?:clinically )?(?:relevant|meaningful|significant|important)\b"
    r"|\bwhen the count\b"
    r"|\beligib|\b(?:inclusion|exclusion|entry) criteri|\bwere excluded\b|\bdefined as\b"
    r"|\b(?:primary|secondary|co-primary|main) (?:efficacy |safety )?(?:end ?points?"
    r"|outcomes?)(?: measures?)? (?:was|were|is|are|included?|comprised)\b(?! (?:not )?(?:met|reached|achieved"
    r"|attained))"
    r"|\bremains? (?:unclear|unknown|to be|uncertain)\b|\b(?:was|were) not (?:reported|assessed|measured|given"
    r"|stated)\b|\bnot available\b",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"入选|纳入|招募|入组|要求|enrol|recruit|included|required|with (?:a|an) |aged|eligible", re.IGNORECASE)


def tells_none(text: str) -> bool:
    """Whether a clause only says what was looked for.

    >>> tells_none("主要终点为28天死亡率"), tells_none("the primary endpoint was met in 45%"), tells_none("DAS28下降")
    (True, False, False)
    """
    return bool(_AIM.search(text))


def takes_in(text: str) -> bool:
    """Whether a clause says who was taken in, so that a limit in it is a criterion and no figure."""
    return bool(_ENTRY.search(text))
