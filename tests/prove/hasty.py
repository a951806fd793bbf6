"""The workers' Celery application with leases of a few seconds: for proofs that have no time for real ones.

Everything is as in earnest but how long a dead worker's rows wait.
"""

from datetime import timedelta
from importlib import import_module

import django

from onboarding.celery import app

__all__ = ["app"]

LEASE = timedelta(seconds=8)  # above the longest call to a healthy sandbox by far

django.setup()  # models before apps are ready cannot be imported, so the module comes after this
import_module("onboarding.outbox.claims").LEASE = LEASE
