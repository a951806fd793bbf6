"""The steps of the road, by reader; road.py says in which order they are taken."""
