"""Numbers of trial registries: what names a study in every language alike."""

from __future__ import annotations

import re
import unicodedata

_NUMBER = re.compile(
    r"""(?<![A-Za-z0-9])(?:
    (?P<nct>NCT)\s?-?(?P<nct_n>\d{8})
  | (?P<chictr>ChiCTR)(?:\s?-?\s?[A-Z]{2,4})?\s?-?\s?(?P<chictr_n>\d{8,10})
  | (?P<isrctn>ISRCTN)\s?-?(?P<isrctn_n>\d{8})
  | (?P<eudract>EudraCT)(?:\s?(?:number|no\.?|:|编号|編號|号|號))*\s?(?P<eudract_n>\d{4}-\d{6}-\d{2})
  | (?:JPRN-?)?(?P<umin>UMIN)(?:-?CTR)?\s?(?P<umin_n>\d{9})
  | (?P<jrct>jRCT)s?(?P<jrct_n>\d{9,10})
  | (?P<actrn>ACTRN)\s?(?P<actrn_n>\d{14})
  | (?P<ctri>CTRI)/(?P<ctri_n>\d{4}/\d{2,3}/\d{6})
  | (?P<drks>DRKS)\s?-?(?P<drks_n>\d{8})
  | (?P<irct>IRCT)\s?(?P<irct_n>[0-9A-Z]{11,20})
  | (?P<kct>KCT)\s?(?P<kct_n>\d{7})
  | (?P<tctr>TCTR)\s?(?P<tctr_n>\d{11})
  | (?P<pactr>PACTR)\s?(?P<pactr_n>\d{15,16})
  | (?P<rbr>RBR)-(?P<rbr_n>[0-9a-z]{6,8})
    )(?![A-Za-z0-9])""",
    re.X | re.I,
)


def registered(text: str) -> list[str]:
    """The registry numbers that a text holds, each once, written one way.

    >>> registered("注册号：ＮＣＴ01234567，ChiCTR-TRC-12002345；NCT 01234567"), registered("(EudraCT number 2009-012345-67)")
    (['nct01234567', 'chictr12002345'], ['eudract2009-012345-67'])
    >>> registered("NCT0123"), registered("grant 81270012345"), registered("NCTC 01234567")
    ([], [], [])
    """
    found = (m.groupdict() for m in _NUMBER.finditer(unicodedata.normalize("NFKC", text)))
    told = (next(f"{name}{one[f'{name}_n']}" for name in one if not name.endswith("_n") and one[name]) for one in found)
    return list(dict.fromkeys(number.lower() for number in told))
