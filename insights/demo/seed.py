"""The whole demo, in the order in which its parts stand on each other."""

from insights.demo import dc_handlooms, dget, up_khadi, up_odop
from insights.demo.boards import make_board
from insights.demo.officers import make_officer
from insights.demo.people_file import PeopleFile, Person
from insights.demo.plans import BoardPlan
from insights.demo.sellers import make_sellers
from onboarding.boards.reference.actions import load_reference

BOARDS = (up_odop.BOARD, up_khadi.BOARD, dc_handlooms.BOARD, dget.BOARD)


def seed(kept: PeopleFile, password: str = "") -> tuple[Person, ...]:
    """Reference data, boards and people of the demo stand; return how each person signs in.

    What stands already is left as it is, so that a second run changes nothing. `kept` is what the first one wrote.
    """
    load_reference()
    return tuple(person for plan in BOARDS for person in seed_board(plan, kept, password))


def seed_board(plan: BoardPlan, kept: PeopleFile, password: str) -> list[Person]:
    board = make_board(plan)
    officers = [make_officer(board, officer, kept, password) for officer in plan.officers]
    return officers + make_sellers(board, plan)
