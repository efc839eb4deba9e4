"""A camera: its frames become scans in a process of its own, so that native code can break one light only."""
