"""What nobody works on any more until an officer revives it."""
