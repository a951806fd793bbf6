"""Photos for marketplaces, which fetch them by a signed link that runs out."""

from django.http import HttpRequest, HttpResponseBase

from onboarding.files.links import verify_signed
from onboarding.files.models import StoredFile
from onboarding.files.serving import rendition_response
from onboarding.tenancy.scope import board_scope


def signed_photo(request: HttpRequest, token: str) -> HttpResponseBase:
    board_id, file_id, size = verify_signed(token)
    with board_scope(board_id):
        return rendition_response(StoredFile.objects.get(pk=file_id), size)
