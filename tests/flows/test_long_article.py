"""However long an article is, it is read whole and in bounded memory."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

CHARS = 300_000
PROGRAM = """
import json, resource, sys
from litrex import extract
told = extract(sys.argv[1])
peak_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
read = told.document.coverage.read + sum(one.chars for one in told.document.coverage.skipped)
print(json.dumps([told.document.chars, read, peak_kib, [record.n_patients for record in told.records]]))
"""


def study(i: int) -> str:
    return (
        f"{1990 + i % 30}年，作者{'甲乙丙丁戊己庚辛'[i % 8]}某等对{i + 10}例膝骨关节炎患者行关节腔内注射自体脂肪间充质干细胞，"
        f"随访{6 + i % 30}个月，疼痛评分由{50 + i % 40}分降至{10 + i % 30}分，有效率为{60 + i % 39}.{i % 10}%。\n\n"
    )


@pytest.mark.slow
def test_an_article_of_300_000_characters_goes_through_whole_in_less_than_a_gibibyte(tmp_path: Path) -> None:
    text, count = "# 综述\n\n", 0
    while len(text) < CHARS:
        text += study(count)
        count += 1
    (tmp_path / "long.md").write_text(text, encoding="utf-8")
    told = subprocess.run([sys.executable, "-c", PROGRAM, tmp_path / "long.md"], capture_output=True, text=True, check=True)
    chars, read, peak_kib, patients = json.loads(told.stdout)
    assert chars == read == len(text)
    assert peak_kib < 1024 * 1024
    assert len(patients) == count
    assert patients[0] == 10 and patients[-1] == count + 9
