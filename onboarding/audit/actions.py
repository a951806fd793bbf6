"""Write the history. Entries are inserted unchained, so that two actions never wait for each other."""

from django.db import models

from onboarding.audit.actors import Actor
from onboarding.audit.models import AuditEntry
from onboarding.audit.request_id import current_request_id


def record(
    action: str,
    obj: models.Model,
    *,
    by: Actor,
    before: str = "",
    fields: tuple[str, ...] = (),
    on_behalf_of: Actor | None = None,
    reason: str = "",
    personal: bytes | None = None,
) -> None:
    """Add an entry about `obj` to the open board's history, in the caller's transaction.

    `fields` are names, never values. `personal` is already encrypted under the key of the person it is about.
    """
    AuditEntry.objects.create(
        actor_kind=by.kind,
        actor_id=by.id,
        on_behalf_of=on_behalf_of.reference if on_behalf_of else "",
        action=action,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        before=before,
        after=getattr(obj, "status", ""),
        fields=list(fields),
        reason=reason,
        personal=personal,
        request_id=current_request_id.get(),
    )
