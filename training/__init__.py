"""Workshops and who attended them."""
