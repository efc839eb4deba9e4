"""The doctor: checks of a station that say what is wrong and what to do about it."""
