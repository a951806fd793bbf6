"""Whose file? Asked when several people share a phone, or when somebody helps others."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from sellers.actions.answers import begin_application
from sellers.actions.numbers import open_lost_changes
from sellers.admission import choices_of, choose, chosen
from sellers.policies import seller_actor
from sellers.requests import SellerRequest


def whose(request: SellerRequest) -> HttpResponse:
    """Let the person choose among the files of this phone and those she helps with, or begin another one."""
    choices = choices_of(request.user)
    if request.method == "POST" and "new" in request.POST:
        by = seller_actor(request.user, None)
        application = begin_application(request.user, language=get_language() or "hi", by=by)
        choose(request.session, request.board, application.seller)
        return redirect("application", request.board.slug)
    if request.method == "POST":
        choice = chosen(choices, request.POST.get("seller"))
        if choice is None:
            return redirect("whose", request.board.slug)
        choose(request.session, request.board, choice.seller)
        return redirect("road", request.board.slug)
    context = {
        "own": [choice.seller for choice in choices if choice.helper is None and choice.seller.name],
        "helped": [choice.seller for choice in choices if choice.helper],
        "current": request.seller,
        "changes": open_lost_changes(request.user),
    }
    return render(request, "sellers/pages/whose.html", context)
