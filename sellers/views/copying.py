"""Another board may have a copy of her file: what goes along, yes or no, and the code that confirms the yes."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from onboarding.accounts.confirming import Gate, send_code_and_say_so, visit_code_page
from onboarding.accounts.models import Channel, Purpose
from onboarding.boards.models import PLATFORM_SLUG, Board
from onboarding.pages.templatetags.pages import localtext
from sellers.actions.active import require_active
from sellers.actions.copying import NothingToCopy, agree_to_copy, goes_along
from sellers.consents.purposes import COPY_FILE
from sellers.guards import guarded
from sellers.models import Application, Seller
from sellers.policies import require_herself
from sellers.questions.catalogue import QUESTIONS
from sellers.requests import SellerRequest
from sellers.states import ApplicationStatus


@guarded
def copy_file(request: SellerRequest, to: str) -> HttpResponse:
    """Say what would go along, to whom; yes sends a code to her phone, no leads back to the other board."""
    board = other_board(request, to)
    seller = copied_seller(request)
    if request.method == "POST":
        send_code_and_say_so(request, gate_of(seller, board), Channel.SMS)
        return redirect("copy_code", request.board.slug, board.slug)
    context = {
        "to": board,
        "wording": COPY_FILE.wording(localtext(board.name)),
        "labels": [QUESTIONS[code].label for code in goes_along(seller)],
        "no_url": reverse("application", args=[board.slug]),
    }
    return render(request, "sellers/pages/copy.html", context)


@guarded
def copy_code(request: SellerRequest, to: str) -> HttpResponse:
    """The code makes it her yes; the copy itself is made a moment later."""
    board = other_board(request, to)
    seller = copied_seller(request)
    page = visit_code_page(request, gate_of(seller, board))
    if page.is_proved:
        agree_to_copy(seller.pk, board, by=request.actor, language=get_language() or "hi")
        request.session[copying_key(board)] = timezone.now().isoformat()
        messages.success(request, _("Your file is being copied. It takes a minute; then open this page again."))
        return redirect("application", board.slug)
    context = {"page": page, "form": page.form, "to": board}
    return render(request, "sellers/pages/copy_code.html", context, status=page.status)


def other_board(request: SellerRequest, slug: str) -> Board:
    others = Board.objects.filter(is_open=True).exclude(slug=PLATFORM_SLUG).exclude(pk=request.board.pk)
    board: Board | None = others.filter(slug=slug).first()
    if board is None:
        raise Http404
    return board


def copied_seller(request: SellerRequest) -> Seller:
    """Return whose file would be copied. Raises NothingToCopy, FileAtRest, or who may not is refused."""
    seller = request.seller
    if seller is None or not Application.objects.filter(seller=seller, status=ApplicationStatus.APPROVED).exists():
        raise NothingToCopy
    require_herself(request.actor, seller)
    require_active(seller)
    return seller


def copying_key(to: Board) -> str:
    """Return where the session keeps when she last asked for a copy at that board, so that it is not offered again."""
    return f"copying:{to.pk}"


def gate_of(seller: Seller, board: Board) -> Gate:
    return Gate(Purpose.COPY_FILE, f"copy:{seller.pk}:{board.pk}", seller.user.phone or "")
