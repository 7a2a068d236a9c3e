"""Arms told by contrast: "82 treated patients were matched with 328", "12 of 104 given cells and 10 of 102 given placebo"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from litrex.mentions import numerals
from litrex.records.armsize import NOT_ARM, ArmSize, counts_in, short_name, sized
from litrex.records.reading import Reading, Span
from litrex.schema.mention import Mention

_OF = re.compile(
    r"\b(?:of|in|/) ?(?:the |its |their |these )?(?P<d>\d{1,4})"
    r"(?: (?:patients|children|participants|subjects|people|women|men|animals|rats|mice))?"
    r"(?: \([^()]{0,24}\))?,? (?:(?:who|that) )?(?:(?:had|were|was|have) )*(?:been )?(?:"
    r"(?:given|treated with|receiv(?:ed|ing)|randomi[sz]ed to|assigned to|allotted to|allocated to|had|got|on|with|taking"
    r"|injected with|infused with|in the) (?P<what>(?!(?:an?|no|mild|severe)\b)(?:[^,;.()]|\.\d){2,60}?)"
    r"(?= (?:and|versus|vs\.?|against|compared|while|but|cells)\b|[,;.()]|$)"
    r"|(?P<without>not|none|no such \w+)(?=[,;.( ]|$))",
    re.IGNORECASE,
)


def contrasted(reading: Reading, span: Span) -> Iterator[ArmSize]:
    """Read arms that are set against each other, each with its size."""
    yield from _denominators(reading, span)
    counts = [m for m in counts_in(reading, span) if _of_people(m)]
    for first, second in pairwise(counts):
        named = [m.quantity.noun for m in (first, second) if m.quantity is not None and m.quantity.noun is not None]
        if named and _against(reading, span, first, second):
            for m in (first, second):
                end = second.start if m is first else span[1]
                words = _words_after(reading, m, end)
                yield sized(_name(reading.text(words)), m, words)


def _denominators(reading: Reading, span: Span) -> Iterator[ArmSize]:
    """Arms told as what counts are taken of: "9 of the 30 who had had cells and 8 of the 29 who had not"."""
    text = reading.text(span)
    found: dict[str, ArmSize] = {}
    for match in _OF.finditer(text):
        group = "what" if match["what"] else "without"
        if group == "without" and not found:
            continue
        words, count = ((span[0] + match.start(g), span[0] + match.end(g)) for g in (group, "d"))
        name = re.sub(r"\s(?:group|arm)$", "", match[group].strip())
        found.setdefault(name.lower(), ArmSize(name, int(numerals.value(match["d"]) or 0), "patients", (words, count), count))
    if len(found) >= 2:
        yield from found.values()


def _of_people(m: Mention) -> bool:
    q = m.quantity
    return (
        q is not None
        and q.comparator == "="
        and (
            q.noun in ("patients", "people", "cases", "animals", "eyes", "hips", "knees", "limbs", "female", "male")
            or (q.noun is None and q.kind in ("count", "number"))
        )
    )


_VERB = re.compile(
    r"(?:\b(?:compar(?:ed|es|ing|ison of)|match(?:ed|ing)|contrast(?:ed|ing)|set|pitted)(?: the)?"
    r"(?: outcomes?| results?| data)?(?: of| in| between)?"
    r"|比较了?|对比了?|对照了?|将|把)\s?$",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"(?:\b(?:compared|matched|contrasted) (?:with|to|against)|\b(?:against|versus|vs\.?))\s(?:the |another |a further |some )?$",
    re.IGNORECASE,
)
_WEAK_JOINT = re.compile(r"(?:\b(?:with|to|and)\s(?:the |another |those of )?|与|和|同|跟|及)$", re.IGNORECASE)
_AFTER_ZH = re.compile(r"[^,;。]{0,24}(?:比较|相比|对比|匹配|配对|作对照|进行对照)")


def _against(reading: Reading, span: Span, a: Mention, b: Mention) -> bool:
    """Whether two counts are of groups that are compared with each other."""
    gap = reading.text((a.end, b.start))
    if not 2 <= len(gap) <= 110 or re.search(r"[;；。]|\d", re.sub(r"\([^()]*\)", "", gap)) or NOT_ARM.search(gap):
        return False
    after = reading.folded[b.end : min(span[1], b.end + 40)]
    if re.match(r"\s?%|\s*(?:months?|weeks?|days?|years?|points?)\b", after) or NOT_ARM.search(after[:16]):
        return False
    if (joint := _JOINT.search(gap)) is not None:
        return bool(gap[: joint.start()].strip())  # "2 vs 5" alone may count anything
    if not _WEAK_JOINT.search(gap):
        return False
    before = reading.folded[max(span[0], a.start - 40) : a.start]
    told = _VERB.search(before)
    if told is None:
        return False
    return told.group().strip() not in ("将", "把") or bool(_AFTER_ZH.match(after))


_LEADING = re.compile(
    r"^(?:patients?|患者|病人)?\s*"
    r"(?:who (?:had |were )?(?:been )?(?:given|received|treated with)|treated with|given|receiving|接受过?|的)?\s*",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:[,，]?\s?(?:were |was )?(?:(?:compared|matched|contrasted) (?:with|to|against)|against|versus|vs\.?|with|to|and)\s?"
    r"(?:the |another )?"
    r"|与|和|同|跟|及|的患者|的病人|患者)$",
    re.IGNORECASE,
)


def _words_after(reading: Reading, m: Mention, end: int) -> Span:
    stop = re.search(r"[,;，；。.()]", reading.folded[m.end : end])
    limit = m.end + stop.start() if stop else end
    return (m.end, limit) if limit - m.end >= 2 else (m.start, m.end)


def _name(words: str) -> str:
    """What a group is called: its words without "patients", "who received" and the joint to the next."""
    bare = _TRAILING.sub("", words.strip())
    return short_name(_LEADING.sub("", bare, count=1)) or short_name(words)
