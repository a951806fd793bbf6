"""What a check looked at and what its source said, sealed under the key of the person it is about."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from onboarding.vault.crypto import decrypt, encrypt
from onboarding.vault.models import DataKey
from sellers.models import Check


@dataclass(frozen=True)
class Evidence:
    """`of`: the values that were looked at, by question. `said`: what the source answered, or the officer wrote."""

    of: Mapping[str, Any] = field(default_factory=dict, repr=False)
    said: Mapping[str, Any] = field(default_factory=dict, repr=False)


def seal_evidence(check: Check, evidence: Evidence, key: DataKey) -> None:
    """Put the evidence into the row. Saves nothing."""
    text = json.dumps({"of": dict(evidence.of), "said": dict(evidence.said)}, ensure_ascii=False)
    check.sealed_evidence = encrypt(text, key, place_of_evidence(check))


def evidence_of(check: Check, key: DataKey) -> Evidence:
    """Return the evidence; an empty one where none was kept. Raises KeyDestroyed once the person was erased."""
    if check.sealed_evidence is None:
        return Evidence()
    kept = json.loads(decrypt(bytes(check.sealed_evidence), key, place_of_evidence(check)))
    return Evidence(kept["of"], kept["said"])


def place_of_evidence(check: Check) -> str:
    return f"{check.board_id}:sellers.check:{check.code}:evidence"
