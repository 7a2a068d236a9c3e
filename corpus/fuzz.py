"""Read damaged copies of files and see that each ends in a document or a clear refusal, in time.

    python corpus/fuzz.py FILE… --count 10000 --seconds 30

Bytes are changed, cut out, doubled and swapped by a seeded chance; of a zip archive also inside its parts. A crash of a library
ends the program, and so does a copy that takes longer than the limit: the number of the copy is printed, so it can be made again.
"""

from __future__ import annotations

import argparse
import faulthandler
import io
import random
import sys
import zipfile
from collections import Counter
from pathlib import Path

from litrex.documents import read_bytes
from litrex.errors import DocumentError


def mutant(data: bytes, seed: int) -> bytes:
    """One damaged copy; the same seed gives the same copy."""
    chance = random.Random(seed)
    if data.startswith(b"PK\x03\x04") and chance.random() < 0.8:
        return _inside(data, chance)
    return _changed(data, chance)


def _changed(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 3, 10, 40))):
        if not out:
            break
        at, length = chance.randrange(len(out)), chance.choice((1, 2, 8, 60, 400))
        kind = chance.randrange(5)
        if kind == 0:
            out[at : at + length] = chance.randbytes(min(length, len(out) - at))
        elif kind == 1:
            del out[at : at + length]
        elif kind == 2:
            out[at:at] = out[at : at + length] * chance.choice((1, 3))
        elif kind == 3:
            out[at] ^= 1 << chance.randrange(8)
        else:
            out[at : at + length] = chance.choice((b"0", b"-1", b"999999999", b"<<", b">>", b"[", b"&x;", b"</w:p>"))
    return bytes(out[: chance.randrange(len(out) + 1)]) if chance.random() < 0.1 else bytes(out)


def _inside(data: bytes, chance: random.Random) -> bytes:
    """A zip archive with one of its parts changed."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as copy:
        names = archive.namelist()
        victim = chance.choice([name for name in names if name.endswith(".xml")] or names)
        for name in names:
            part = archive.read(name)
            copy.writestr(name, _changed(part, chance) if name == victim else part)
    return held.getvalue()


def fuzz(files: list[Path], count: int, seconds: float) -> Counter[str]:
    """Read `count` damaged copies of each file; gives how many were read and how many refused."""
    told: Counter[str] = Counter()
    for path in files:
        data = path.read_bytes()
        for seed in range(count):
            faulthandler.dump_traceback_later(seconds, exit=True)
            try:
                read_bytes(mutant(data, seed), source=path.name)
                told["read"] += 1
            except DocumentError:
                told["refused"] += 1
            except Exception:
                print(f"{path.name}: copy {seed}", file=sys.stderr)  # noqa: T201
                raise
            finally:
                faulthandler.cancel_dump_traceback_later()
    return told


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=30)
    given = parser.parse_args()
    for name, number in sorted(fuzz(given.files, given.count, given.seconds).items()):
        print(name, number)  # noqa: T201
