"""Named helpers, as the seller names them and ends their help."""

import json
from base64 import b64decode, b64encode
from contextlib import suppress
from dataclasses import asdict
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onboarding.accounts.confirming import Gate, TooEarly, send_code, visit_code_page
from onboarding.accounts.models import Purpose
from onboarding.accounts.phones import normalise_phone
from onboarding.errors import DomainError, show_refusal
from onboarding.vault.crypto import decrypt_env, encrypt_env
from onboarding.vault.errors import VaultFault
from sellers.actions.helpers import NewHelper, Relation, add_helper, end_helper, require_may_be_added
from sellers.admission import is_recent
from sellers.forms.people import HelperForm
from sellers.guards import guarded
from sellers.models import Helper, Seller
from sellers.requests import SellerRequest

ASKED_LASTS = timedelta(minutes=30)


@guarded
def helpers(request: SellerRequest) -> HttpResponse:
    """Who helps her now, and the form to name one more. A code goes to the helper's phone."""
    seller = request.seller
    if seller is None:
        return redirect("road", request.board.slug)
    form = HelperForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            require_may_be_added(seller, form.cleaned_data["phone"])
            ask_helper(request, seller, form)
        except DomainError as refusal:
            show_refusal(form, refusal)
            status = refusal.http_status
        else:
            return redirect("helper_code", request.board.slug)
    mine = Helper.objects.filter(seller=seller, ended_at=None).order_by("added_at")
    relations = dict(Relation.choices)
    rows = [{"helper": helper, "relation": relations.get(helper.relation, "")} for helper in mine]
    return render(request, "sellers/pages/helpers.html", {"form": form, "rows": rows}, status=status)


def ask_helper(request: SellerRequest, seller: Seller, form: HelperForm) -> None:
    new = NewHelper(
        name=form.cleaned_data["name"],
        phone=normalise_phone(form.cleaned_data["phone"]),
        relation=form.cleaned_data["relation"],
    )
    keep_asked(request.session, seller, new)
    with suppress(TooEarly):  # the form came twice: the code is on its way
        send_code(request, gate_of(seller, new.phone))


@guarded
def helper_code(request: SellerRequest) -> HttpResponse:
    """The helper reads out the code that came to her phone."""
    seller = request.seller
    asked = asked_helper(request.session, seller) if seller else None
    if seller is None or asked is None:
        return redirect("helpers", request.board.slug)
    page = visit_code_page(request, gate_of(seller, asked.phone))
    if page.is_proved:
        try:
            helper = add_helper(seller.pk, asked, by=request.actor)
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _("%(name)s may now list, price and pack for you.") % {"name": helper.name})
        del request.session[asked_key(seller)]
        return redirect("helpers", request.board.slug)
    context = {"page": page, "form": page.form, "name": asked.name}
    return render(request, "sellers/pages/helper_code.html", context, status=page.status)


@require_POST
@guarded
def helper_end(request: SellerRequest, helper_id: UUID) -> HttpResponse:
    helper = end_helper(Helper.objects.get(pk=helper_id, seller=request.seller).pk, by=request.actor)
    messages.success(request, _("%(name)s does not help you any more.") % {"name": helper.name})
    return redirect("helpers", request.board.slug)


def gate_of(seller: Seller, phone: str) -> Gate:
    return Gate(Purpose.HELP, f"seller:{seller.pk}", phone)


def keep_asked(session: SessionBase, seller: Seller, new: NewHelper) -> None:
    """Keep whom she named in this browser, sealed: a session's row is no place for somebody's name and phone."""
    at = timezone.now().isoformat()
    sealed = encrypt_env(json.dumps(asdict(new)), place_of_asked(seller, at))
    session[asked_key(seller)] = {"at": at, "sealed": b64encode(sealed).decode()}


def asked_helper(session: SessionBase, seller: Seller) -> NewHelper | None:
    """Return whom she named a short while ago; what is older, or does not open, is forgotten."""
    kept = session.get(asked_key(seller))
    if kept is None:
        return None
    if isinstance(kept, dict) and is_recent(kept.get("at"), ASKED_LASTS):
        with suppress(VaultFault, KeyError, ValueError):
            return NewHelper(**json.loads(decrypt_env(b64decode(kept["sealed"]), place_of_asked(seller, kept["at"]))))
    del session[asked_key(seller)]
    return None


def place_of_asked(seller: Seller, at: str) -> str:
    return f"{seller.board_id}:session.helper:{seller.pk}:{at}"


def asked_key(seller: Seller) -> str:
    return f"helper:{seller.pk}"
