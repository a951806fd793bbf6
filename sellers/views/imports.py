"""Bringing in a list of sellers, in the console: the file, its columns, how far it came, what is to mend."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from onboarding.boards.models import Programme
from onboarding.boards.requests import OfficerRequest
from onboarding.errors import DomainError, show_refusal
from onboarding.pages.fields import TextModelChoiceField
from onboarding.routes import body_limit
from sellers.identifiers.aadhaar import cut_aadhaar
from sellers.imports.actions import start_console_import
from sellers.imports.columns import ALL, COLUMNS, LEFT_OUT, REASON
from sellers.imports.policies import require_can_import
from sellers.imports.running import Source
from sellers.imports.sheets import MAX_SHEET_ROWS
from sellers.imports.stored import MAX_UPLOAD_BYTES, receive, source_of
from sellers.models import Import
from sellers.states import ImportStatus

# Above the form's own limit, so that it is the form that answers a file that is too large.
ROUTE_MAX_BYTES = MAX_UPLOAD_BYTES * 5 // 4
SHOWN_IMPORTS = 50  # the newest; a board brings in a few lists a month
SAMPLES = 3
NUMBERS = re.compile(r"\w*\d\w*")
SHOWN_LETTERS = 60


class ListForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("The list"),
        help_text=gettext_lazy("An Excel workbook (.xlsx) or a CSV, at most 60 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        error_messages={
            "required": gettext_lazy("Choose the file with your sellers."),
            "empty": gettext_lazy("This file holds no rows. Choose the file with your sellers."),
        },
        max_length=400,
    )
    programme = TextModelChoiceField(
        Programme.objects.none(),
        label=gettext_lazy("Programme"),
        help_text=gettext_lazy("If you choose one, rows of districts that it is not for come back to you."),
        empty_label=gettext_lazy("None"),
        required=False,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        programmes = Programme.objects.open_on(timezone.localdate()).order_by("slug")
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]


@dataclass(frozen=True)
class ColumnChoice:
    """One column of the file on the page: its first values, masked, and what it may mean."""

    field: str
    name: str
    samples: list[str]
    chosen: str


@body_limit(ROUTE_MAX_BYTES)
def imports(request: OfficerRequest) -> HttpResponse:
    """Choose a list, and see those that were brought in before."""
    require_can_import(request.actor)
    form = ListForm(request.POST if request.method == "POST" else None, request.FILES or None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            file = receive(form.cleaned_data["file"], by=request.actor, programme=form.cleaned_data["programme"])
        except DomainError as refusal:
            show_refusal(form, refusal)
            status = refusal.http_status
        else:
            return redirect("import", request.board.slug, file.pk)
    rows = Import.objects.order_by("-created_at", "-id")[:SHOWN_IMPORTS]
    context = {"form": form, "rows": rows, "max_sheet_rows": MAX_SHEET_ROWS}
    return render(request, "sellers/pages/imports.html", context, status=status)


def import_(request: OfficerRequest, import_id: UUID) -> HttpResponse:
    """One list: what its columns mean, and once it has started, how far it came."""
    require_can_import(request.actor)
    file = Import.objects.select_related("by", "programme").get(pk=import_id)
    if file.status == ImportStatus.UPLOADED:
        return ask_for_columns(request, file)
    context = {"file": file, "is_running": file.status == ImportStatus.RUNNING}
    if request.htmx:
        return render(request, "sellers/parts/import_live.html", context)
    return render(request, "sellers/pages/import.html", context)


def ask_for_columns(request: OfficerRequest, file: Import) -> HttpResponse:
    source = source_of(file)
    meanings = dict(file.mapping)
    refusal = None
    if request.method == "POST":
        meanings = said_meanings(request, source)
        try:
            start_console_import(file.pk, source.header, meanings, by=request.actor)
        except DomainError as refused:
            refusal = refused
        else:
            return redirect("import", request.board.slug, file.pk)
    context = {
        "file": file,
        "choices": list(choices_of(source, meanings)),
        "columns": ALL,
        "unknown": [name for name in source.header.names if meanings.get(name, LEFT_OUT) == LEFT_OUT],
        "required": [column.label for column in ALL if column.is_required],
        "refusal": refusal,
    }
    return render(request, "sellers/pages/import_columns.html", context, status=refusal.http_status if refusal else 200)


def said_meanings(request: OfficerRequest, source: Source) -> dict[str, str]:
    """Return what the officer said of each column; one that the form does not name keeps its meaning."""
    return {
        name: said if (said := request.POST.get(field_of(place))) is not None else source.meanings.get(name, LEFT_OUT)
        for place, name in enumerate(source.header.names)
    }


def choices_of(source: Source, meanings: dict[str, str]) -> Iterator[ColumnChoice]:
    top = [cells for row, cells in source.table.top() if row > source.header.row][:SAMPLES]
    for place, name in enumerate(source.header.names):
        code = meanings.get(name, LEFT_OUT)
        if code == REASON:
            continue
        samples = [sample_of(cells[place], code) for cells in top if place < len(cells) and cells[place].strip()]
        yield ColumnChoice(field_of(place), name, samples, code)


def field_of(place: int) -> str:
    return f"column-{place}"


def sample_of(cell: str, code: str) -> str:
    """Return the cell as a page may show it: of each number only the end, of a secret only its length."""
    text = " ".join(cell.split())
    if code in COLUMNS and COLUMNS[code].is_secret:
        return masked(text[:SHOWN_LETTERS])
    text = cut_aadhaar(text)[:SHOWN_LETTERS]  # cut to length first, a number at the edge would not be known
    return NUMBERS.sub(lambda number: masked(number[0]) if len(number[0]) > 5 else number[0], text)


def masked(text: str) -> str:
    return "●" * max(len(text) - 4, 0) + text[-4:] if len(text) > 4 else "●" * len(text)


@require_GET
def import_errors(request: OfficerRequest, import_id: UUID) -> FileResponse:
    """The rows to mend, as a file for Excel."""
    require_can_import(request.actor)
    file = Import.objects.get(pk=import_id)
    if not file.errors_name:
        raise Http404
    suffix = file.errors_name[file.errors_name.rindex(".") :]
    stem = file.file_name.rpartition(".")[0] or file.file_name
    opened = storages["uploads"].open(file.errors_name, "rb")
    return FileResponse(opened, as_attachment=True, filename=f"{stem}-{_('to mend')}{suffix}")
