"""Browsers in which a person has signed in already."""

import time

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client

from onboarding.accounts.models import User
from onboarding.audit.actors import Actor

# Where allauth keeps whom the records are about; it offers no public name.
RECORDS_OF = "account_authentication_methods_user"


def browser_of(user: User) -> Client:
    """A browser of someone who proved a phone or a password, and nothing more."""
    browser = Client()
    browser.force_login(user)
    return browser


def browser_of_officer(officer: Actor) -> Client:
    """A browser of an officer who gave her second factor too."""
    browser = browser_of(User.objects.get(pk=officer.id))
    session = browser.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time(), "type": "totp"}]
    session[RECORDS_OF] = officer.id
    session.save()
    return browser
