"""What sellers, officers and operators type: the shape only."""
