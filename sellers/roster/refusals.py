"""Why a line of a group's list is refused."""

from django.utils.translation import gettext_lazy as _

from onboarding.errors import DomainError

WHOLE = 100  # percent


class NotAGroup(DomainError):
    code = "members.not_a_group"
    message = _("Only a group keeps a list of members.")


class SignatoryMissing(DomainError):
    code = "members.no_signatory"
    message = _("Write down at least one member who may sign for the group.")


class SharesAboveWhole(DomainError):
    code = "members.shares_above_whole"

    def __init__(self, total: int) -> None:
        sentence = _("All shares together would be %(total)s percent: %(over)s percent too much.")
        super().__init__(sentence % {"total": total, "over": total - WHOLE}, field="share_percent")


class ShareOrWage(DomainError):
    code = "members.share_or_wage"
    message = _("Write a share or a wage for each piece, not both.")

    def __init__(self) -> None:
        super().__init__(field="piece_wage_paise")


class NoContact(DomainError):
    code = "members.no_contact"
    message = _("Write her phone, or how she is reached without one.")

    def __init__(self) -> None:
        super().__init__(field="phone")


class ListedAlready(DomainError):
    code = "members.listed_already"
    message = _("She is on your list already.")

    def __init__(self) -> None:
        super().__init__(field="name")


class SaidNotMe(DomainError):
    """A member said that she is not in this group; an officer looks at it before anything changes."""

    code = "members.said_not_me"

    def __init__(self, name: str = "") -> None:
        sentence = _(
            "Whoever has this number says that she is not %(name)s of your group. "
            "An officer looks at it. Call us if it is a mistake."
        )
        super().__init__(sentence % {"name": name or "…"}, field="phone")


class TooManyMembers(DomainError):
    code = "members.too_many"
    message = _("So many members cannot be added in one day. Go on tomorrow, or call us.")
