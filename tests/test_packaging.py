"""What is installed is whole: the wheel alone, away from its source, extracts an article and writes a run."""

import json
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROGRAM = """
import sys
from pathlib import Path
import litrex
from litrex import exchange, report
told = [litrex.extract(sys.argv[1])]
exchange.write(Path("out"), told)
report.write(Path("out"), told)
print(Path(litrex.__file__).parent)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy, so that the working tree stays clean."""
    copy = tmp_path_factory.mktemp("copy")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    shutil.copytree(ROOT / "pipeline", copy / "pipeline", ignore=shutil.ignore_patterns("*.egg-info", "__pycache__"))
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", copy / "dist", copy]
    subprocess.run(command, check=True)
    (built,) = (copy / "dist").iterdir()
    return built


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an environment of its own, which borrows the packages it requires from ours."""
    venv = tmp_path_factory.mktemp("place") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    python = venv / "bin" / "python"
    subprocess.run([sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", wheel], check=True)
    (site,) = (venv / "lib").glob("python*/site-packages")
    (site / "borrowed.pth").write_text(sysconfig.get_paths()["purelib"])
    return venv / "bin"


@pytest.mark.slow
def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    told = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("litrex/")}
    source = wheel.parents[1] / "pipeline"
    here = {path.relative_to(source).as_posix() for path in (source / "litrex").rglob("*") if path.is_file()}
    assert {name for name in here if "__pycache__" not in name} == told


@pytest.mark.slow
def test_the_program_runs_away_from_its_source(program: Path, tmp_path: Path) -> None:
    article = ROOT / "corpus" / "articles" / "lupus-cell-therapy.zh-Hant.txt"
    told = subprocess.run(
        [program / "litrex", "extract", article, "--json"], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert len([json.loads(line)["record_id"] for line in told.stdout.splitlines()]) > 5
    told = subprocess.run([program / "python", "-c", PROGRAM, article], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert Path(told.stdout.strip()).is_relative_to(program.parent)
    assert (tmp_path / "out" / "report.html").stat().st_size > 10_000
