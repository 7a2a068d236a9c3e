"""Names of one thing are alike in any spelling; names of two things are not, however much they share."""

import pytest

from litrex.evaluation.likeness import alike, told_apart

SAME = [
    ("serum_creatinine", "serum creatinine level"),
    ("overall survival rate", "overall_survival"),
    ("血清肌酐", "血清肌酐水平"),
    ("總(zǒng)生存率", "總生存率"),
    ("tnf_alpha", "TNF-alpha"),
    ("24小时尿蛋白", "24小時尿蛋白"),
    ("骨髓增生程度", "骨髓增生"),
]
OTHER = [
    ("IL-6", "IL-10"),
    ("acute gvhd", "chronic gvhd"),
    ("急性移植物抗宿主病", "慢性移植物抗宿主病"),
    ("完全缓解率", "部分缓解率"),
    ("white cells count", "red cells count"),
    ("收缩压", "舒张压"),
    ("left ventricular ejection fraction", "walking distance"),
    ("血清白蛋白", "尿蛋白"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_thing_in_two_spellings_is_alike(one: str, other: str) -> None:
    assert alike([one], [other])
    assert alike([other], [one])


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_two_things_are_not_alike(one: str, other: str) -> None:
    assert not alike([one], [other])
    assert not alike([other], [one])


def test_nothing_is_alike_to_no_name() -> None:
    assert not alike([None, ""], ["survival"])
    assert not alike([], [])


def test_opposites_tell_apart_only_where_both_are_said() -> None:
    assert told_apart("完全缓解", "部分缓解")
    assert not told_apart("完全缓解", "缓解")
