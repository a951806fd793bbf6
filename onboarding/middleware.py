"""What every request passes: its id, a bounded body read in full, one transaction, and the board its path names."""

import codecs
import logging
import uuid
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse

from onboarding.accounts.actions import note_seen
from onboarding.audit.request_id import current_request_id
from onboarding.boards.models import PLATFORM_SLUG, Board, Membership
from onboarding.boards.policies import officer_of
from onboarding.boards.requests import BoardRequest, OfficerRequest
from onboarding.errors import DomainError, NotAllowed
from onboarding.tenancy.scope import board_scope, connection_in_error
from sellers.admission import assistance_of, assisting_key, place_assistance, place_seller, refusal_of
from sellers.guards import is_guarded_page, stopped_at_wall
from sellers.policies import ASSIST_PAGES, OPEN_BEFORE_CHOICE
from sellers.requests import SellerRequest

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponseBase]
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


class RequestIdMiddleware:
    """Give each request a random id that the answer, the audit and the logs carry."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id = uuid.uuid4().hex
        token = current_request_id.set(request_id)
        try:
            response = self.get_response(request)
        finally:
            current_request_id.reset(token)
        response["X-Request-Id"] = request_id
        return response


class BodyMiddleware:
    """Read the body, bounded by the route, before a transaction opens: a slow phone must not hold a connection.

    What PostgreSQL could not store anyway, and a body that broke off half-way, are answered here with 400. A body
    above the usual size is read only from somebody who is signed in.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
            return render(request, "onboarding/pages/400.html", status=411)
        length = content_length(request)
        if length is not None and length > option(request, "body_max_bytes", settings.BODY_MAX_BYTES):
            return render(request, "onboarding/pages/413.html", status=413)
        if length is None or not is_plain_text(request):
            return render(request, "onboarding/pages/400.html", status=400)
        if length > settings.BODY_MAX_BYTES and not has_signed_in(request):
            return sign_in_first(request)
        if not read_body(request, length):
            return render(request, "onboarding/pages/400.html", status=400)
        return self.get_response(request)


class TransactionMiddleware:
    """Open one transaction for the request; a 2xx means that it has committed.

    A view that swallowed an SQL error would answer 200 with nothing written, so a failed transaction becomes a 500.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if option(request, "without_transaction", False):
            return self.get_response(request)
        with transaction.atomic():
            response = self.get_response(request)
            if connection_in_error() and response.status_code < 500:
                logger.error("A view swallowed a database error: %s", request.path)
                response = render(request, "onboarding/pages/500.html", status=500)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response


class BoardScopeMiddleware:
    """Enter the scope of the board that the path names, as far as the person may, and turn refusals into pages.

    The first part of a path says who reads it; tests/onboarding/test_urls.py holds every route to that.
    API views enter their scope themselves, once the client is known.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with ExitStack() as scopes:
            request.scopes = scopes  # type: ignore[attr-defined]  # BoardRequest from here on
            response = self.get_response(request)
            if hasattr(request, "board"):
                # On a shared phone, Back after signing out must not show what the person before saw.
                response.headers.setdefault("Cache-Control", "private, no-store")
            if response.status_code >= 500 and connection.in_atomic_block:
                transaction.set_rollback(True)  # so that the scope ends quietly: the error has been answered
            return response

    def process_view(
        self, request: BoardRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        reader = request.resolver_match.route.split("/")[0] if request.resolver_match else ""
        if reader == "account" and is_shut_to(request):
            raise Http404
        admit = ADMIT.get(reader)
        if admit is None:
            return None
        board = Board.objects.filter(slug=kwargs.pop("board_slug"), is_open=True).exclude(slug=PLATFORM_SLUG).first()
        if board is None:
            raise Http404
        return admit(request, board)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, ObjectDoesNotExist):
            return render(request, "onboarding/pages/404.html", status=404)
        return refusal_page(request, error) if isinstance(error, DomainError) else None


