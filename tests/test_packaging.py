"""What is installed is whole: the wheel alone, away from its source, extracts an article and writes a run."""

import ast
import json
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from email.parser import HeaderParser
from importlib.metadata import Distribution, distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

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


def declared(wheel: Path) -> list[Requirement]:
    """What the wheel itself says that it requires, extras left out."""
    with zipfile.ZipFile(wheel) as packed:
        (name,) = (name for name in packed.namelist() if name.endswith(".dist-info/METADATA"))
        told = HeaderParser().parsestr(packed.read(name).decode())
    return [one for line in told.get_all("Requires-Dist", []) if applies(one := Requirement(line), "")]


def applies(one: Requirement, extra: str) -> bool:
    return one.marker is None or one.marker.evaluate({"extra": extra})


def required(wanted: list[Requirement]) -> list[Distribution]:
    """All packages that requirements lead to, each once."""
    found: dict[tuple[str, str], Distribution] = {}
    while wanted:
        one = wanted.pop()
        for extra in ("", *sorted(one.extras)):
            key = (canonicalize_name(one.name), extra)
            if key not in found:
                found[key] = distribution(one.name)
                wanted += [r for line in found[key].requires or () if applies(r := Requirement(line), extra)]
    return list({canonicalize_name(told.name): told for told in found.values()}.values())


def imported(tree: ast.AST) -> Iterator[str]:
    """The packages that a module imports when it runs, wherever in it; what is for type checkers alone is left out."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module.partition(".")[0]
        yield from imported(node)


def test_every_import_is_of_a_package_that_is_declared() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names, homes = {canonicalize_name(Requirement(line).name) for line in told}, packages_distributions()
    files = sorted((ROOT / "pipeline" / "litrex").rglob("*.py"))
    uses = {(path.name, name) for path in files for name in imported(ast.parse(path.read_text(encoding="utf-8")))}
    foreign = {(path, name) for path, name in uses if name not in sys.stdlib_module_names and name != "litrex"}
    assert len({name for _, name in foreign}) > 10
    assert [use for use in sorted(foreign) if not names & {canonicalize_name(home) for home in homes.get(use[1], [])}] == []


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
    """Install the wheel into an environment of its own, beside it what it requires, what that requires, and nothing else."""
    venv = tmp_path_factory.mktemp("place") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    python = venv / "bin" / "python"
    subprocess.run([sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", wheel], check=True)
    (site,) = (venv / "lib").glob("python*/site-packages")
    for lent in required(declared(wheel)):
        for name in {file.parts[0] for file in lent.files or () if file.parts[0] not in ("..", "__pycache__")}:
            if not (site / name).exists():
                (site / name).symlink_to(Path(str(lent.locate_file(name))))
    return venv / "bin"


@pytest.mark.slow
def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    told = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("litrex/")}
    source = wheel.parents[1] / "pipeline"
    here = {path.relative_to(source).as_posix() for path in (source / "litrex").rglob("*") if path.is_file()}
    assert {name for name in here if "__pycache__" not in name} == told


@pytest.mark.slow
def test_the_wheel_declares_what_the_project_declares_and_what_lies_beside_it_fits(wheel: Path, program: Path) -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert sorted(map(str, declared(wheel))) == sorted(str(Requirement(line)) for line in told)
    command = [sys.executable, "-m", "pip", "--python", program / "python", "check"]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout.strip()) == (0, "No broken requirements found.")
    absent = subprocess.run([program / "python", "-c", "import pytest"], capture_output=True, check=False)
    assert absent.returncode == 1


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
