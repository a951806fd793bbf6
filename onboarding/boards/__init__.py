"""Boards, their officers, districts, crafts, clusters and programmes."""
