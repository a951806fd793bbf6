"""What sellers does when something happened."""

from dataclasses import asdict
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from onboarding.messages.actions import send_sms
from onboarding.outbox.actions import Event
from onboarding.outbox.relay import Final, Postponed
from onboarding.tenancy.scope import board_scope
from sellers.actions.checks import Question, ask_registries, question_of, record_answer, record_no_answer
from sellers.actions.copying import copy_file
from sellers.actions.identity import open_token, record_identity, record_no_identity
from sellers.models import Application, Check
from sellers.registries import Answer, Refused, Registry, RegistryError, TryLater, registry_at
from sellers.states import ApplicationStatus

PURPOSES = {
    ApplicationStatus.APPROVED: "application_approved",
    ApplicationStatus.NEEDS_CHANGES: "application_needs_changes",
    ApplicationStatus.REJECTED: "application_rejected",
}


def copy_agreed_file(event: Event) -> None:
    """Copy a person's file to the board for which she agreed; both boards' scopes are opened, one after the other."""
    copy_file(UUID(event.object_id), from_board=event.board_id, to_board=int(event.payload["to_board"]))


def tell_seller_of_decision(event: Event) -> None:
    """Queue the SMS that tells the seller what was decided."""
    with board_scope(event.board_id):
        application = Application.objects.select_related("seller__user").get(pk=event.object_id)
        purpose = PURPOSES[ApplicationStatus(event.payload["status"])]
        seller = application.seller
        send_sms(
            seller.user.phone or "",
            purpose,
            seller.language,
            {"number": str(application.number)},
            source=event.source,
        )


GIVE_UP_AFTER = timedelta(days=1)
LONGEST_WAIT_S = 7200.0


def ask_registries_about_file(event: Event) -> None:
    """Ask the registries about the facts of a file that was sent."""
    with board_scope(event.board_id):
        application = Application.objects.get(pk=event.object_id)
        if application.status in (ApplicationStatus.SUBMITTED, ApplicationStatus.IN_REVIEW):
            ask_registries(application.seller_id)


def ask_registry(event: Event) -> None:
    """Put one question to one registry, outside any transaction, and write down what it said.

    While the registry is away the question waits, longer each time; after a day the check reads "no answer came".
    """
    check_id = UUID(event.object_id)
    with board_scope(event.board_id):
        question = question_of(check_id)
        if question is None:
            record_no_answer(check_id, "It was answered, or may not be asked any more.")
            return
    age_s = (timezone.now() - question.asked_at).total_seconds()
    too_early_s = int(event.payload.get("wait_s", 0)) - age_s
    if too_early_s > 0:
        raise Postponed(too_early_s)
    registry = registry_at(settings.REGISTRY_URL, settings.REGISTRY_TOKEN)
    try:
        if registry is None:
            raise Final("No registry is configured any more.")
        answer = asked(registry, question)
    except TryLater as later:
        if age_s < GIVE_UP_AFTER.total_seconds():
            raise Postponed(min(max(later.retry_after_s, age_s), LONGEST_WAIT_S)) from later
        give_up(event, str(later))
    except (RegistryError, Final) as refusal:
        give_up(event, str(refusal))
    else:
        said = {**asdict(answer), "as_of": answer.as_of.isoformat(), "facts": dict(answer.facts)}
        with board_scope(event.board_id):
            record_answer(check_id, result=answer.result, said=said)


def ask_digilocker(event: Event) -> None:
    """Ask DigiLocker whose code this is, outside any transaction, and write down what it said.

    While DigiLocker is away the code waits for a day at most. A code that it refuses is hers to mend; nobody is stuck.
    """
    check_id = UUID(event.object_id)
    with board_scope(event.board_id):
        token = open_token(check_id)
    if token is None:
        return
    registry = registry_at(settings.REGISTRY_URL, settings.REGISTRY_TOKEN)
    age_s = (timezone.now() - token.given_at).total_seconds()
    reason, is_her_code = "", False
    try:
        if registry is None:
            raise Final("No registry is configured any more.")
        answer = registry.fetch_digilocker(token.text, "aadhaar")
    except TryLater as later:
        if age_s < GIVE_UP_AFTER.total_seconds():
            raise Postponed(min(max(later.retry_after_s, age_s), LONGEST_WAIT_S)) from later
        reason = str(later)
    except Refused as refusal:
        reason, is_her_code = str(refusal), refusal.code != "unauthorized"
    except (RegistryError, Final) as refusal:
        reason = str(refusal)
    with board_scope(event.board_id):
        if reason:
            record_no_identity(check_id, is_her_code=is_her_code, reason=reason)
        else:
            record_identity(check_id, answer)
    if reason and not is_her_code:
        raise Final(reason)


def asked(registry: Registry, question: Question) -> Answer:
    of = question.subject
    match question.method:
        case Check.Method.GST:
            return registry.look_up_gst(of["gstin"], name=of["name"])
        case Check.Method.UDYAM:
            return registry.look_up_udyam(of["udyam"], name=of["name"])
        case Check.Method.BANK:
            return registry.check_bank_account(of["bank_account"], of["ifsc"], of["name"])
    raise Final(f"No registry answers {question.method}.")


def give_up(event: Event, reason: str) -> None:
    """Leave the check to an officer, and the event among what is stuck, where it can be revived."""
    with board_scope(event.board_id):
        record_no_answer(UUID(event.object_id), reason)
    raise Final(reason)
