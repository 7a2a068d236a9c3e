"""The damaged page is what its script makes of the clean one, and each fault it is there for stands in it."""

import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RAW = (ROOT / "corpus" / "articles" / "limb-ischemia-cells.zh-Hant.html").read_text(encoding="utf-8")
CLEAN = (ROOT / "corpus" / "sources" / "limb-ischemia-cells.zh-Hant.clean.html").read_text(encoding="utf-8")
TONES = "a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"


def test_the_page_is_made_again_character_by_character(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "corpus"))
    glyphs = runpy.run_path(str(ROOT / "corpus" / "make_damaged_page.py"))["damage"](CLEAN)
    assert "".join(glyph.char for glyph in glyphs) == RAW
    assert [glyph.origin for glyph in glyphs] == sorted(glyph.origin for glyph in glyphs)


def test_every_fault_of_the_page_stands_in_it() -> None:
    faults = {
        "readings": len(re.findall(rf"[\u4e00-\u9fff]\([{TONES}]+\)", RAW)) > 150,
        "slips": len(re.findall(rf"\?[{TONES}]+\)", RAW)) == 5,
        "superscripts": not set(RAW) & set("⁵⁶⁷⁸⁹") and RAW.count("×10") == CLEAN.count("×10") - 1,
        "punctuation": not set(RAW) & set("，：；？（）"),
        "swallowed tag": "?mark class=" in RAW and RAW.count("<mark ") == 1 and RAW.count("</mark>") == 2,
        "short row": sorted(row.count("<td>") for row in RAW.split("<tr>")[2:]) == [8, 9, 9, 9],
        "headers": "患者編(biān)號" in RAW and "學(xué)習(xí)類(lèi)型" in RAW,
    }
    assert [fault for fault, stands in faults.items() if not stands] == []


def test_tags_outside_the_slips_stay_whole() -> None:
    tags = [re.findall(r"</?(?:p|h1|h2|table|caption|tr|th|a|li|nav|footer)\b[^>]*>", text) for text in (RAW, CLEAN)]
    assert tags[0] == tags[1]
