"""One count, or one list of counts, for several arms: 两组各62名, "15 per group", 治疗组和对照组分别为20例和18例."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from litrex.records.armsize import NOT_ARM, ArmSize, counts_in, role_of, short_name, sized
from litrex.records.findings.arms import find_arms
from litrex.records.reading import Reading, Span
from litrex.schema.mention import Label, Mention

_EACH = re.compile(
    r"(?:每(?:个|种|一)?(?:剂量|水平|队列|亚组|小组)组?|每组|各组?|each (?:group|arm|cohort|dose)|per (?:group|arm"
    r"|cohort)|in each|each"
    r"|\b(?:groups|arms|cohorts|pairs)(?: each)? of)\s*(?:各|有|of|with|had|:)?\s*$",
    re.IGNORECASE,
)
_EACH_AFTER = re.compile(
    r"\s*(?:patients |hips |eyes |rats |mice |animals )?(?:(?:in|at|per|to|for) (?:each|every)\b|per (?:group|arm"
    r"|dose|cohort|level)"
    r"|each\b|a group|/ ?group)",
    re.IGNORECASE,
)
_MOST_ARMS = 6


def each_of(reading: Reading, span: Span, elsewhere: tuple[str, ...]) -> Iterator[ArmSize]:
    """One count for several arms: ``MSC组和对照组各62名``, "15 per group", 每个剂量12名."""
    for m in counts_in(reading, span):
        lead = reading.folded[max(span[0], m.start - 20) : m.start]
        after = reading.folded[m.end : min(span[1], m.end + 24)]
        if m.quantity is None or m.quantity.noun in ("groups", "centers", "studies", "infusions"):
            continue
        if not _EACH.search(lead) and not _EACH_AFTER.match(after):
            continue
        clause = max(reading.folded.rfind(c, span[0], m.start) for c in ",;。，；") + 1
        if re.search("有\\s?$", lead) and reading.within(
            (max(span[0], clause), m.start), Label.ADVERSE_EVENT, Label.OUTCOME_MEASURE
        ):
            continue
        names = _names(reading, span, m)
        for words in names:
            yield sized(short_name(reading.text(words)) or reading.text(words), m, words, shared=True)
        if not names:
            yield from _unnamed(reading, span, m, elsewhere)


def _names(reading: Reading, span: Span, m: Mention) -> list[Span]:
    """Where the arms that share a count are named: groups, levels of a dose, doses, or the one and the other."""
    arms = {a.name: a.span for a in reversed(find_arms(reading, span)) if a.name}
    before = {n: s for n, s in arms.items() if s[1] <= m.end}
    for named in (before, arms):
        if 2 <= len(named) <= _MOST_ARMS:
            return sorted(named.values())
    text = reading.text(span)
    for pattern in (_LEVELS, _ONE_OTHER):
        if match := pattern.search(text):
            return [(span[0] + match.start(g), span[0] + match.end(g)) for g in match.groupdict() if match.group(g)]
    doses = {(d.quantity.value, d.quantity.unit): (d.start, d.end) for d in reading.within(span, Label.DOSE) if d.quantity}
    return sorted(doses.values()) if 2 <= len(doses) <= _MOST_ARMS and re.search(_DOSED, text) else []


_LEVELS = re.compile(
    r"(?P<a>[低中高])[、和及与,]?(?P<b>[低中高])(?:[、和及与,]?(?P<c>[低中高]))?(?:[两二三]个|[两二三]种)?剂量"
    r"|\b(?P<x>low|lower)(?:, | and | or )(?P<y>medium|middle|intermediate|high|higher)(?:,? (?:and|or) (?P<z>high"
    r"|higher))?[ -]doses?",
    re.IGNORECASE,
)
_ONE_OTHER = re.compile(
    r"\bone(?: group| of which| half)? (?:was |were )?(?:receiving|received|given|treated with|got|had|on) (?P<a>[^,;.]{2,40}?),?"
    r" (?:and |while |whereas )?(?:the )?other(?: group| half)?(?: (?:was |were )?(?:receiving|received|given"
    r"|treated with|got|had|on))?"
    r" (?P<b>[^,;.]{2,40})"
    r"|一组(?:患者)?(?:接受|给予|予|输注|注射|用|采用)?(?P<c>[^,;。]{2,24}),\s?另一组(?:患者)?(?:接受|给予|予|输注"
    r"|注射|用|采用)?(?P<d>[^,;。]{2,24})",
    re.IGNORECASE,
)
_DOSED = re.compile(r"剂量|\bdoses?\b|\bcohorts?\b|队列|组")


_EITHER = re.compile(
    r"(?:\bto(?: receive)?|\bbetween|\breceive|接受"
    r"|予)\s?(?P<a>[^,;.()]{3,60}?)(?:\s?\([^()]*\))?(?: and [\w\s]{3,40})?\s?(?:\bor\b(?: to\b)?"
    r"|或)\s?(?P<b>[^,;.()]{2,50})",
    re.IGNORECASE,
)


def _unnamed(reading: Reading, span: Span, m: Mention, elsewhere: tuple[str, ...]) -> Iterator[ArmSize]:
    """One count for two groups that have no names beside it: 两组各94例, "… to A or to B, 42 in each arm"."""
    either = _EITHER.search(reading.text(span))
    if 2 <= len(elsewhere) <= 4:
        for name in elsewhere:
            yield sized(name, m, (m.start, m.end), shared=True)
    elif either:
        for part in ("a", "b"):
            words = (span[0] + either.start(part), span[0] + either.end(part))
            yield sized(short_name(reading.text(words)), m, words, shared=True)
    else:
        yield from _cells_and_control(reading, span, m)


_COUNTS_IN_BRACKET = re.compile(
    r"\(\s*n\s*=\s*\d+\s*(?:例|名|只)?(?:\s*(?:[,、;/]|,?\s?(?:and|vs\.?|versus)\s"
    r"|[和与及对])\s*(?:n\s*=\s*)?\d+\s*(?:例|名|只)?){1,5}"
    r"(?:,?\s?respectively)?\s*\)",
    re.IGNORECASE,
)
_PAIR_IN_BRACKET = re.compile(
    r"\(\s*\d+\s*(?:例|名|只|patients)\s*(?:对|比|vs\.?|versus|与|和)\s*\d+\s*(?:例|名|只|patients)?\s*\)", re.IGNORECASE
)
_JOINED = re.compile(r"\s*(?:,|、)\s*(?:and|or|和|或|与|及)?\s*|\s(?:and|or|versus|vs\.?)\s|(?:[和或与及]|对比)")
_LEAD = re.compile(
    r"^.*(?:\b(?:to(?: receive)?|into|with|between|received?|given|either|of|compared|were|was)\s|比较了?|分为|分成"
    r"|给予|接受|纳入|为|予|将|把|[:：])",
    re.IGNORECASE | re.DOTALL,
)


def listed(reading: Reading, span: Span) -> Iterator[ArmSize]:
    """A list of arms, their sizes in one bracket behind it: "placebo, low and high dose (n = 10, 12 and 9)", (136例对36例)."""
    text = reading.text(span)
    for pattern in (_COUNTS_IN_BRACKET, _PAIR_IN_BRACKET):
        for match in pattern.finditer(text):
            inside = (span[0] + match.start(), span[0] + match.end())
            counts = counts_in(reading, inside)
            words = _items(text, match.start(), len(counts))
            if len(counts) < 2 or len(words) != len(counts):
                continue
            places = [(span[0] + a, span[0] + b) for a, b in words]
            if not any(reading.within(p, Label.ADVERSE_EVENT, Label.OUTCOME_MEASURE, Label.CHANGE) for p in places):
                yield from (sized(reading.text(p).strip(), m, p) for p, m in zip(places, counts, strict=True))


def _items(text: str, end: int, wanted: int) -> list[Span]:
    """The last things of a list that ends at `end`, as many as are wanted; fewer where the list is shorter."""
    start = max((text.rfind(c, 0, end) for c in ";。；)）"), default=-1) + 1
    edges = [(m.start(), m.end()) for m in _JOINED.finditer(text, start, end)][-(wanted - 1) :] if wanted > 1 else []
    places = list(zip([start, *(b for _, b in edges)], [*(a for a, _ in edges), end], strict=True))
    lead = _LEAD.match(text[places[0][0] : places[0][1]]) if places else None
    if lead:
        places[0] = (places[0][0] + lead.end(), places[0][1])
    return [p for p in places if 2 <= len(text[p[0] : p[1]].strip()) <= 60]


def respective(reading: Reading, span: Span) -> Iterator[ArmSize]:
    """Several arms with as many sizes: 治疗组和对照组分别为20例和18例, "the two groups (n = 20 and n = 19, respectively)"."""
    text = reading.text(span)
    if not re.search(r"分别|依次|respectively", text, re.IGNORECASE):
        return
    arms = [a for a in find_arms(reading, span) if a.name and not a.compared]
    counts = [
        m
        for m in counts_in(reading, span)
        if m.quantity
        and (
            m.quantity.kind == "count"
            and m.quantity.noun in (None, "patients", "cases", "animals", "people", "eyes", "hips", "knees", "limbs")
        )
    ]
    names = list(dict.fromkeys(a.name for a in arms))
    for start in range(len(counts) - len(names) + 1):
        run = counts[start : start + len(names)]
        gaps = [text[a.end - span[0] : b.start - span[0]] for a, b in pairwise(run)]
        between = [a for a in arms if a.span[1] <= run[0].start]
        if (
            len(names) >= 2
            and len(between) >= len(names)
            and all(re.fullmatch(r"\s*(?:[,、]|和|与|及|and|, and)\s*", g) for g in gaps)
        ):
            lead = text[between[-1].span[1] - span[0] : run[0].start - span[0]]
            tail = text[run[-1].end - span[0] :][:20]
            if len(lead) <= 12 and not NOT_ARM.search(lead + tail):
                for name, m in zip(names, run, strict=True):
                    yield sized(name, m, next(a.span for a in arms if a.name == name))
                return


def _cells_and_control(reading: Reading, span: Span, m: Mention) -> Iterator[ArmSize]:
    """One count for cells and their control where neither group has a name: "(15 per group) … of MSCs or of saline"."""
    cell = next(iter(reading.within(span, Label.CELL_TYPE)), None)
    control = next((c for c in reading.within(span, Label.ARM) if role_of(c.concept or "") == "control"), None)
    if cell is not None and control is not None:
        for mention in (cell, control):
            yield sized(reading.text((mention.start, mention.end)), m, (mention.start, mention.end), shared=True)
