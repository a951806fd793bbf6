from marketplaces.models.account import Account
from marketplaces.models.publication import Publication

__all__ = ["Account", "Publication"]
