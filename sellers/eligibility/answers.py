"""The five questions, and what somebody answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Make(TextChoices):
    """What she makes, as far as the law tells it apart."""

    CLOTH = "cloth", _("Cloth: saree, carpet, embroidery, khadi")
    CRAFT = "craft", _("Brass, wood, clay, glass, leather, other handicraft")
    FOOD = "food", _("Something to eat or drink")
    COSMETICS = "cosmetics", _("Soap, perfume, oil or cream for the body")
    OTHER = "other", _("Toys, gold or silver jewellery, electrical goods, or something else")


class Who(TextChoices):
    ALONE = "alone", _("I, alone or with my family")
    GROUP = "group", _("A self-help group, co-operative or Khadi institution")
    FIRM = "firm", _("A firm or a company")


class Papers(TextChoices):
    GSTIN = "gstin", _("A GSTIN")
    PAN = "pan", _("No GSTIN, but a PAN card")
    NONE = "none", _("Neither, or I do not know")


class Reach(TextChoices):
    OWN_STATE = "state", _("In my own state; that is enough for now")
    ALL_INDIA = "india", _("All over India")


class Bank(TextChoices):
    OWN = "yes", _("Yes")
    NONE = "no", _("No, not yet")


@dataclass(frozen=True)
class Answers:
    """All five answers; the field names are those in the page's address."""

    make: Make
    who: Who
    papers: Papers
    reach: Reach
    bank: Bank

    @classmethod
    def complete(cls, given: Mapping[str, str]) -> Self | None:
        """Return the answers once none of the five is missing."""
        if set(given) != set(CHOICES):
            return None
        return cls(
            make=Make(given["make"]),
            who=Who(given["who"]),
            papers=Papers(given["papers"]),
            reach=Reach(given["reach"]),
            bank=Bank(given["bank"]),
        )


CHOICES: dict[str, type[TextChoices]] = {"make": Make, "who": Who, "papers": Papers, "reach": Reach, "bank": Bank}


def answers_in(query: Mapping[str, str]) -> dict[str, str]:
    """Return what an address answers, in the order of the questions; what no question offers is left out."""
    return {name: query[name] for name, choices in CHOICES.items() if query.get(name) in choices.values}
