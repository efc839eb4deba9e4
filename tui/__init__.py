"""The desk: facts become screens. Nothing here decides."""

import os

# Textual's own setting, read when it is imported. Some terminals would send every key as an escape sequence,
# and a code's own ESC could not be told from a key.
os.environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"
