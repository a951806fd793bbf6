"""What the officers' pages share: keyset pages and a file's history. Knows no domain."""
