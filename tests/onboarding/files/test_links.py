import time
from uuid import UUID

import pytest
from django.core import signing
from pytest_django import Settings

from onboarding.files.errors import BadLink
from onboarding.files.links import SALT, signed_photo_url, verify_signed
from onboarding.files.models import StoredFile
from onboarding.files.renditions import Size

FILE_ID = UUID("0b9f6a1e-52a6-4d3c-9d55-0d6c1f6a9a11")


def link(expires_s: int = 60) -> str:
    return signed_photo_url(StoredFile(id=FILE_ID, board_id=7), Size.MARKET, expires_s=expires_s)


def token_of(url: str) -> str:
    return url.rpartition("/")[2]


def test_a_link_leads_to_the_rendition_it_was_made_for(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://haat.example/"

    url = link()

    assert url.startswith("https://haat.example/photo/")
    assert verify_signed(token_of(url)) == (7, FILE_ID, Size.MARKET)


def test_a_token_survives_in_a_path_as_it_is() -> None:
    allowed = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")

    assert set(token_of(link())) <= allowed


def test_a_link_runs_out_at_its_second(monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    token = token_of(link(expires_s=60))

    monkeypatch.setattr("onboarding.files.links.time.time", lambda: now + 58)
    assert verify_signed(token)[0] == 7
    monkeypatch.setattr("onboarding.files.links.time.time", lambda: now + 61)
    with pytest.raises(BadLink):
        verify_signed(token)


def test_a_changed_cut_or_invented_token_is_refused() -> None:
    token = token_of(link())

    for position in range(len(token)):
        other = "A" if token[position] != "A" else "B"
        with pytest.raises(BadLink):
            verify_signed(token[:position] + other + token[position + 1 :])
    for invented in ("", ".", "x", token[:-1], token + "A", token.replace(".", ""), "ज़री"):
        with pytest.raises(BadLink):
            verify_signed(invented)


def test_what_was_signed_for_another_purpose_or_with_another_key_is_refused(settings: Settings) -> None:
    content = [7, FILE_ID.hex, "800", int(time.time()) + 60]
    assert verify_signed(signing.Signer(salt=SALT, sep=".").sign_object(content)) == (7, FILE_ID, Size.MEDIUM)

    with pytest.raises(BadLink):
        verify_signed(signing.Signer(salt="password reset", sep=".").sign_object(content))
    token = token_of(link())
    settings.SECRET_KEY = "another key, as long as the first one was, or nearly so"
    with pytest.raises(BadLink):
        verify_signed(token)


def test_only_known_sizes_get_a_link() -> None:
    with pytest.raises(ValueError, match="is not a valid Size"):
        signed_photo_url(StoredFile(id=FILE_ID, board_id=7), "original", expires_s=60)
