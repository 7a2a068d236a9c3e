"""What documents are called where people look at them; `source` itself stays as it was given."""

from __future__ import annotations

from pathlib import PurePosixPath


def short_names(sources: list[str]) -> list[str]:
    """Sources without the folders that all of them lie in; one alone keeps its last part.

    >>> short_names(["/in/a/x.txt", "/in/b/x.txt"]), short_names(["/in/a/x.txt"]), short_names(["x.txt", "/in/y.txt"])
    (['a/x.txt', 'b/x.txt'], ['x.txt'], ['x.txt', '/in/y.txt'])
    """
    parts = [PurePosixPath(source).parts for source in sources]
    shared = 0
    while all(len(told) > shared + 1 for told in parts) and len({told[shared] for told in parts}) == 1:
        shared += 1
    return [str(PurePosixPath(*told[shared:])) for told in parts]
