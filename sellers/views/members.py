"""A group's list of members, kept on its own pages; and the page on which a member answers."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onboarding.boards.models import Board
from onboarding.boards.requests import BoardRequest, OfficerRequest
from onboarding.console.keyset import page_of
from onboarding.errors import DomainError, show_refusal
from onboarding.pages.fields import TextField
from onboarding.tenancy.scope import board_scope
from sellers.actions.members import (
    add_member,
    add_members,
    as_written,
    change_member,
    confirm_membership,
    dispute_membership,
    end_membership,
    settle_dispute,
)
from sellers.consents.purposes import MEMBER_LISTING
from sellers.forms.members import MemberForm, MemberListForm, initial_of
from sellers.models import Application, Member, Seller
from sellers.requests import SellerRequest
from sellers.roster.links import Linked, member_of, read_token
from sellers.roster.pasting import SHOWN_ERRORS, LineError, read_lines
from sellers.roster.secrets import phone_of, reach_of
from sellers.states import MemberStatus

PAGE_ROWS = 50


@dataclass(frozen=True)
class Line:
    member: Member
    phone: str
    reach: str


def members(request: SellerRequest) -> HttpResponse:
    """The list, page by page, and the form for one more."""
    group = group_of(request)
    if group is None:
        return redirect("road", request.board.slug)
    form = MemberForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            added = add_member(group.pk, form.member, by=request.actor, on_behalf_of=request.on_behalf_of)
        except DomainError as refusal:
            show(form, refusal)
            status = refusal.http_status
        else:
            messages.success(request, _("%(name)s is on your list.") % {"name": added.name})
            return redirect("members", request.board.slug)
    return render(request, "sellers/pages/members.html", members_page(request, group, form), status=status)


def members_page(request: SellerRequest, group: Seller, form: MemberForm) -> dict[str, object]:
    standing = Member.objects.on_roster().filter(seller=group).select_related("craft")
    page = page_of(standing, since="created_at", after=request.GET.get("after", ""), limit=PAGE_ROWS)
    return {
        "form": form,
        "lines": [line_of(member, group) for member in page.rows],
        "next_cursor": page.next_cursor,
        "count": standing.count(),
        "has_signatory": standing.counted().filter(is_signatory=True).exists(),
    }


def members_list(request: SellerRequest) -> HttpResponse:
    """Many members at once, pasted: all of them are kept, or none, with each line that needs mending."""
    group = group_of(request)
    if group is None:
        return redirect("road", request.board.slug)
    form = MemberListForm(request.POST if request.method == "POST" else None)
    errors: list[LineError] = []
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            pasted = read_lines(form.cleaned_data["lines"])
            errors = pasted.errors
            if not errors:
                added = add_members(group.pk, pasted.members, by=request.actor, on_behalf_of=request.on_behalf_of)
                messages.success(request, words_of(added.new, added.known))
                return redirect("members", request.board.slug)
        except DomainError as refusal:
            show(form, refusal, "lines")
            status = refusal.http_status
    if errors:
        form.add_error("lines", many_errors(len(errors)))
    context = {"form": form, "errors": errors[:SHOWN_ERRORS], "more": max(len(errors) - SHOWN_ERRORS, 0)}
    return render(request, "sellers/pages/members_list.html", context, status=status)


def words_of(new: int, known: int) -> str:
    said = ngettext("%(count)s member added.", "%(count)s members added.", new) % {"count": new}
    if not known:
        return said
    were = ngettext("%(count)s was on the list before.", "%(count)s were on the list before.", known)
    return f"{said} {were % {'count': known}}"


def many_errors(count: int) -> str:
    sentence = ngettext(
        "%(count)s line needs mending. Nobody was added yet.",
        "%(count)s lines need mending. Nobody was added yet.",
        count,
    )
    return sentence % {"count": count}


def member(request: SellerRequest, member_id: UUID) -> HttpResponse:
    """One member's line, to change it."""
    found = own_member(request, member_id)
    initial = initial_of(as_written(found))
    form = MemberForm(request.POST if request.method == "POST" else None, initial=initial)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            changed = change_member(found.pk, form.member, by=request.actor, on_behalf_of=request.on_behalf_of)
        except DomainError as refusal:
            show(form, refusal)
            status = refusal.http_status
        else:
            messages.success(request, _("%(name)s is on your list.") % {"name": changed.name})
            return redirect("members", request.board.slug)
    context = {"form": form, "member": found, "is_in_doubt": found.status == MemberStatus.DISPUTED}
    return render(request, "sellers/pages/member.html", context, status=status)


