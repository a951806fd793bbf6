"""What is read from everything else: a seller's road and an officer's day."""
