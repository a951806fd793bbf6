"""Demo data: four boards as press reports describe their agreements, and people who are plainly invented."""
