"""One artisan's whole road over real HTTP, step by step: `make walkthrough`."""
