"""The change words of a passage, with their direction; a denied one is ``no_change``."""

from __future__ import annotations

import re

from litrex.records.findings.items import Change, Term
from litrex.records.reading import Reading, Span
from litrex.schema.mention import Label, Mention

_NEGATION = re.compile(
    r"(?:\b(?:not|no|never|neither|nor|without|hardly|failed to|unable to|no longer|nor did|did not"
    r"|n't)\b[^,;.]{0,28}|(?:未见?|无(?!创|论|法|菌|需|关)|没有|并未|未能|不能|并无|难以|未有|均无"
    r"|均未)[^,;。、]{0,8})$",
    re.IGNORECASE,
)


_PATTERNS = (
    (
        "no_change",
        re.compile(
            r"\bno (?:\w+ ){0,3}?(?:differences?|changes?|improvements?|benefits?|effects?|reductions?"
            r"|increases?|deteriorations?|loss|gains?|worsening)\b(?: (?:was|were) (?:\w+ )?(?:seen|found"
            r"|observed|noted|detected))?"
            r"|\b(?:difference|differences|gap|benefit)\b[^;.]{0,60}?(?:\bnot\b|\bno longer\b"
            r"|\bnon-?)\s?(?:\w+ )?(?:significant|different)"
            r"|\b(?:did|does|do|was|were|is|are|had|has|have) (?:not|n't) (?:\w+ ){0,2}?(?:differ(?:ent|ed)?"
            r"|change[ds]?|alter(?:ed)?)"
            r"|\bremained (?:at|around|near|close to)\b"
            r"|\bwithout (?:a |any )?(?:\w+ ){0,2}?(?:differences?|changes?)\b"
            r"|\bneither\b[^;.]{0,90}?\bnor\b[^;.]{0,60}?\b(?:differ\w*|chang\w+|improv\w+|decreas\w+"
            r"|increas\w+|fell|rose|declin\w+)\b|\bnor\b[^;.]{0,60}?\bdiffer(?:ed|s)?\b|\b(?:did|does|do|was"
            r"|were|has|have) not\b(?=\s*(?:[,;.]|$))|\bno different\b|\bnot significant(?:ly different)?\b"
            r"|\bno significance\b|\bnon-?significant\b|\bmissed significance\b|\bNS\b"
        ),
    ),
    ("no_change", re.compile(r"\bnor (?:did|was|were|had|has|have)\b")),
    ("same", re.compile(r"\bas (?:did|was|were)\b")),
    (
        "no_change",
        re.compile(
            r"(?:组间)?(?:差异|差别|变化|改变)(?:均|已|仍|也|亦|皆|并|尚)?(?:无|未达|没有|未见|不具|不再有?"
            r"|未有)(?:明显|显著)?(?:的)?(?:统计学?(?:上的?)?(?:意义|差异|显著性)?|显著性?(?:意义)?|临床意义"
            r"|差异|意义)?"
            r"|(?:差异|变化|差别|改变)(?:并)?不(?:大|明显|显著|具)(?:统计学意义)?|(?:亦|均|也|并|则|且|仍|之间"
            r"|两者|组间)?(?:无|没有|未见|未有|未发现)(?:明显|显著|统计学|显著性|组间|任何|实质性)*的?(?:差异"
            r"|差别|变化|改变|改善|不同|影响|获益)"
            r"|(?:维持|保持|稳定)在"
            r"|与(?:[^,;。]{1,16})(?:相近|相当|相似|相仿|类似|接近|无异)"
        ),
    ),
)


def find_changes(reading: Reading, span: Span, terms: list[Term]) -> list[Change]:
    """Find change words; one inside a term's own name (白细胞减少症) is none, a denied one is ``no_change``."""
    text, offset = reading.text(span), span[0]
    found = [Change((offset + m.start(), offset + m.end()), way) for way, pattern in _PATTERNS for m in pattern.finditer(text)]
    found = [f for f in found if not any(g.span[0] <= f.span[0] and f.span[1] <= g.span[1] and g != f for g in found)]
    for mention in reading.within(span, Label.CHANGE):
        words = (mention.start, mention.end)
        if any(t.words[0] <= words[0] and words[1] <= t.words[1] for t in terms if t.known) or any(
            f.span[0] < words[1] and words[0] < f.span[1] for f in found
        ):
            continue
        if reading.folded[max(0, words[0] - 1) : words[0]] != "-" and not _no_change_word(reading, span, words):
            found.append(_lexical(reading, span, mention, terms))
    return sorted(found, key=lambda c: c.span)


