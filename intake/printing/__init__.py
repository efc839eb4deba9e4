"""Printing: cards, sheets, badges and labels as PDF, with bar codes any gun reads."""
