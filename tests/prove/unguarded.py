"""The web application with the guard of the cap taken off: the negative control of test_cap, served to no one else.

It counts as one would who trusts what was just read: look whether there is a place, then write.
"""

import time

from django.db.models import Model

from onboarding.wsgi import application  # before the next line: it makes the apps ready
from sellers.actions import enrolments

__all__ = ["application"]

GAP_S = 0.02  # what a slow disk or a busy processor may put between two statements


def take_place_by_looking(programme: Model) -> bool:
    programmes = type(programme)._default_manager
    seen = programmes.get(pk=programme.pk)
    if seen.seller_cap is not None and seen.enrolled_count >= seen.seller_cap:
        return False
    time.sleep(GAP_S)
    programmes.filter(pk=programme.pk).update(enrolled_count=seen.enrolled_count + 1)
    return True


enrolments.take_place = take_place_by_looking
