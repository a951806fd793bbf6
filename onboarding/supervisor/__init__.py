"""Starts, watches and stops the processes of the demo, the walkthrough and the tests."""