_MODAL = re.compile(
    r"可能(?:会)?[^,;。]{0,8}$|(?:旨在|有望|以期|为了)[^,;。]{0,12}$|\b(?:may|might|could|would|should|can|aim(?:s"
    r"|ed)? to|in order to)\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)


_OPINION = re.compile(
    r"(?:作者|研究者|笔者)(?:们)?(?:认为|提出|推测|建议|指出|强调)|有学者认为|\b(?:authors?|investigators?"
    r"|researchers?|they) (?:concluded?|suggest(?:ed)?|speculated?|argued?|believed?|proposed?|recommend(?:ed)?"
    r"|hypothesi[sz]ed)\b",
    re.IGNORECASE,
)


_KEPT = ("维持", "保持", "maintained", "sustained")


_ENDPOINT_WORD = re.compile(
    r"(?:了)?(?:在)?(?:完全|部分|临床|长期|持续|疾病)*(?:缓解|应答|反应)|\s(?:\w+\s){0,2}(?:remission|response)", re.IGNORECASE
)


def _no_change_word(reading: Reading, span: Span, words: Span) -> bool:
    """Whether a change word tells no result here: "may reduce", "progressed to X", 稳定的, an opinion of the authors."""
    before, after = reading.folded[max(span[0], words[0] - 40) : words[0]], reading.folded[words[1] : min(span[1], words[1] + 12)]
    text = reading.text(words)
    if _MODAL.search(before) or _OPINION.search(reading.folded[span[0] : words[0]]):
        return True
    if re.match(r"\s?than\s(?:\d|one|two|three|half|a\b)", after) and text.lower() in (
        "more",
        "less",
        "fewer",
        "longer",
        "greater",
    ):
        return True
    if text.lower() in ("higher", "lower", "more", "less", "greater", "worse", "above", "better", "longer"):
        if re.search(r"\bor\s$", before) or _OF_A_KIND.match(reading.folded, words[1]):
            return True
    if text == "缓解" and re.match(r"(?:了)?\s?(?:[\d一二两三四五六]+(?:年|个?月|周)|后|期|持续)", after):
        return True
    if text.lower().startswith("deplet") and re.match(r"\s?of [TB]\b", after):
        return True
    if after.startswith("型") or re.search(r"(?:剂量|dose[- ])$", before, re.IGNORECASE):
        return True
    if text.lower().startswith("progress") and re.match(r"\s(?:to|into|onto)\b", after):
        return True
    if reading.folded[max(0, words[0] - 2) : words[0]] in ("免疫",) or (text in _KEPT and _ENDPOINT_WORD.match(after)):
        return True
    return text in ("稳定", "stable") and (
        after.startswith("的") or re.match(r"\s(?:disease|angina|patients)", after) is not None
    )


_VERB = re.compile(r"ed$|^(?:fell|rose|grew|shrank|fallen|risen|sank|dropped)$", re.IGNORECASE)
_OF_A_KIND = re.compile(
    r"\s?-?\s?(?:doses?|grades?|risk|quartiles?|tertiles?|limits?|dosage|strengths?|limbs?|extremit"
    r"|respiratory|urinary|back)\b",
    re.IGNORECASE,
)


def _lexical(reading: Reading, span: Span, mention: Mention, terms: list[Term]) -> Change:
    start = max(span[0], mention.start - 40)
    before = "".join(
        "_" if any(t.words[0] <= i < t.words[1] for t in terms) else reading.folded[i] for i in range(start, mention.start)
    )
    after = reading.folded[mention.end : min(span[1], mention.end + 4)]
    text = reading.text((mention.start, mention.end))
    direction = mention.concept or "no_change"
    if direction != "no_change" and _NEGATION.search(before):
        direction = "no_change"
    adjective = (
        after.startswith("的")
        or bool(re.match(r"\s(?:in|of)\s", after + " ") and not _VERB.search(text))
        or reading.attribute(mention, "position") == "before"
    )
    return Change(
        (mention.start, mention.end), direction, mention.confidence < 0.9, adjective, text in "↑↓→↗↘⇧⇩⬆⬇" or text in ("↑↑", "↓↓")
    )
