"""The operator's guide, one A4 page to scan from, and the cards to cut apart, in both languages."""
