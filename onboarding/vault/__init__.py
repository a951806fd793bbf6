"""Values that only a key can read: encrypted fields, blind indexes, and the keys themselves."""
