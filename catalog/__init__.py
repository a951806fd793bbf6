"""Listings: what a seller offers and a board approves."""
