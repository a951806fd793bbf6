"""Who may sell where: pure rules that read the table at a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sellers.eligibility.answers import Answers, Bank, Papers, Reach
from sellers.eligibility.needs import Need
from sellers.eligibility.table import LAWS, LICENCES, TERMS, TURNOVER_LIMITS, Law, Licence, Source, Terms, in_force


class Verdict(TextChoices):
    YES = "yes", _("Yes")
    OWN_STATE = "own_state", _("Yes, inside your state")
    NOT_YET = "not_yet", _("Not yet")
    OTHER_GOODS = "other_goods", _("Not for these goods")
    ASK = "ask", _("Ask us")


class Reason(TextChoices):
    """Why; the sentences take the marketplace's name."""

    GSTIN_ALL_INDIA = (
        "gstin_all_india",
        _("With your GSTIN you can sell all over India. If it is a composition one, only inside your state."),
    )
    GSTIN_OWN_STATE = (
        "gstin_own_state",
        _("With your GSTIN you can sell in your state, and later also in others."),
    )
    ENROLMENT_OWN_STATE = (
        "enrolment_own_state",
        _("Without a GSTIN too: your PAN and a free enrolment number are enough inside one state."),
    )
    ENROLMENT_NOT_ALL_INDIA = (
        "enrolment_not_all_india",
        _(
            "Your PAN and a free enrolment number are enough inside one state. "
            "For buyers in other states you need a GSTIN."
        ),
    )
    ASKS_GSTIN = (
        "asks_gstin",
        _("The law lets you sell inside your state with a PAN and no GSTIN, but %(name)s asks for one."),
    )
    ASKS_GROUPS_FOR_GSTIN = (
        "asks_groups_for_gstin",
        _("%(name)s asks groups and firms for a GSTIN; single artisans need none."),
    )
    LAW_ASKS_GSTIN = "law_asks_gstin", _("By law whoever sells through a marketplace needs a GSTIN.")
    NO_PAN = "no_pan", _("Without a GSTIN you need a PAN. Then you can sell inside your state.")
    NO_BANK_ACCOUNT = "no_bank_account", _("The money from your sales comes only into a bank account. Open one first.")
    OTHER_GOODS = "other_goods", _("%(name)s does not sell goods of this kind.")
    UNKNOWN = "unknown", _("We do not yet know what this marketplace asks for. Register, and we find out for you.")


@dataclass(frozen=True)
class Path:
    """One way to sell: whether it is open, why, and what is still needed. OWN_STATE puts a region lock on listings."""

    marketplace: str
    verdict: Verdict
    reason: Reason
    needs: tuple[Need, ...]
    terms: Terms | None
    sources: tuple[Source, ...]

    @property
    def is_open(self) -> bool:
        return self.verdict in (Verdict.YES, Verdict.OWN_STATE)


def selling_paths(
    answers: Answers,
    *,
    on: date,
    first: Sequence[str] = (),
    laws: Iterable[Law] = LAWS,
    terms: Sequence[Terms] = TERMS,
    licences: Sequence[Licence] = LICENCES,
) -> list[Path]:
    """Return one path for each marketplace that the table knows on the day, those named in `first` before the others.

    One named in `first` of which the table knows nothing is there too, as a question to ask.
    """
    law = in_force(laws, on)
    codes = dict.fromkeys([*first, *(row.marketplace for row in terms)])
    paths = []
    for code in codes:
        row = in_force([each for each in terms if each.marketplace == code], on)
        if row is not None and law is not None:
            paths.append(path_through(row, law, answers, licence_of(answers, licences, on)))
        elif code in first:
            paths.append(Path(code, Verdict.ASK, Reason.UNKNOWN, (), None, ()))
    return paths


def licence_of(answers: Answers, licences: Iterable[Licence], on: date) -> Licence | None:
    return in_force([row for row in licences if row.make == answers.make], on)


def path_through(terms: Terms, law: Law, answers: Answers, licence: Licence | None) -> Path:
    if answers.make not in terms.takes:
        return Path(terms.marketplace, Verdict.OTHER_GOODS, Reason.OTHER_GOODS, (), terms, (terms.source,))
    verdict, reason, papers = by_papers(terms, law, answers)
    missing = list(papers)
    if answers.bank == Bank.NONE:
        missing.append(Need.BANK_ACCOUNT)
        if verdict != Verdict.NOT_YET:
            verdict, reason = Verdict.NOT_YET, Reason.NO_BANK_ACCOUNT
    missing += terms.asks
    sources = [terms.source] if answers.papers == Papers.GSTIN else [terms.source, law.source]
    if licence:
        missing.append(licence.need)
        sources.append(licence.source)
    return Path(terms.marketplace, verdict, reason, tuple(missing), terms, tuple(sources))


def by_papers(terms: Terms, law: Law, answers: Answers) -> tuple[Verdict, Reason, tuple[Need, ...]]:
    """Answer from GSTIN and PAN alone."""
    wants_all_india = answers.reach == Reach.ALL_INDIA
    if answers.papers == Papers.GSTIN:
        return Verdict.YES, Reason.GSTIN_ALL_INDIA if wants_all_india else Reason.GSTIN_OWN_STATE, ()
    pan = (Need.PAN,) if answers.papers == Papers.NONE else ()
    if not law.allows_without_gstin:
        return Verdict.NOT_YET, Reason.LAW_ASKS_GSTIN, (*pan, Need.GSTIN)
    if answers.who not in terms.enrolment_id_from:
        reason = Reason.ASKS_GROUPS_FOR_GSTIN if terms.enrolment_id_from else Reason.ASKS_GSTIN
        return Verdict.NOT_YET, reason, (*pan, Need.GSTIN)
    if pan:
        return Verdict.NOT_YET, Reason.NO_PAN, (*pan, Need.ENROLMENT_ID)
    if wants_all_india:
        return Verdict.OWN_STATE, Reason.ENROLMENT_NOT_ALL_INDIA, (Need.ENROLMENT_ID,)
    return Verdict.OWN_STATE, Reason.ENROLMENT_OWN_STATE, (Need.ENROLMENT_ID,)


def turnover_limit_rupees(*, on: date) -> int | None:
    """Return up to which yearly sales one may sell without a GSTIN, or None when the law knows no such way."""
    limit = in_force(TURNOVER_LIMITS, on)
    return limit.rupees if limit else None
