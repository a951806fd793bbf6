"""A seller leaves: first what stops and what stays, then a code to her phone. And the way back.

The page names what stands on marketplaces, so it lives here and not in sellers, which cannot know.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marketplaces.actions.stopping import publications_of
from onboarding.accounts.confirming import Gate, send_code_and_say_so, visit_code_page
from onboarding.accounts.models import Channel, Purpose
from sellers.actions.withdrawal import come_back as bring_back
from sellers.actions.withdrawal import stop_seller
from sellers.guards import guarded
from sellers.models import Application, Enrolment, Seller
from sellers.policies import require_herself
from sellers.requests import SellerRequest
from sellers.states import EnrolmentStatus, SellerStatus


@guarded
def leave(request: SellerRequest) -> HttpResponse:
    """Say what stops and what stays, by name; who goes on is sent a code. Who has left reads how it stands."""
    seller = request.seller
    if seller is None:
        return redirect("road", request.board.slug)
    require_herself(request.actor, seller)
    if seller.status != SellerStatus.ACTIVE:
        context = {"seller": seller, "standing": publications_of(seller)}
        return render(request, "insights/pages/left.html", context)
    if request.method == "POST":
        send_code_and_say_so(request, gate_of(seller), Channel.SMS)
        return redirect("leave_code", request.board.slug)
    places = Enrolment.objects.filter(seller=seller).exclude(status=EnrolmentStatus.ENDED)
    context = {
        "standing": publications_of(seller),
        "places": places.select_related("programme").order_by("created_at"),
        "application": Application.objects.filter(seller=seller).first(),
    }
    return render(request, "insights/pages/leave.html", context)


@guarded
def leave_code(request: SellerRequest) -> HttpResponse:
    """The code from her phone confirms it."""
    seller = request.seller
    if seller is None or seller.status != SellerStatus.ACTIVE:
        return redirect("leave", request.board.slug)
    require_herself(request.actor, seller)
    page = visit_code_page(request, gate_of(seller))
    if page.is_proved:
        stop_seller(seller.pk, by=request.actor)
        return redirect("leave", request.board.slug)
    context = {"page": page, "form": page.form}
    return render(request, "insights/pages/leave_code.html", context, status=page.status)


@require_POST
@guarded
def come_back(request: SellerRequest) -> HttpResponse:
    """Go on with the file that she left."""
    seller = request.seller
    if seller is None:
        return redirect("road", request.board.slug)
    bring_back(seller.pk, by=request.actor)
    messages.success(request, _("Good that you are back. Your file is as you left it."))
    return redirect("road", request.board.slug)


def gate_of(seller: Seller) -> Gate:
    return Gate(Purpose.WITHDRAW, f"seller:{seller.pk}", seller.user.phone or "")
