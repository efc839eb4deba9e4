"""Tables: sqlite-utils, imported here alone, and late: 100 ms.

It loads numpy, 60 ms more, wherever that is installed, to convert numbers nobody stores here; the camera's
process needs numpy, the station does not.
"""

import sys

_hidden = sys.modules.setdefault("numpy", None)  # type: ignore[arg-type]  # None: an import of it fails
try:
    from sqlite_utils import Database, Migrations
finally:
    if _hidden is None:
        del sys.modules["numpy"]

__all__ = ["Database", "Migrations"]
