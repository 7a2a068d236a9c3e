"""The borders between the parts hold, and nothing heavy is loaded before it is needed."""

import subprocess
import sys
from pathlib import Path

import pytest

import litrex

ROOT = Path(__file__).parents[1]
HEAVY = ("prefect", "pandas", "openpyxl", "jinja2", "pyarrow", "spacy", "fastapi", "sqlalchemy", "torch", "transformers", "httpx")


def loaded_after(program: str) -> set[str]:
    told = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport sys; print('\\n' + ' '.join(sys.modules))"],
        cwd=ROOT, capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT / "pipeline")},
    )  # fmt: skip
    return {name.split(".")[0] for name in told.stdout.splitlines()[-1].split()}


def test_each_part_imports_only_what_stands_below_it() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.parametrize(
    "program",
    [
        "import litrex",
        "import litrex.cli",
        "import litrex.flows",
        "from litrex import extract; extract('corpus/articles/lupus-cell-therapy.zh-Hant.txt')",
        "from litrex import extract; extract('corpus/articles/lupus-cell-therapy.en.md')",
        "import sys; sys.argv = ['litrex', 'extract', 'corpus/articles/lupus-cell-therapy.zh-Hans.html']\n"
        "from litrex.cli import main\ntry: main()\nexcept SystemExit: pass",
    ],
)
def test_the_light_path_loads_nothing_heavy(program: str) -> None:
    assert loaded_after(program) & set(HEAVY) == set()


def test_importing_litrex_alone_loads_next_to_nothing() -> None:
    assert loaded_after("import litrex") & {"pydantic", "typer", "rich", "lxml", "jieba", "opencc"} == set()


def test_the_public_names_are_these() -> None:
    assert litrex.__all__ == [
        "Comparison", "Document", "DocumentError", "EngineError", "Extraction", "Flag", "LexiconError", "LitrexError", "Outcome",
        "OutputError", "Settings", "SettingsError", "StudyRecord", "UsageError", "discover", "extract", "extract_bytes",
        "json_schema", "read", "read_bytes",
    ]  # fmt: skip
    assert all(getattr(litrex, name).__name__ == name for name in litrex.__all__)
    assert set(litrex.__all__) <= set(dir(litrex))


def test_other_names_are_none_of_ours() -> None:
    with pytest.raises(AttributeError, match="no attribute 'extrakt'"):
        _ = litrex.extrakt
