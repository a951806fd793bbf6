"""The only places that change a seller's file."""
