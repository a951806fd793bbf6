"""People: users, phone codes, sessions, second factor."""
