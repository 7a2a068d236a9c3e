"""How captions, notes, headings and entries begin, in both languages: patterns on text without its pinyin residue."""

from __future__ import annotations

import re

_READING = re.compile(r"(?<=[\u3400-\u9fff])[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ]{1,7}[)）]")
_EMPHASIS = re.compile(r"^[*_]{1,3}|[*_]{1,3}$")
LABEL = (
    r"(?:(?:[续續附]\s*)?表格?\s*(?P<zh>S?[0-9０-９]+(?:[-–.．][0-9]+)?|[一二三四五六七八九十]{1,3})"
    r"|(?:supplementa(?:l|ry)\s+)?tab(?:le|\.)\s*(?P<en>[SA]?[0-9]+(?:[-.][0-9]+)?|[IVX]{1,5})(?![A-Za-z0-9]))"
    r"(?P<more>\s*[（(]\s*(?:续表?|續表?|continued|cont\.?|cont['’]d)\s*[)）])?"
)
_LABEL = re.compile(LABEL, re.IGNORECASE)
_CONTINUED = re.compile(
    r"^[续續]\s*表|[（(](?:续表?|續表?|continued|cont\.?|cont['’]d)[)）]|^tab(?:le|\.)\s*\S+\s*,?\s*continued", re.IGNORECASE
)
_TELLS_ZH = re.compile(
    r"\s*(?:中|里|裡|所|及|和|与|與|、|列出|列举|列舉|显示|顯示|总结|總結|汇总了|匯總了|给出|給出|可见|可見|为|為"
    r"|是|展示|比较了|比較了|归纳|歸納)"
)
_TELLS_EN = re.compile(
    r"\s*,?\s+(?:also\s+)?(?:lists?|shows?|summari[sz]es?|presents?|gives?|compares?|contains?|provides?"
    r"|describes?|includes?|reports?|details?|"
    r"illustrates?|outlines?|displays?|is|are|was|and|of|in|for|below|above)\b"
)
SENTENCE_END = re.compile(r"[。！？!?](?=[^)）]|$)|\.(?=\s+[A-Z]|$)")
NOTE_START = re.compile(
    r"^\W{0,3}(?:注|註|表注|表註|备注|備註|说明|說明|附注|附註|缩写|縮寫|缩略[语語词詞]|縮略[語詞]|缩略词表"
    r"|资料来源|資料來源|数据来源|"
    r"(?:table\s+)?(?:foot)?notes?|abbreviations?(?: used[^:：]{0,30})?|legend|sources?|key)\s*[：:．.]",
    re.IGNORECASE,
)
NOTE_MARK = re.compile(
    r"^(?:[*†‡§¶#※△▲☆★▽◆◇]+\s*\S|[ᵃ-ᶻ¹²³⁴-⁹]\s*\S|[a-h][)）]\s*\S|[a-h]\s+(?=[A-Z\u3400-\u9fff])"
    r"|[A-Za-z]?[Pp]\s*[<＜=≤]\s*0?\.\d)"
)
FOOTNOTE = re.compile(r"^\[\^[^\]\s]{1,40}\]:\s*")
REFERENCES = re.compile(
    r"^(?:[\d.]+[.、\s]\s*|[一二三四五六七八九十]+[、.．]\s*"
    r"|#+\s*)?[【\[〔]?\s*(?:主要)?(?:参\s*考\s*(?:文\s*献|资料|来源)?|參\s*考\s*(?:文\s*獻|資料|來源)?|"
    r"引用?文献|引用?文獻|文献|文獻|references?(?: list| and notes)?|bibliography|literature(?: cited)?"
    r"|works cited|further reading)\s*[】\]〕]?\s*[:：.]?$",
    re.IGNORECASE,
)
REFERENCES_INLINE = re.compile(
    r"^[【\[]?(?:主要)?(?:参考(?:文献|资料)|參考(?:文獻|資料)|references?|bibliography)[】\]]?\s*[:：]\s*(?=\S)", re.IGNORECASE
)
ENTRY = re.compile(
    r"^\s*(?:[\[【［〔(（]\s*(?P<boxed>\d{1,4})\s*[\]】］〕)）]\s*[.、．:：]?|(?P<bare>\d{1,3})(?:[.、．)）]\s?"
    r"|\s{1,4}(?=[A-ZÀ-ÖØ-ÞŁŚŠŽČ\u3400-\u9fff]|(?:van|von|de|der|den|del|della|di|da|dos|du|ten|ter)\s)))\s*(?=\D)"
)
BACK = re.compile(
    r"^[【\[]?(?:免[责責]|[声聲]明|版[权權]|利益冲突|利益衝突|致[谢謝]|基金|责任编辑|責任編輯|编辑|編輯|作者[简簡单單]?[介位]|来源|來源|原文|disclaimer|copyright|©|acknowledge?ments?|"
    r"funding|conflicts? of interest|competing interests?|author contributions?|data availability|publisher)",
    re.IGNORECASE,
)
ABSTRACT = re.compile(
    r"^[【\[〔]?\s*(?:中文|英文)?(?:摘\s*要|提\s*要|内容提要|內容提要|核心提示|要点(?:提示)?|要點(?:提示)?|本文要点|本文要點|关键点|關鍵點|"
    r"(?:graphical\s+|plain language\s+)?abstract|highlights|key\s+points|plain language summary"
    r"|key messages)(?:\s*[】\]〕]|\s*[:：.]|\s*$)",
    re.IGNORECASE,
)
ABSTRACT_PART = re.compile(
    r"^[【\[〔]?(?:背景|目的|方法|结果|結果|结论|結論|资料来源|数据来源|background"
    r"|objectives?|aims?|purpose|(?:materials and )?methods?|design|results?|findings|conclusions?|interpretation)"
    r"(?:[】\]〕]|\s*[:：]|$|\s(?=[A-Z\u3400-\u9fff]))",
    re.IGNORECASE,
)
KEYWORDS = re.compile(
    r"^[【\[〔]?(?:关键词|關鍵詞|关键字|關鍵字|主题词|key\s?-?words?|index terms)[】\]〕]?\s*[:：]?", re.IGNORECASE
)
FIGURE = re.compile(r"^(?:[图圖]\s*\d|fig(?:ure|\.)\s*\d)", re.IGNORECASE)
SINGLE_ITEM_CHARS = 300  # of a footnote that a mark alone tells
LAST_CAPTION_CHARS = 200  # a caption is longer only where a label says that it is one


