"""Registries that can say whether a fact is true: GST, Udyam, a bank's name match, DigiLocker. Plain Python, no Django.

A handler asks, never a page: it takes `registry_at(settings.REGISTRY_URL, settings.REGISTRY_TOKEN)`, which is None
where no registry is configured (the check then falls to an officer), calls one method outside any transaction, and
writes the Answer down in an action afterwards. TryLater moves the work to `retry_after_s` from now; Refused and
ContractBroken end the attempt and leave the check to an officer, with the error's text as the reason. A registry's
`match` says that its own comparison of names agreed; show `legal_name` beside ours all the same (`compare_names`).
"""

from sellers.registries.http import registry_at
from sellers.registries.port import Answer, ContractBroken, Refused, Registry, RegistryError, TryLater

__all__ = ["Answer", "ContractBroken", "Refused", "Registry", "RegistryError", "TryLater", "registry_at"]
