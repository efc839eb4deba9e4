"""Scanners: bytes become scans. The only import from the station is `intake.scan`."""
