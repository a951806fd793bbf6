"""The only places that change a listing."""
