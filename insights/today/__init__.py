"""What waits for an officer today."""
