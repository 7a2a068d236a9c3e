"""Articles of our own to run on, in both languages, and a run without the engine."""

from collections.abc import Callable
from pathlib import Path

import pytest

from litrex.flows.batch import batch
from litrex.flows.shards import RunResult, extract_all
from litrex.settings import Settings

ZH = """# 间充质干细胞治疗膝骨关节炎

2015年，陈某等对{n}例膝骨关节炎患者行关节腔内注射自体骨髓间充质干细胞，每膝2×10^7个，随访12个月，VAS评分由{n}.5分降至2.1分，未见严重不良反应。

| 作者 | 例数 | 细胞来源 | 结果 |
| --- | --- | --- | --- |
| 周某等 2012 | {n} | 脐带 | WOMAC评分下降 |
"""
EN = """Cells for heart failure

In 2014, Miller et al. treated {n} patients with ischaemic heart failure with autologous bone marrow mononuclear cells by
intracoronary infusion. At 6 months, the left ventricular ejection fraction had increased from 31.2% to 36.{n}%. One patient died.
"""
HTML = """<html><body><h1>Burns</h1>
<p>In 2011, Okafor et al. treated {n} patients with burns; healing improved in 80%.</p></body></html>"""

Run = Callable[..., RunResult]


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder with a folder in it: five articles, one of them twice."""
    folder = tmp_path / "inbox"
    (folder / "more").mkdir(parents=True)
    (folder / "knee.md").write_text(ZH.format(n=24), encoding="utf-8")
    (folder / "heart.txt").write_text(EN.format(n=18), encoding="utf-8")
    (folder / "more" / "burns.html").write_text(HTML.format(n=9), encoding="utf-8")
    (folder / "more" / "knee.txt").write_text(ZH.format(n=31), encoding="gb18030")
    (folder / "more" / "the same heart.txt").write_text(EN.format(n=18), encoding="utf-8")
    return folder


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a batch as the flow does, each shard in place of a task."""

    def plainly(*paths: Path | str, out: Path = tmp_path / "out", work=extract_all, **settings: int) -> RunResult:
        return batch([str(path) for path in paths], out, Settings(**settings), work, quiet=True)

    return plainly
