"""Board scope and row-level security: the database refuses what belongs to another board."""