@require_POST
def member_left(request: SellerRequest, member_id: UUID) -> HttpResponse:
    found = own_member(request, member_id)
    end_membership(found.pk, by=request.actor, on_behalf_of=request.on_behalf_of)
    messages.success(request, _("%(name)s is not on your list any more.") % {"name": found.name})
    return redirect("members", request.board.slug)


def group_of(request: SellerRequest) -> Seller | None:
    """Return the group whose list this is, with its key; None for anybody else."""
    if request.seller is None or not request.seller.is_group:
        return None
    group: Seller = Seller.objects.select_related("data_key", "user").get(pk=request.seller.pk)
    return group


def own_member(request: SellerRequest, member_id: UUID) -> Member:
    """Return a line of this group's own list. Raises Member.DoesNotExist, which answers 404."""
    rows = Member.objects.on_roster().select_related("craft", "seller__data_key")
    found: Member = rows.get(pk=member_id, seller=request.seller)
    return found


def line_of(member: Member, group: Seller) -> Line:
    member.seller = group
    return Line(member, phone_of(member), reach_of(member))


def show(form: forms.Form, refusal: DomainError, field: str = "") -> None:
    """Put the refusal beside the box it is about; this form's name for the wage is shorter."""
    refusal.field = field or refusal.field.replace("piece_wage_paise", "piece_wage")
    show_refusal(form, refusal)


# The member's own page, by the link in her SMS. Phones open links by themselves: a GET changes nothing.


def member_answer(request: BoardRequest, token: str) -> HttpResponse:
    """Who lists her and as what, and her yes."""
    board, linked = board_of(token)
    request.board = board
    with board_scope(board.pk):
        found = linked_member(linked)
        if request.method == "POST":
            confirm_membership(found.pk, language=get_language() or "hi")
            return redirect("member_answer", token)
        return render(request, "sellers/pages/member_answer.html", answer_page(found, token))


def member_not_me(request: BoardRequest, token: str) -> HttpResponse:
    """Her "not me", which one more tap confirms."""
    board, linked = board_of(token)
    request.board = board
    with board_scope(board.pk):
        found = linked_member(linked)
        if request.method == "POST":
            dispute_membership(found.pk)
            return redirect("member_answer", token)
        return render(request, "sellers/pages/member_answer_no.html", answer_page(found, token))


def board_of(token: str) -> tuple[Board, Linked]:
    linked = read_token(token)
    board = Board.objects.filter(pk=linked.board_id, is_open=True).first() if linked else None
    if linked is None or board is None:
        raise Http404
    return board, linked


def linked_member(linked: Linked) -> Member:
    found = member_of(linked)
    if found.told_at is None or found.seller.data_key.wrapped is None:
        raise Http404
    return found


def answer_page(member: Member, token: str) -> dict[str, object]:
    group = member.seller
    file = Application.objects.filter(seller=group).select_related("district").first()
    return {
        "member": member,
        "group": group,
        "district": file.district if file else None,
        "token": token,
        "question": MEMBER_LISTING.wording(group.name).ask,
        "is_asked": member.status == MemberStatus.LISTED,
    }


# An officer settles what a member denied.


class SettleForm(forms.Form):
    reason = TextField(max_length=500, widget=forms.Textarea({"rows": 3}))


@require_POST
def officer_member(request: OfficerRequest, member_id: UUID) -> HttpResponse:
    """The officer has looked at who said "not me"; the group may write that number down again."""
    files = Application.objects.in_district(request.actor.district_id)
    found = Member.objects.get(pk=member_id, seller__applications__in=files)
    form = SettleForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        settle_dispute(found.pk, officer=request.actor, reason=reason)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Settled: %(name)s") % {"name": found.name})
    return redirect("officer_application", request.board.slug, files.get(seller=found.seller_id).pk)
