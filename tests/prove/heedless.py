"""The workers with the guard of a withdrawal taken off: the negative control of test_withdrawal.

A stopping seller's rows are claimed like everybody's.
"""

from importlib import import_module

from django.db.models import QuerySet

from tests.prove.hasty import app  # before the next line: it makes the apps ready

__all__ = ["app"]

import_module("marketplaces.querysets").PublicationQuerySet.may_be_called_for = QuerySet.all
