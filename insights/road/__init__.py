"""A seller's road from application to first sale."""
