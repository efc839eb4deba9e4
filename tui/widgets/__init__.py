"""Widgets of the desk. Each draws its lines itself: nothing is laid out anew when a scan arrives."""
