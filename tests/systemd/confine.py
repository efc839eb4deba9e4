"""Run a program with no more than a unit's sandbox leaves it, as far as a kernel offers that without systemd.

`python confine.py [--write PLACE]... [--no-network] [--no-new-code] -- PROGRAM ARGUMENT...` allows writing
below the named places alone (landlock(7)), no TCP, and no memory that is both written and executed
(PR_SET_MDWE). Where a kernel lacks one of them it goes on without: its user is then all that confines it.
"""

import argparse
import ctypes
import os
import struct

_LIBC = ctypes.CDLL(None, use_errno=True)
_CREATE, _ADD, _RESTRICT = 444, 445, 446
"""System calls of Landlock, the same on every processor."""

_ASK_VERSION = 1
_BENEATH = 1
_WRITE_FILE, _REFER, _TRUNCATE = 1 << 1, 1 << 13, 1 << 14
_MAKE_AND_REMOVE = 0b1_1111_1111 << 4
_BIND_AND_CONNECT = 0b11
_NETWORK_SINCE = 4
_PR_SET_NO_NEW_PRIVS, _PR_SET_MDWE = 38, 65


def main() -> None:
    """Confine this process, then become the program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="append", default=[])
    parser.add_argument("--no-network", action="store_true")
    parser.add_argument("--no-new-code", action="store_true")
    parser.add_argument("program", nargs="+")
    options = parser.parse_args()
    _LIBC.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    version = _LIBC.syscall(_CREATE, None, 0, _ASK_VERSION)
    if version > 0:
        _restrict(version, options.write, has_network=not options.no_network)
    if options.no_new_code:
        _LIBC.prctl(_PR_SET_MDWE, 1, 0, 0, 0)
    os.execvp(options.program[0], options.program)  # noqa: S606 (that is its task)


def _restrict(version: int, places: list[str], *, has_network: bool) -> None:
    """Forbid what a rule does not allow; /dev is the devices' own affair."""
    files = _WRITE_FILE | _MAKE_AND_REMOVE
    files |= (_REFER if version > 1 else 0) | (_TRUNCATE if version > 2 else 0)
    network = 0 if has_network or version < _NETWORK_SINCE else _BIND_AND_CONNECT
    asked = struct.pack("=QQ", files, network) if version >= _NETWORK_SINCE else struct.pack("=Q", files)
    rules = _LIBC.syscall(_CREATE, asked, len(asked), 0)
    for place in [*places, "/dev"]:
        below = os.open(place, os.O_PATH | os.O_CLOEXEC)
        if _LIBC.syscall(_ADD, rules, _BENEATH, struct.pack("=Qi", files, below), 0):
            raise OSError(ctypes.get_errno(), f"expected a rule for {place}")
    if _LIBC.syscall(_RESTRICT, rules, 0):
        raise OSError(ctypes.get_errno(), "expected the kernel to restrict this process")


if __name__ == "__main__":
    main()
