"""What can go wrong, as one tree.

::

    LitrexError
    ├── SettingsError        a setting is unknown or out of range          → exit 2
    ├── UsageError           a command was asked for what cannot be        → exit 2
    ├── DocumentError        one document cannot be read; the batch goes on → exit 1
    ├── LexiconError         a line of a lexicon is wrong                  → exit 2
    ├── OutputError          nothing could be written                      → exit 3
    ├── StoreError           the database cannot be used                   → exit 3
    │   └── ConflictError    somebody else has changed the value meanwhile
    ├── SourceError          a service of articles does not answer         → exit 3
    └── EngineError          the engine of the flows does not start        → exit 3

A command that the user stops ends with 130.
"""

from __future__ import annotations


class LitrexError(Exception):
    """Anything that litrex says itself: what, where, and what to do about it.

    >>> str(DocumentError("the file is empty", place="inbox/a.txt", remedy="leave it out, or fetch it again"))
    'inbox/a.txt: the file is empty; leave it out, or fetch it again'
    """

    def __init__(self, message: str, *, place: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message, self.place, self.remedy = message, place, remedy

    def __str__(self) -> str:
        told = f"{self.place}: {self.message}" if self.place else self.message
        return f"{told}; {self.remedy}" if self.remedy else told

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.message, self.place, self.remedy))


def _rebuild(kind: type[LitrexError], message: str, place: str, remedy: str) -> LitrexError:
    return kind(message, place=place, remedy=remedy)


class SettingsError(LitrexError):
    """A setting is unknown, of the wrong kind or out of range."""


class UsageError(LitrexError):
    """A command was asked for something that cannot be."""


class DocumentError(LitrexError):
    """One document cannot be read: it is set aside with this reason and the batch goes on."""


class LexiconError(LitrexError):
    """A line of a lexicon cannot be used; the place is file and line."""


class OutputError(LitrexError):
    """The results cannot be written."""


class SourceError(LitrexError):
    """A service on the network that gives articles does not answer, or not as it should."""


class EngineError(LitrexError):
    """The engine that runs the flows does not start."""


class StoreError(LitrexError):
    """The database cannot be opened, read or written, or is not one of ours."""


class ConflictError(StoreError):
    """A value has changed since the person looked at it; both values are named."""