def bare(text: str) -> str:
    """Leave out the readings of a damaged text and the asterisks of emphasis, so that words can be recognised.

    >>> bare("續(xù)表1 三種治療(liáo)"), bare("**Table 1.** Studies")
    ('續表1 三種治療', 'Table 1. Studies')
    """
    told = _READING.sub("", text).strip()
    return _EMPHASIS.sub("", told).replace("**", "") if "*" in told or told.startswith("_") else told


def table_label(text: str) -> str | None:
    """The number a text begins with as a table's label does, else None.

    >>> table_label("表格1"), table_label("Table II. Trials"), table_label("Table manners")
    ('1', 'II', None)
    """
    match = _LABEL.match(bare(text))
    return (match["zh"] or match["en"]) if match else None


def is_continued(text: str) -> bool:
    """Tell the caption of a table that goes on from the page before.

    >>> is_continued("续表1"), is_continued("Table 1 (continued)"), is_continued("表2 续治疗")
    (True, True, False)
    """
    return _CONTINUED.search(bare(text)[:60]) is not None


def is_bare_label(text: str) -> bool:
    """Tell a label with nothing after it: its title stands on the next line."""
    told = bare(text)
    match = _LABEL.match(told)
    return match is not None and not told[match.end() :].strip(" .:：．。、")


def is_caption(text: str) -> bool:
    """Tell a table's caption from a sentence that speaks of the table.

    >>> is_caption("表1 三种治疗的比较"), is_caption("Table 2. Animal studies.")
    (True, True)
    >>> is_caption("表1列出了主要研究。"), is_caption("Table 1 lists the trials.")
    (False, False)
    """
    told = bare(text)
    match = _LABEL.match(told)
    if match is None:
        return False
    rest = told[match.end() :]
    if re.match(r"\s*[.:：．。、|—–-]", rest) or not rest.strip():
        return len(told) <= 600
    if (_TELLS_EN if match["en"] else _TELLS_ZH).match(rest):
        return (
            len(told) <= 80 and not SENTENCE_END.search(rest) and bool(re.match(r"\s*(?:为|為|是)?\S", rest)) and not match["en"]
        )
    return len(told) <= LAST_CAPTION_CHARS and not re.search(r"[。！？]", rest)


def entry_label(text: str) -> str | None:
    """The number of a reference entry: ``[12] Wang …`` or ``12. Wang …``, without brackets and leading zeros."""
    match = ENTRY.match(text)
    return ((match["boxed"] or match["bare"]).lstrip("0") or "0") if match else None
