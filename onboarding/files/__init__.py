"""Private uploads: sniffed, decoded under limits and re-encoded before anyone sees them."""