def refusal_page(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    page = refusal.http_status if refusal.http_status in (403, 409, 429) else 400
    # Who acts for a seller is at the right board, and goes on where she may.
    acts_for_her = getattr(request, "on_behalf_of", None) is not None
    back_url = reverse("road", args=[request.board.slug]) if acts_for_her else ""  # type: ignore[attr-defined]
    context = {"error": refusal, "back_url": back_url}
    return render(request, f"onboarding/pages/{page}.html", context, status=refusal.http_status)


def is_shut_to(request: HttpRequest) -> bool:
    """Tell whether this is one of the officers' account pages, asked for by someone who has no password."""
    signed_in = request.user.is_authenticated and not request.user.has_usable_password()
    match = request.resolver_match
    return signed_in and match is not None and match.url_name not in ("account_login", "account_logout")


def enter(request: BoardRequest, board: Board) -> None:
    """Open the scope. A request that was not let in has no board, or a page of refusal would name it."""
    request.scopes.enter_context(board_scope(board.pk))
    request.board = board


def admit_anyone(request: BoardRequest, board: Board) -> HttpResponseBase | None:
    enter(request, board)
    return None


def admit_seller(request: SellerRequest, board: Board) -> HttpResponseBase | None:
    """Let in whoever signed in by phone, and an operator into the file that she fills in now.

    Whose file it is and who acts follows from the session and the database, never from the path or the body.
    """
    if not request.user.is_authenticated:
        return redirect("join", board.slug)
    works_here = assisting_key(board) in request.session and is_proved_member(request, board)
    if works_here:
        with board_scope(board.pk):
            assistance = assistance_of(request.session, board, request.user)
        if assistance is None:
            return redirect("assist", board.slug)
        enter(request, board)
        place_assistance(request, assistance)
        return shut_page(request)
    if not request.user.phone:
        return redirect("join", board.slug)
    note_seen(request.user)
    enter(request, board)
    if not place_seller(request) and page_of(request) not in OPEN_BEFORE_CHOICE:
        return redirect("whose", board.slug)
    return shut_page(request)


def shut_page(request: SellerRequest) -> HttpResponseBase | None:
    """Answer for a page that this person may not open, or not before she proved herself; None where she may go on."""
    page = page_of(request)
    kwargs = request.resolver_match.kwargs if request.resolver_match else {}
    refusal = refusal_of(request, page)
    if refusal is not None:
        return refusal_page(request, refusal)
    try:
        return stopped_at_wall(request) if is_guarded_page(request, page, kwargs) else None
    except DomainError as error:
        return refusal_page(request, error)


def page_of(request: HttpRequest) -> str:
    """Return the name of the route."""
    return (request.resolver_match.url_name or "") if request.resolver_match else ""


def is_proved_member(request: HttpRequest, board: Board) -> bool:
    """Tell whether this is a member of the board who gave her second factor."""
    return Membership.objects.filter(board=board, user=request.user).exists() and has_second_factor(request)  # type: ignore[misc]


def has_second_factor(request: HttpRequest) -> bool:
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def admit_officer(request: OfficerRequest, board: Board) -> HttpResponseBase | None:
    """Let in a member of the board who signed in with a second factor; to anyone else the board does not exist."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    membership = Membership.objects.select_related("user").filter(board=board, user=request.user).first()
    if membership is None:
        raise Http404
    if not has_second_factor(request):
        return redirect("mfa_activate_totp")
    enter(request, board)
    request.membership = membership
    request.actor = officer_of(membership)
    if request.actor.reviews or page_of(request) in ASSIST_PAGES:
        return None
    # An operator reviews nothing, so she sees no queue.
    return redirect("assist", board.slug) if page_of(request) == "today" else refusal_page(request, NotAllowed())


ADMIT: dict[str, Callable[[Any, Board], HttpResponseBase | None]] = {
    "join": admit_anyone,
    "seller": admit_seller,
    "board": admit_officer,
}


def option(request: HttpRequest, name: str, default: Any) -> Any:
    """Return what the view of this path declares about itself, before the request is resolved for good."""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return default
    return getattr(view, name, default)


def has_signed_in(request: HttpRequest) -> bool:
    """Tell by the session alone whether somebody is signed in; the route decides later what she may do."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    return bool(key) and SESSION_KEY in SessionStore(key)


def sign_in_first(request: HttpRequest) -> HttpResponseBase:
    """Answer as the route would to someone who is not signed in."""
    match = resolve(request.path_info)
    match match.route.split("/")[0]:
        case "seller":
            return redirect("join", match.kwargs["board_slug"])
        case "board":
            return redirect_to_login(request.get_full_path())
    return render(request, "onboarding/pages/403.html", status=403)


def content_length(request: HttpRequest) -> int | None:
    """Return how many bytes the body announces, or None for what is no number."""
    declared = request.META.get("CONTENT_LENGTH") or "0"
    return int(declared) if declared.isascii() and declared.isdecimal() else None


def is_plain_text(request: HttpRequest) -> bool:
    """Tell whether address and cookies are free of NUL, and the text of the body is declared as UTF-8 if as anything.

    Other encodings can spell lone surrogates, which no database column takes. Form fields answer NUL themselves.
    """
    address = [request.path_info, *request.COOKIES.values()]
    for name, values in request.GET.lists():
        address += [name, *values]
    is_utf8 = request.encoding is None or codecs.lookup(request.encoding).name == "utf-8"
    return is_utf8 and not any("\0" in text for text in address)


class CountedBody:
    """The body's stream. It counts, since a sender that hangs up makes a body shorter and raises no error."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.received_bytes = 0

    def read(self, *size: int) -> bytes:
        return self._count(self.stream.read(*size))

    def readline(self, *size: int) -> bytes:
        return self._count(self.stream.readline(*size))

    def close(self) -> None:
        self.stream.close()

    def _count(self, part: bytes) -> bytes:
        self.received_bytes += len(part)
        return part


def read_body(request: HttpRequest, length: int) -> bool:
    """Read the body to its end; False when less came than was announced."""
    counted = CountedBody(request._stream)  # Django offers no public way to its source
    request._stream = counted  # type: ignore[assignment]  # only read, readline and close are asked for
    try:
        if request.method == "POST" and request.content_type in FORMS:
            request.POST  # noqa: B018  parsed here, files go to disk
        else:
            request.body  # noqa: B018
    except UnreadablePostError:
        return False
    return counted.received_bytes >= length
