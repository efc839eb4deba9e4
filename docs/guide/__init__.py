"""The operator's guide: one A4 page with the words of the desk and the cards to scan."""
