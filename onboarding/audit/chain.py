"""The arithmetic of the chain: what one seal covers, and how it is computed."""

import hmac
import json
from datetime import UTC

from django.conf import settings

from onboarding.audit.models import AuditEntry

BEFORE_THE_FIRST = bytes(32)


def seal_hash(previous: bytes, seq: int, entry: AuditEntry) -> bytes:
    """Return the HMAC-SHA256 of place and entry, which nobody computes who knows the database only."""
    message = previous + seq.to_bytes(8, "big") + canonical(entry)
    return hmac.digest(settings.AUDIT_KEY.encode(), message, "sha256")


def canonical(entry: AuditEntry) -> bytes:
    """Return every column of the entry as JSON that is the same bytes whenever and wherever it is written."""
    content = {
        "id": entry.pk,
        "board": entry.board_id,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor_kind": entry.actor_kind,
        "actor_id": entry.actor_id,
        "on_behalf_of": entry.on_behalf_of,
        "action": entry.action,
        "object_type": entry.object_type,
        "object_id": entry.object_id,
        "before": entry.before,
        "after": entry.after,
        "fields": entry.fields,
        "reason": entry.reason,
        "personal": None if entry.personal is None else bytes(entry.personal).hex(),
        "request_id": entry.request_id,
    }
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
