"""The set-up over a USB bus that is a tree of folders: `python -m tests.terminal.setup_at_bus DEV SYS`."""

from __future__ import annotations

import sys
from pathlib import Path

from intake.settings import load
from intake.state_folder import default_folder
from scanners.identity import Roots
from scanners.plugged import find_all
from tui.setup.app import SetupApp
from tui.setup.course import Site

ROOTS = Roots(Path(sys.argv[1]), Path(sys.argv[2]))
FOLDER = default_folder()

SetupApp(Site(FOLDER, load(FOLDER), lambda: find_all(ROOTS), ROOTS, lambda: ())).run(mouse=False)
