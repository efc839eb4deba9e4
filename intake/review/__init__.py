"""Review: what a supervisor asks of the journal. It only reads, over a connection of the caller's thread."""
