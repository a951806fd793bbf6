"""Pages by key."""

from datetime import timedelta

import pytest
from django.utils import timezone

from onboarding.console.keyset import BadCursor, page_of, read_cursor
from sellers.models import Application
from sellers.states import ApplicationStatus
from tests import factories

NAIVE = "2026-01-01T00:00:00~" + "0" * 32
NO_SUCH_DAY = "0001-01-01T00:00:00+23:59~" + "f" * 32


def submitted(count):
    """Applications sent a minute apart, oldest first; the last two in the same moment."""
    rows = [factories.make_application(status=ApplicationStatus.SUBMITTED) for _number in range(count)]
    start = timezone.now()
    for place, row in enumerate(rows):
        moment = start + timedelta(minutes=min(place, count - 2))
        Application.objects.filter(pk=row.pk).update(submitted_at=moment)
    return list(Application.objects.order_by("submitted_at", "id").values_list("pk", flat=True))


def walk(limit):
    seen, after = [], ""
    while True:
        page = page_of(Application.objects.all(), since="submitted_at", after=after, limit=limit)
        seen += [row.pk for row in page.rows]
        if not page.next_cursor:
            return seen
        after = page.next_cursor


def test_walking_the_pages_shows_every_row_once_in_order(board):
    expected = submitted(5)

    assert walk(2) == expected
    assert walk(4) == expected
    assert walk(5) == expected


def test_a_row_that_leaves_between_two_pages_skips_none_of_the_rest(board):
    expected = submitted(4)
    first = page_of(Application.objects.all(), since="submitted_at", after="", limit=2)
    Application.objects.filter(pk=expected[0]).delete()

    second = page_of(Application.objects.all(), since="submitted_at", after=first.next_cursor, limit=2)

    assert [row.pk for row in second.rows] == expected[2:]


@pytest.mark.parametrize(
    "cursor", ["x", "~", "2026-01-01~x", "~7", "2026-13-01T00:00:00+00:00~" + "0" * 32, "\x00~\x00", NAIVE, NO_SUCH_DAY]
)
def test_a_forged_cursor_is_refused(cursor):
    with pytest.raises(BadCursor):
        read_cursor(cursor)
