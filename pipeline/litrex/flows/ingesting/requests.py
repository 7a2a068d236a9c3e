"""What an ingest is asked to do, in values that a schedule can keep as JSON."""

from __future__ import annotations

from dataclasses import replace
from typing import Self

from pydantic import BaseModel, ConfigDict

from litrex import settings as settings_
from litrex.errors import UsageError
from litrex.settings import Settings


class Request(BaseModel):
    """Everything that one ingest is told; the settings themselves are read where it runs.

    `inbox` holds folders, patterns, archives and manifests. `stale` asks for documents again that an older version has read.
    `workers` are processes of this machine; `dask` is the address of a scheduler, or ``local:N`` for a cluster of N processes
    that lives as long as the run. `gold` is a folder of annotations: documents with one of the same name are scored.
    `webhook` gets the summary. `setting` holds KEY=VALUE.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    inbox: tuple[str, ...]
    database: str | None = None
    stale: bool = False
    workers: int = 1
    dask: str | None = None
    gold: str | None = None
    webhook: str | None = None
    setting: tuple[str, ...] = ()
    lexicons: tuple[str, ...] = ()

    def checked(self) -> Self:
        """The request itself.

        Raises UsageError for what cannot be.
        """
        if not self.inbox:
            raise UsageError("no inbox is named", place="ingest", remedy="name a folder, a pattern, an archive or a manifest.csv")
        if self.workers < 1:
            raise UsageError(f"{self.workers} workers cannot work", place="--workers", remedy="say 1 or more")
        if self.dask and self.workers > 1:
            raise UsageError("they are two ways to do one thing", place="--workers and --dask", remedy="say one of them")
        return self

    def settings(self) -> Settings:
        """The settings of the process that runs it, with what the request says over them.

        Raises SettingsError.
        """
        told = settings_.load(self.setting)
        return replace(told, lexicon_dirs=self.lexicons) if self.lexicons else told
