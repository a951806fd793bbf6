"""What is held about a person: shown to her alone, kept as long as the law asks, and then destroyed."""
