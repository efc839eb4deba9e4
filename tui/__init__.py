"""The desk: facts become screens. Nothing here decides."""
