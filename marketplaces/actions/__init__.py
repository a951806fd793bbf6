"""The only places that change accounts and publications."""
