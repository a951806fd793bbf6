"""The platform that every app stands on, and Django's own wiring."""
