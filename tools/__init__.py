"""What maintainers run: set-up and checks."""
