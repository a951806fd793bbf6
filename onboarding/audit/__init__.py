"""The append-only record of who did what and why, sealed into one chain for each board."""
