"""Events that must reach the outside world, and their relay. The database is the truth, Redis only a doorbell."""
