"""Who told a study: author mentions in running text and in table cells.

English names stand before ``et al.``, ``and colleagues``, ``'s group``, a year or a reference mark; Chinese ones before
等, 等人, 团队, 课题组. Transliterated names (Han characters that spell a foreign name) are told by 等人
and by what stands before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪŁŃŇŌŐŘŚŞŠŤŪŮŰŹŻŽ"
_LETTER = "A-Za-zÀ-ÖØ-öø-ÿĀ-ž"
_WORD = rf"[{_UPPER}][{_LETTER}'’]*(?:-[{_LETTER}'’]+)*"
_PARTICLE = (
    r"(?:de la|de los|van der|van den|van de|Van den|Van der|Van de|von der|de|del|della|di|da|dos|du|van|von"
    r"|den|der|ten|ter|le|la|el|al|bin"
    r"|ibn|De|Da|Di|Du|El|Al|Van|Von|Le|La|Del|Mac|St\.)"
)
NAME = rf"(?:{_PARTICLE} )?{_WORD}(?: (?:de la|de|van|von|der|da|di|del) {_WORD})?"
_INITIALS = rf"(?:,? (?:[{_UPPER}]\.?-?){{1,3}}(?![{_LETTER}]))?"


def _lines(name: str) -> list[str]:
    text = (resources.files("litrex.mentions") / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


_NO_NAME = frozenset(_lines("no_names.txt"))

_EN = re.compile(
    rf"(?P<etal>(?P<n1>{NAME}){_INITIALS}(?:,? (?:and|&) (?P<n1b>{NAME})| ?,)? et al\b\.?)"
    rf"|(?P<coll>(?P<n2>{NAME})(?: and|,| with| &) (?:(?:his|her|their) )?(?:colleagues|co-?workers|associates"
    rf"|collaborators|co-?authors|co-?investigators|team|group))"
    rf"|(?P<poss>(?P<n3>{NAME})(?:'s|’s|s') (?:own )?(?:group|team|stud(?:y|ies)|trial|laboratory|lab|work"
    rf"|series|report|cohort|paper|experiments?|data|results))"
    rf"|(?P<by>(?:group|team|study|trial|report|work|series|experiments?|researchers"
    rf"|investigators)[^.;,]{{0,30}}? (?:by|led by|under|around|headed by) (?P<n4>{NAME})(?! (?:University"
    rf"|Hospital|Institute|Medical|Center|Centre|College|School))(?=[ ,.;(\[]))"
    rf"|(?P<of>(?:group|team|study|trial|report|work|series) of (?P<n4b>{NAME})(?= ?[(\[]))"
    rf"|(?P<pair>(?P<n5>{NAME}) (?:and|&) (?P<n5b>{NAME})(?= ?(?:\((?:19|20)\d\d|\[\d)))"
    rf"|(?P<dated>(?P<n6>{NAME})(?=,? ?(?:\((?:19|20)\d\d[a-z]?\)|\[\d)))"
    rf"|(?P<inpar>(?<=\()(?P<n7>{NAME})(?=,? (?:19|20)\d\d[a-z]?\)))"
)

_SURNAMES = "".join(_lines("surnames.txt"))
_NO_HAN_NAME = re.compile(
    r"[的和与及或在对为是以从将被由把给用时这那该此其各每了着过有无未不也均都并但而因所等可能会]|患者|病人"
    r"|研究|试验|细胞|治疗|疗法|疾病|临床|移植|输注|注射|结果|显示|报[道告]|症状|感染|发热|头痛"
    r"|炎|系统|免疫|抗体|水平|评分|医院|大学|中心|科室|教授|学者|作者|组织|脏|事件|反应|疼痛|药物|因子|指标"
    r"|功能|器官|国家|地区|方法|因素|小鼠|大鼠|病$|癌|瘤|症|贫血|出血|高压|骨折|我国|国内|国外|多家|几位|美国"
    r"|英国|德国|法国|日本|韩国|意大利|西班牙|中国|欧洲|个团队|^团队|另|几家|该院|本院|课题|国际|全国|专家"
    r"|志愿|受试|家属|母亲|父亲|孩子|儿童|老人|男性|女性|对象|成员|参与|[二三两四五]人|同上|前瞻|回顾|多中心"
)
_ZH = re.compile(
    r"(?P<latin>(?P<m1>"
    + NAME
    + r")(?:等(?:人|学者|研究者|研究团队|团队)?|(?:教授)?(?:的)?(?:研究)?(?:团队|课题组|研究组|小组|教授|博士"
    r"|研究团队)))"
    r"|(?P<han>(?P<m2>[一-鿿·]{1,8}?)(?P<tail>等人|等学者|等研究者|等研究团队|等团队|等(?=\s?[\[(（【]|[一-鿿]"
    r"|,|，|:|：)|(?:教授)?(?:的)?(?:研究)?(?:团队|课题组|研究组)|教授(?=等|领衔|带领|牵头|主持)|(?:医生|医师"
    r"|博士)(?=等|报)))"
    r"|(?<=[(（])(?P<dated>(?P<m3>[一-鿿·]{2,8}?)(?:、[一-鿿·]{2,6})?)(?=等?[,，]?\s?(?:19|20)\d\d)"
    r"|(?P<both>(?P<m4>[一-鿿·]{2,6})\s?[(（]" + NAME + r"[)）])(?=\s?(?:等|团队|课题组|[\[【(（]))"
    r"|(?P<marked>(?P<m5>[一-鿿]{2,3}))(?=\s?[\[【]\d)"
)
_BOUNDARY = re.compile(
    r"(?:^|[\s,;:。、()\[\]\"“”年月日]|由|来自|与|和|据|即|而|是|中|如|参照|但|后|随后|其后|随即|此前|当时|有|像"
    r"|被|及|对|的|[国典士威兰麦时])$"
)
_AFTER_ETC = re.compile(
    r"(?!级|待|于|同(?!样)|量|效|离|位|温|渗|张|长|值|候|因素|症状|疾病|方面|情况|指标|多种|各种|不良|并发|其他"
    r"|为主)"
)
_STRICT = re.compile(r"(?:^|[\s,;:。()年月]|由|来自|据|是|为|[国典士威兰麦时])$")


@dataclass(frozen=True, slots=True)
class AuthorMatch:
    """An author mention: the whole phrase at ``start:end``, the name alone at ``name_start:name_end``."""

    start: int
    end: int
    name_start: int
    name_end: int


def find(folded: str) -> Iterator[AuthorMatch]:
    """Find author mentions, in order, none overlapping another.

    >>> [m for t in ("Liang et al. [12] treated", "Song and co-workers (2015)", "许兰平团队在11家中心")
    ...  for m in (t[a.name_start:a.name_end] for a in find(t))]
    ['Liang', 'Song', '许兰平']

    Positions are code points of `folded`.
    """
    found = sorted([*_english(folded), *_chinese(folded)], key=lambda m: (m.start, -m.end))
    last = 0
    for match in found:
        if match.name_start >= last:
            yield match
            last = match.end


def _english(folded: str) -> Iterator[AuthorMatch]:
    for match in _EN.finditer(folded):
        group = next(g for g in ("n1", "n2", "n3", "n4", "n4b", "n5", "n6", "n7") if match.group(g))
        name = match.group(group)
        start = match.start(group)
        while (first := name.partition(" ")[0]) in _NO_NAME and " " in name:
            start += len(first) + 1
            name = name[len(first) + 1 :]
        bare = name.split("-")[0]
        if name in _NO_NAME or bare in _NO_NAME or (name.isupper() and len(name) > 3) or (group == "n6" and name.isupper()):
            continue
        yield AuthorMatch(min(match.start(), start) if group in ("n4", "n4b") else start, match.end(), start, start + len(name))


def _chinese(folded: str) -> Iterator[AuthorMatch]:
    for match in _ZH.finditer(folded):
        if match.group("latin"):
            if match.group("m1") not in _NO_NAME and not match.group("m1").isupper():
                yield AuthorMatch(match.start(), match.end(), match.start("m1"), match.end("m1"))
            continue
        group = next(g for g in ("m3", "m4", "m5", "m2") if match.group(g))
        start = _START_OF[group](folded, match)
        if start is not None:
            yield AuthorMatch(start, match.end(), start, match.end(group))


def _dated(folded: str, match: re.Match[str]) -> int | None:
    """In brackets before a year: (陈国栋，2011)."""
    return match.start("m3") if _NO_HAN_NAME.search(match.group("m3")) is None else None


def _both(folded: str, match: re.Match[str]) -> int | None:
    """Before the same name in Latin letters: 米勒（Miller）等."""
    end = match.end("m4")
    for start in range(end - 2, match.start("m4") - 1, -1):
        if _BOUNDARY.search(folded, 0, start) and _NO_HAN_NAME.search(folded[start:end]) is None:
            return start
    return None


def _marked(folded: str, match: re.Match[str]) -> int | None:
    """Before a reference mark: 刘洋[15]."""
    name, start = match.group("m5"), match.start("m5")
    fits = name[0] in _SURNAMES and _NO_HAN_NAME.search(name) is None and _BOUNDARY.search(folded, 0, start)
    return start if fits else None


def _followed(folded: str, match: re.Match[str]) -> int | None:
    return _han_name(folded, match.end("m2"), match.group("tail"))


_START_OF = {"m2": _followed, "m3": _dated, "m4": _both, "m5": _marked}


def _han_name(folded: str, end: int, tail: str) -> int | None:
    """Where the name that ends at `end` starts: up to three characters with a surname, or a transliteration before 等人."""
    if tail == "等" and not _AFTER_ETC.match(folded, end + 1):
        return None
    lengths = (3, 2, 1) if tail.startswith("等") else (3, 2)
    for length in lengths:
        start = end - length
        name = folded[max(start, 0) : end]
        if (
            start >= 0
            and name[0] in _SURNAMES
            and _NO_HAN_NAME.search(name[1:]) is None
            and _is_han(name)
            and _BOUNDARY.search(folded, 0, start)
        ):
            return start
    if tail != "等":
        boundary = _BOUNDARY if tail.startswith("等") else _STRICT
        for length in range(2, 9):
            start = end - length
            if start < 0:
                break
            name = folded[start:end]
            if _is_han(name.replace("·", "")) and _NO_HAN_NAME.search(name) is None and boundary.search(folded, 0, start):
                return start
    return None


def _is_han(text: str) -> bool:
    return bool(text) and all("一" <= c <= "鿿" for c in text)


def in_cell(folded: str) -> AuthorMatch | None:
    """Read the author of a table's author cell: ``Wang, 2013``, ``Gangji (2011)``, ``郑海燕，2018``, ``Liu et al.``."""
    first = next(find(folded), None)
    if first is not None and first.name_start <= 3:
        return first
    match = re.match(
        rf"\s*((?:{NAME})|[一-鿿·]{{2,8}})(?=\s*(?:$|[,，(（\[【\d;]|等|et al|and\b|&|and colleagues"
        rf"| [A-Z]{{1,3}}\b))",
        folded,
    )
    if match is None or match.group(1) in _NO_NAME:
        return None
    return AuthorMatch(match.start(1), match.end(1), match.start(1), match.end(1))
