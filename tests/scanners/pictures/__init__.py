"""Pictures a camera would give, made by code: labels, what they lie on, the lens and the hand before it."""
