"""Which encoding a file is in: what decodes strictly and reads like text, whatever the file claims."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from litrex.errors import DocumentError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""(?:<meta[^>]{0,200}?charset\s*=\s*["']?|<\?xml[^>]{0,200}?encoding\s*=\s*["'])([\w.:-]+)""", re.IGNORECASE
)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "hz": "gb18030", "iso8859-1": "cp1252", "ascii": "cp1252", "big5": "big5hkscs"}
# The commonest characters of written Chinese and of medical prose, both scripts: a wrong decoding hits hardly any of them.
_COMMON = frozenset(
    "的一是不在了有人和中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平"
    "形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党"
    "患者治疗研究细胞干移植疾病临床组例显示评分随访不良注射静脉输骨髓脐带血中位有效率期药物症状免疫肿瘤感染肝肾肺炎糖尿文章报告"
    "為個國時來們會發產種後對過進從業學經電應開還現實間樣與關線內數氣條沒結問題軍無變體點當兩動機質療細胞幹臨報顯評訪隨靜脈輸臍帶"
    "藥癥狀腫腎試驗級據將項總較減輕復術統計紅類，。、；：（）《》“”"
)
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af\u3000-\u30ff\uff00-\uffef\ue000-\uf8ff]|[\U00020000-\U0003ffff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_TORN_SHARE, _TORN_PLACES = 0.005, 4  # so many undecodable places are damage; more are another encoding


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file without its byte-order mark, the encoding it was in, and what a reader should know of it."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, source: str) -> Decoded:
    """Decode a file: byte-order mark, then strict UTF-8, then the candidate that reads most like text.

    A declaration inside the file is only a hint: ``charset=gb2312`` stands on many pages that are UTF-8 or GBK.

    Raises DocumentError where no encoding gives text.
    """
    declared = declared_encoding(data)
    found = _by_mark(data) or _strict_utf8(data) or _by_likeness(data, declared) or _torn(data) or _by_normalizer(data)
    if found is None:
        raise DocumentError(_why_not(data), place=source, remedy="save it as UTF-8 text, Markdown or HTML")
    if declared and _canonical(declared) != found.encoding and not (found.encoding == "utf-8" and data.isascii()):
        return Decoded(found.text, found.encoding, (*found.notes, f"declared as {declared}, read as {found.encoding}"))
    return found


def _why_not(data: bytes) -> str:
    """Say what is wrong with bytes that no encoding gives as text, as far as it can be told."""
    marked = next((name for mark, name in _BOMS if data.startswith(mark)), None)
    if marked and marked != "utf-8":
        return f"its mark says {marked[:6].upper()}, but the rest is not; it was cut or changed on the way"
    if b"\0" in data and _strict_utf8(data.replace(b"\0", b"")):
        return f"{data.count(bytes(1)):,} NUL bytes stand in its text, as after a write that failed"
    return "this is no text in any encoding we know"


def declared_encoding(data: bytes) -> str | None:
    """Read the name in ``<meta charset=…>`` or ``<?xml encoding=…?>``, if there is one."""
    match = _DECLARED.search(data[:4096])
    return match.group(1).decode("ascii", "replace").lower() if match else None


def _canonical(name: str) -> str:
    try:
        known = codecs.lookup(name).name
    except LookupError:
        return name
    return _WIDER.get(known, known)


def _by_mark(data: bytes) -> Decoded | None:
    for mark, name in _BOMS:
        if data.startswith(mark):
            text = _strict(data[len(mark) :], name)
            if text is not None and not _is_binary(text):
                return Decoded(text, name)
    return None


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _strict_utf8(data: bytes) -> Decoded | None:
    text = _strict(data, "utf-8")
    return None if text is None or _is_binary(text) else Decoded(text, "utf-8")


def _is_binary(text: str) -> bool:
    return "\0" in text or len(_CONTROL.findall(text)) * 100 > len(text)


def likeness(text: str) -> float:
    """Say how much of the non-ASCII text is common Chinese, from 0 to 1; Chinese read rightly gives 0.4 and more."""
    wide = _HAN.findall(text)
    return sum(c in _COMMON for c in wide) / len(wide) if wide else 0.0


def _by_likeness(data: bytes, declared: str | None) -> Decoded | None:
    names = [_canonical(declared)] if declared else []
    names += ["gb18030", "big5hkscs"]
    if len(data) % 2 == 0:
        names += ["utf-16-le", "utf-16-be"]
    best, best_score = None, 0.15
    for name in dict.fromkeys(names):
        text = _strict(data, name)
        if text is None or _is_binary(text):
            continue
        score = max(likeness(text), _ascii_share(text) if name.startswith("utf-16") else 0.0)
        if score > best_score:
            best, best_score = Decoded(text, name), score
    return best or _western(data, names[0] if declared else None)


def _ascii_share(text: str) -> float:
    return sum(map(str.isascii, text)) / len(text)


def _western(data: bytes, declared: str | None) -> Decoded | None:
    """Read a file with few bytes above ASCII as its declaration says, else as Windows-1252."""
    few = sum(byte > 0x7F for byte in data) * 5 < len(data)
    names = [declared] if declared and declared not in {"utf-8", "gb18030", "big5hkscs"} else []
    for name in [*names, *(["cp1252"] if few else [])]:
        text = _strict(data, name)
        if text is not None and not _is_binary(text):
            return Decoded(text, name)
    return None


def _torn(data: bytes) -> Decoded | None:
    """Read UTF-8 or GB18030 that a few broken bytes run through; each becomes U+FFFD and is noted."""
    for name in ("utf-8", "gb18030"):
        text = data.decode(name, "replace")
        torn = text.count("\ufffd")
        if (
            torn <= max(_TORN_PLACES, len(text) * _TORN_SHARE)
            and not _is_binary(text)
            and (name == "utf-8" or likeness(text) > 0.3)
        ):
            return Decoded(text, name, (f"{torn} damaged places could not be decoded",))
    return None


def _by_normalizer(data: bytes) -> Decoded | None:
    if b"\0" in data:
        return None
    from charset_normalizer import from_bytes

    match = from_bytes(data[:200_000]).best()
    text = _strict(data, match.encoding) if match else None
    if match is None or text is None or _is_binary(text):
        return None
    return Decoded(text, _canonical(match.encoding), (f"the encoding was guessed: {match.encoding}",))
