"""Who makes what a group sells: phones and words kept sealed, lists that are pasted, links that members are sent."""
