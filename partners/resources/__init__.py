"""What the API shows: for each resource its contract, its read and its row function."""
