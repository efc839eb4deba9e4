"""Print: a unit's serial number read off its label, where no bar code holds it (the extra `ocr`)."""
