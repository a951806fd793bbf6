"""The sandbox's gateways, for tests in which a message really leaves."""

from tests.marketplaces.conftest import sandbox, shared_sandbox

__all__ = ["sandbox", "shared_sandbox"]
