"""One frozen object for all that can be set. Filled by: defaults < ``litrex.toml`` < environment < flags.

The same key everywhere: ``shard_bytes = 1000`` in the file (alone or under ``[litrex]``), ``LITREX_SHARD_BYTES=1000`` in the
environment, ``--set shard_bytes=1000`` as a flag. Lists of folders are TOML lists in the file, elsewhere the system's path
separator stands between them.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from litrex.errors import SettingsError

FILE = "litrex.toml"
PREFIX = "LITREX_"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run may be told.

    Lengths are code points of the decoded text, sizes bytes of the file. Relative folders start at the working directory.
    What ``matters`` changes what a document gives, so that a change of it makes another version of every record.
    """

    max_document_chars: int = field(default=5_000_000, metadata={"least": 1, "matters": True})
    max_file_bytes: int = field(default=200_000_000, metadata={"least": 1, "matters": True})  # or of a member of an archive
    max_archive_bytes: int = field(default=10_000_000_000, metadata={"least": 1})  # all that an archive unpacks to
    max_archive_members: int = field(default=200_000, metadata={"least": 1})
    max_archive_ratio: int = field(default=200, metadata={"least": 2})  # unpacked by packed, where much is unpacked
    shard_bytes: int = field(default=2_000_000, metadata={"least": 1})
    lexicon_dirs: tuple[str, ...] = ()
    europepmc_url: str | None = field(
        default="https://www.ebi.ac.uk/europepmc/webservices/rest", metadata={"what": "address", "such": "https://…"}
    )
    eutils_url: str | None = field(
        default="https://eutils.ncbi.nlm.nih.gov/entrez/eutils", metadata={"what": "address", "such": "https://…"}
    )
    # told to the services, as they ask
    contact_email: str | None = field(default=None, metadata={"what": "address", "such": "me@example.org"})
    ncbi_api_key: str | None = field(default=None, metadata={"what": "key", "such": "0a1b2c"})
    fetch_per_second: int = field(default=3, metadata={"least": 1})  # requests to a service
    fetch_timeout_s: int = field(default=30, metadata={"least": 1})
    fetch_retries: int = field(default=5, metadata={"least": 0})
    articles: str | None = None  # further articles that the checks read, where they are there
    dev_set: str | None = None  # annotated articles to measure on
    corpora: str | None = None  # public corpora to train on
    # where the records are kept; by default litrex.db in the folder of a run
    database_url: str | None = field(default=None, metadata={"what": "address", "such": "sqlite:///litrex.db"})


@dataclass(frozen=True, slots=True)
class Given:
    """A value that somebody set, where, and under which name."""

    key: str
    value: Any
    place: str
    name: str


def load(flags: Iterable[str] = (), *, file: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Put the settings together; flags are given as ``key=value``.

    >>> nowhere = Path("no such file")
    >>> load(file=nowhere, environ={"LITREX_SHARD_BYTES": "1000"}).shard_bytes
    1000
    >>> load(["shard_bytes=10"], file=nowhere, environ={"LITREX_SHARD_BYTES": "1000"}).shard_bytes
    10
    >>> load(file=nowhere, environ={"LITREX_SHARD_BITES": "1000"})
    Traceback (most recent call last):
    litrex.errors.SettingsError: environment: there is no setting LITREX_SHARD_BITES; did you mean LITREX_SHARD_BYTES?

    Raises SettingsError for an unknown key, naming the nearest, and for a value of the wrong kind or out of range.
    """
    told = (*_of_file(file or Path(FILE)), *_of_environment(os.environ if environ is None else environ), *_of_flags(flags))
    return Settings(**{one.key: _checked(one) for one in told})


def names() -> tuple[str, ...]:
    """The keys that can be set."""
    return tuple(one.name for one in fields(Settings))


def _of_file(file: Path) -> Iterator[Given]:
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return
    except OSError as error:
        raise SettingsError(f"it cannot be read ({error.strerror})", place=str(file), remedy="check its permissions") from error
    except UnicodeDecodeError as error:
        raise SettingsError("this is not UTF-8", place=str(file), remedy="save the file as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            f"this is no TOML ({error})", place=str(file), remedy="write lines such as shard_bytes = 1000"
        ) from error
    table = told.pop("litrex", {})
    if not isinstance(table, dict):
        raise SettingsError("litrex is no table", place=str(file), remedy="write [litrex] on a line of its own")
    for key, value in (*told.items(), *table.items()):
        yield Given(_known(key, key, str(file)), value, str(file), key)


def _of_environment(environ: Mapping[str, str]) -> Iterator[Given]:
    for name in sorted(environ):
        if name.startswith(PREFIX):
            key = _known(name.removeprefix(PREFIX).lower(), name, "environment")
            yield Given(key, _unwritten(key, environ[name]), "environment", name)


def _of_flags(flags: Iterable[str]) -> Iterator[Given]:
    for flag in flags:
        name, sign, value = flag.partition("=")
        if not sign:
            raise SettingsError(f"{flag!r} is no setting", place="--set", remedy="write KEY=VALUE, such as shard_bytes=100000")
        key = _known(name.strip().replace("-", "_"), name, "--set")
        yield Given(key, _unwritten(key, value.strip()), "--set", name)


def _unwritten(key: str, value: str) -> Any:
    """Read a setting out of plain text: whole numbers as numbers, folders apart at the system's separator."""
    kind = _field(key).type
    if kind == "int":
        digits = value.strip().replace("_", "")
        return int(digits) if digits.removeprefix("-").isdecimal() else value
    if kind == "tuple[str, ...]":
        return [part for part in value.split(os.pathsep) if part]
    return value or None


def _known(key: str, name: str, place: str) -> str:
    from difflib import get_close_matches

    if key in names():
        return key
    near = get_close_matches(key, names(), n=1, cutoff=0.5)
    shown = f"{PREFIX}{near[0].upper()}" if near and name.startswith(PREFIX) else (near[0] if near else "")
    remedy = f"did you mean {shown}?" if shown else f"known are: {', '.join(names())}"
    raise SettingsError(f"there is no setting {name}", place=place, remedy=remedy)


def _checked(one: Given) -> Any:
    told = _field(one.key)
    if told.type == "int":
        return _whole_number(one, told.metadata["least"])
    if told.type == "tuple[str, ...]":
        return _folders(one)
    if not isinstance(one.value, str | None):
        what, such = told.metadata.get("what", "folder"), told.metadata.get("such", "articles")
        raise _wrong(one, f"is no {what}", f'name one, such as "{such}"')
    return one.value


def _whole_number(one: Given, least: int) -> int:
    if not isinstance(one.value, int) or isinstance(one.value, bool):
        raise _wrong(one, "is no whole number", "write digits alone")
    if one.value < least:
        raise _wrong(one, "is too small", f"give {least} or more")
    return one.value


def _folders(one: Given) -> tuple[str, ...]:
    told = one.value
    if not isinstance(told, list | tuple) or not all(isinstance(part, str) for part in told):
        raise _wrong(one, "is no list of folders", 'write a list, such as ["lexicons"]')
    for part in told:
        if not Path(part).is_dir():
            raise SettingsError(f"{one.name}: there is no folder {part!r}", place=one.place, remedy="check the path")
    return tuple(told)


def _wrong(one: Given, what: str, remedy: str) -> SettingsError:
    return SettingsError(f"{one.name} = {one.value!r} {what}", place=one.place, remedy=remedy)


def _field(key: str) -> Any:
    return next(one for one in fields(Settings) if one.name == key)
