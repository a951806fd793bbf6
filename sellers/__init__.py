"""Sellers, their applications and their places in programmes."""
