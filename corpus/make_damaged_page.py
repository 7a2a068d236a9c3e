"""Damage a clean web page in traditional Chinese, by the same faults as `make_damage.py`, with the tags of the page kept whole.

A text file is one thing, a page with a real table another: residue stands in cells and headers, a tag of the editor is swallowed
by a slip while its closing tag survives, and a row loses a whole cell. Run it to write the damaged page again:

    python corpus/make_damaged_page.py
"""

from pathlib import Path

from make_damage import Glyph, slipped, with_readings

HERE = Path(__file__).parent
CLEAN = HERE / "sources" / "limb-ischemia-cells.zh-Hant.clean.html"
DAMAGED = HERE / "articles" / "limb-ischemia-cells.zh-Hant.html"

EDITS = {
    # headers that a machine translated word by word: "patient number", "learning type"
    "<th>受試者</th><th>患者人數</th>": "<th>接受者</th><th>患者編號</th>",
    "<th>移植方式</th><th>研究類型</th>": "<th>移植類型</th><th>學習類型</th>",
    "<th>參考文獻</th>": "<th>參考</th>",
    # a classifier that has no business in a cell of numbers
    "<td>17</td>": "<td>17個</td>",
    # the third row loses its dose, so all that follow it shift to the left
    "<td>5×10⁸個</td>": "",
    # two populations in one cell, the mark between them gone
    "糖尿病大鼠、糖尿病足患者": "糖尿病大鼠 糖尿病足患者",
}
# The first character of each keeps both bytes, the second loses one. The second runs on over an author and half a bracket, the
# third swallows a negation, the fourth a tag, the last stands in a cell.
SLIPS = ("能夠做", "規矩的", "；沒有嚴重", "骨痛，<mark", "率無差異")
PLAIN = str.maketrans("，：；？（）！⁵⁶⁷⁸⁹", ",:;?()!56789")


def edited(clean: str) -> list[Glyph]:
    """Apply the edits; all that is changed comes from where the old stretch began."""
    glyphs = [Glyph(char, at) for at, char in enumerate(clean)]
    for old, new in EDITS.items():
        start = "".join(g.char for g in glyphs).index(old)
        glyphs[start : start + len(old)] = [Glyph(char, glyphs[start].origin) for char in new]
    return glyphs


def damage(clean: str) -> list[Glyph]:
    """Break a clean page; the positions of the result are those of the clean characters."""
    glyphs = edited(clean)
    for anchor in SLIPS:
        glyphs = slipped(glyphs, anchor)
    return [g._replace(char=g.char.translate(PLAIN)) for g in with_readings(glyphs)]


if __name__ == "__main__":
    DAMAGED.write_text("".join(g.char for g in damage(CLEAN.read_text(encoding="utf-8"))), encoding="utf-8")
