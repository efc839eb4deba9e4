"""Importing: tables as makers and claims systems send them, read as text, checked, published or refused."""
