"""Files as sellers send them, with papers."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from onboarding.files.documents import read_document
from sellers.actions.applications import submit_application
from sellers.actions.documents import Paper, save_document
from sellers.models import Application, Document
from tests import factories


def make_paper(application: Application, code: str, spelled_name: str = "") -> Document:
    """The picture of a paper that the seller added to her open file."""
    picture = read_document(SimpleUploadedFile("card.jpg", factories.jpeg(), "image/jpeg"))
    paper = Paper(code=code, picture=picture, upload_id=uuid4(), spelled_name=spelled_name)
    return save_document(application.pk, paper, by=factories.actor_of(application.seller))


def make_file(
    *, papers: Mapping[str, str] | None = None, agrees_to_registers: bool = False, **answers: Any
) -> Application:
    """A file that lies with the board: with these answers, and these papers by the name that each one spells."""
    application = factories.make_application(**answers)
    if agrees_to_registers:
        factories.give_consent(application.seller, "registry_checks")
    for code, spelled_name in (papers or {}).items():
        make_paper(application, code, spelled_name)
    return submit_application(application.pk, by=factories.actor_of(application.seller))
