"""Returns intake: scans become facts. No screen and no device lives here."""

__version__ = "0.1.0"
