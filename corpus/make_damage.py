"""Damage a clean traditional Chinese article the way copying from web page to web page damages them.

The corpus needs a page as broken as real ones, and a gold annotation that is sure of what stood there before. So the page is
written clean and broken by rule: every step below imitates one fault that stands on real pages, none of them is drawn by chance
except the choice of characters that get a reading, and that choice is seeded. Run it to write the damaged article again:

    python corpus/make_damage.py
"""

import random
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
CLEAN = HERE / "sources" / "lupus-cell-therapy.zh-Hant.clean.txt"
DAMAGED = HERE / "articles" / "lupus-cell-therapy.zh-Hant.txt"
SEED = 2024
SHARE_WITH_READING = 0.8

EDITS = {
    # headers that a machine translated word by word: "patient number", "learning type"
    "受試者 | 患者人數": "接受者 | 患者編號",
    "研究類型 | 結果 | 參考文獻": "學習類型 | 結果 | 參考",
    # the caption of the table runs on in the paragraph before it
    "（表1）。\n表格1 ": "（表1）。表格1\n",
    # the last row loses a cell, so all that follow it shift to the left
    " | 未報告 | II期": " | II期",
    # a decimal point read as the end of a sentence: 23.3% becomes "23 人。" and "3%"
    "說到感染，在單次輸注組有23.3%": "說到感染，23人。在單次輸注組有3%",
    # a sentence that the translation repeated half of, with a bracket too many
    "用UC-MSC的46名）": "46名用BM-MSC）的是UC-MSC的46名）",
    # a tag of the page editor left in the sentence
    "很快就過去": '<mark data-color="#fff3b0" class="marker-soft">很快就過去',
}
SLIPS = ("能夠", "為單次", "溫熱感，", "溫熱感等")  # the first character of each keeps both bytes, the second loses one
HEADLESS_SLIP = ("編。“狼瘡細", "細")  # this one starts with no reading and ends at the reading of its last character
PLAIN = str.maketrans("，：；？（）！⁶", ",:;?()!6")


class Glyph(NamedTuple):
    """A character of the damaged text with the position of the clean character that it came from."""

    char: str
    origin: int
    whole: bool = True  # False inside a tag or a slip, where no reading may be added


def spread(text: str, origin: int) -> list[Glyph]:
    """Let every character of a text come from one clean position."""
    return [Glyph(char, origin, whole=False) for char in text]


def edited(clean: str) -> list[Glyph]:
    """Apply the edits; what an edit keeps at its ends keeps its own position."""
    glyphs = [Glyph(char, at) for at, char in enumerate(clean)]
    for old, new in EDITS.items():
        start = "".join(g.char for g in glyphs).index(old)
        head = next(i for i in range(len(old)) if old[i] != new[i : i + 1])
        kept = min(len(old), len(new)) - head
        tail = next((i for i in range(kept) if old[-1 - i] != new[-1 - i]), kept)
        changed = [Glyph(char, glyphs[start + head].origin, whole="<" not in new) for char in new[head : len(new) - tail]]
        glyphs[start + head : start + len(old) - tail] = changed
    return glyphs


def reading(char: str) -> str:
    """Return the reading of one character with its tone mark, empty for what has none."""
    from pypinyin import Style, pinyin

    return pinyin(char, style=Style.TONE, errors="ignore")[0][0] if "\u4e00" <= char <= "\u9fff" else ""


def out_of_step(lost_half: int, following: list[str]) -> tuple[str, int]:
    """Read GBK text one byte out of step: what is seen, and how many of the following characters were used up.

    The bytes fall back in step where half a character is left over that is ASCII, or that no pair can be made of.
    """
    seen, half = "", lost_half
    for used, char in enumerate(following):
        if half < 0x80:
            return seen + chr(half), used
        pair = char.encode("gbk")
        seen += bytes([half, pair[0]]).decode("gbk", "replace").replace("\ufffd", "?")[:1]
        if len(pair) == 1:
            return seen, used + 1
        half = pair[1]
    return seen, len(following)


def slipped(glyphs: list[Glyph], anchor: str) -> list[Glyph]:
    """Put a ghost reading between the two bytes of a character, and read on out of step.

    The ghost is the character that the second byte of the one before and the first byte of this one make together.
    """
    at = "".join(g.char for g in glyphs).index(anchor) + 1
    first, torn = (g.char.encode("gbk") for g in glyphs[at - 1 : at + 1])
    ghost = reading((first[-1:] + torn[:1]).decode("gbk"))
    if not ghost:
        raise ValueError(f"no ghost reading at {anchor!r}: the two bytes make no character with a reading")
    seen, used = out_of_step(torn[1], [g.char for g in glyphs[at + 1 : at + 40]])
    before = glyphs[at - 1]._replace(whole=False)  # a reading there would part it from its ghost
    return [*glyphs[: at - 1], before, *spread(f"?{ghost}){seen}", glyphs[at].origin), *glyphs[at + 1 + used :]]


def slipped_headless(glyphs: list[Glyph], anchor: str, last: str) -> list[Glyph]:
    """Lose one byte without a trace, and read on out of step up to the reading of the last character."""
    at = "".join(g.char for g in glyphs).index(anchor) + 1
    end = at + anchor[1:].index(last) + 1
    half = glyphs[at].char.encode("gbk")[1]
    seen, _ = out_of_step(half, [*(g.char for g in glyphs[at + 1 : end]), "("])
    before = glyphs[at - 1]._replace(whole=False)
    return [*glyphs[: at - 1], before, *spread(f"?{seen}{reading(last)})", glyphs[at].origin), *glyphs[end:]]


def with_readings(glyphs: list[Glyph]) -> list[Glyph]:
    """Add a reading in brackets after every occurrence of the chosen characters, those whose simplified form differs."""
    from opencc import OpenCC

    simplify = OpenCC("t2s")
    differing = sorted({g.char for g in glyphs if g.char > "\u2e80" and simplify.convert(g.char) != g.char and reading(g.char)})
    chosen = set(random.Random(SEED).sample(differing, round(len(differing) * SHARE_WITH_READING)))
    out: list[Glyph] = []
    for glyph in glyphs:
        out.append(glyph)
        if glyph.whole and glyph.char in chosen:
            out += spread(f"({reading(glyph.char)})", glyph.origin)
    return out


def damage(clean: str) -> list[Glyph]:
    """Break a clean article; the positions of the result are those of the clean characters."""
    glyphs = edited(clean)
    for anchor in SLIPS:
        glyphs = slipped(glyphs, anchor)
    glyphs = with_readings(slipped_headless(glyphs, *HEADLESS_SLIP))
    return [g._replace(char=g.char.translate(PLAIN)) for g in glyphs]


if __name__ == "__main__":
    DAMAGED.write_text("".join(g.char for g in damage(CLEAN.read_text(encoding="utf-8"))), encoding="utf-8")
