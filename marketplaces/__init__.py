"""Pushing approved listings to marketplaces."""
