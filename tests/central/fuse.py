"""A fuse: whatever burns it ends somewhere, as a process does that is killed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from intake import sqlite
from intake.journal import Journal, Sealed


class KilledError(Exception):
    """The process ends here. Nothing of the product handles it."""


class Fuse:
    """Ends whoever burns it, after so many times; by itself it never does."""

    def __init__(self) -> None:
        self.left: int | None = None

    def burn(self) -> None:
        """Raise KilledError at the last time."""
        if self.left is None:
            return
        self.left -= 1
        if self.left <= 0:
            self.left = None
            raise KilledError


class Fused(httpx.BaseTransport):
    """A network whose user may be killed right before each request, and right after it."""

    def __init__(self, network: httpx.BaseTransport, fuse: Fuse) -> None:
        self._network = network
        self._fuse = fuse

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Raises KilledError as well."""
        self._fuse.burn()
        response = self._network.handle_request(request)
        self._fuse.burn()
        return response


@contextmanager
def fused_commits(fuse: Fuse) -> Iterator[None]:
    """Let stations be killed right before each commit, and right after it."""
    commit = Journal.commit

    def burning(
        journal: Journal, sealed: Sealed, project: Callable[[sqlite.Connection], None], *more: Any
    ) -> None:
        fuse.burn()
        commit(journal, sealed, project, *more)
        fuse.burn()

    tell = threading.excepthook

    def killed(what: threading.ExceptHookArgs) -> None:
        if what.exc_type is not KilledError:
            tell(what)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Journal, "commit", burning)
        patch.setattr(threading, "excepthook", killed)  # a lane that is killed ends without a word
        yield
