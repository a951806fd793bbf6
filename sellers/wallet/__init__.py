"""Marks and cards that run out: what a seller has, until when, and what reminds her."""
