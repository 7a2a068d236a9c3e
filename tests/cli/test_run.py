"""A batch from the command line, on the real engine and short of it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from litrex import exchange
from litrex.extraction import extract

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "litrex", "run"]


def environment(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT", "LITREX"))}
    return {**kept, "PYTHONPATH": str(ROOT / "pipeline"), "XDG_CACHE_HOME": str(tmp_path / "cache"), "COLUMNS": "200"}


@pytest.mark.flow
@pytest.mark.slow
def test_a_run_writes_what_can_be_read_and_tells_what_cannot(articles, tmp_path):
    (tmp_path / "scan.txt").write_bytes(b"%PDF-1.4 /Encrypt")
    arguments = [*map(str, articles), str(tmp_path / "scan.txt"), "--out", str(tmp_path / "out")]
    told = subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, check=False, env=environment(tmp_path), cwd=tmp_path
    )
    assert told.returncode == 1, told.stderr
    assert told.stderr == ""
    assert "2 documents, 2 records, 1 set aside" in told.stdout and "the PDF is broken" in told.stdout
    assert json.loads((tmp_path / "out" / "set_aside.jsonl").read_text())["source"].endswith("scan.txt")
    exchange.write(tmp_path / "plain", [extract(path) for path in articles])
    assert (tmp_path / "out" / "records.jsonl").read_bytes() == (tmp_path / "plain" / "records.jsonl").read_bytes()
    assert (tmp_path / "out" / "report.html").stat().st_size > 1000
    assert list((tmp_path / "cache" / "litrex").iterdir())


@pytest.mark.flow
@pytest.mark.slow
def test_a_run_that_is_stopped_ends_with_130_and_leaves_nothing(articles, tmp_path):
    many = tmp_path / "many"
    many.mkdir()
    for n in range(400):  # long enough that the run is under way when it is stopped
        told = articles[n % len(articles)]
        (many / f"{n}{told.suffix}").write_bytes(told.read_bytes() + b"\n%d\n" % n)
    process = subprocess.Popen(
        [*COMMAND, str(many), "--out", str(tmp_path / "out")],
        stderr=subprocess.PIPE, text=True, env=environment(tmp_path), cwd=tmp_path,
    )  # fmt: skip
    time.sleep(6)
    process.send_signal(signal.SIGINT)
    _, complaint = process.communicate(timeout=120)
    assert process.returncode == 130, complaint
    assert complaint.splitlines()[-1] == "litrex: stopped; nothing was written"
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["nowhere"], 2, "nowhere: no article was found"),
        (["photos"], 2, "photos: no article was found"),
        (["colitis.txt", "--lexicon", "terms"], 2, "--lexicon: there is no folder 'terms'"),
        (["colitis.txt", "--set", "shard_bytes=none"], 2, "shard_bytes = 'none' is no whole number"),
        (["colitis.txt", "--out", "colitis.txt/out"], 3, "colitis.txt/out: the results cannot be written"),
        (["colitis.txt", "--out", "colitis.txt"], 3, "colitis.txt: the results cannot be written"),
    ],
)
def test_wrong_use_is_told_before_the_engine_starts(call, articles, tmp_path, args, code, words):
    (tmp_path / "photos").mkdir()
    began = time.monotonic()
    told = call("run", *args)
    assert told.exit_code == code and words in told.stderr and told.stderr.count("\n") == 1
    assert time.monotonic() - began < 10


def test_a_wrong_settings_file_is_told(call, articles, tmp_path):
    (tmp_path / "litrex.toml").write_text("[litrex]\nshard_kilobytes = 3\n")
    told = call("run", "colitis.txt")
    assert told.exit_code == 2 and "litrex.toml: there is no setting shard_kilobytes" in told.stderr


@pytest.mark.parametrize("args", [[], ["--out"], ["a", "--shards", "3"]])
def test_a_wrong_command_line_ends_with_2(call, args):
    assert call("run", *args).exit_code == 2
