"""What the pages say: the questions, the headline, and where each missing thing is to be had."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from onboarding.pages.templatetags.pages import grouped
from sellers.eligibility.answers import Who
from sellers.eligibility.needs import Need
from sellers.eligibility.paths import Path, Verdict
from sellers.eligibility.table import TurnoverLimit


def question_of(name: str, who: str | None) -> tuple[str, str]:
    """Return a question and the line that explains it, fitted to who asks."""
    is_alone = who in (None, Who.ALONE)
    return {
        "make": (_("What do you make?"), _("Choose what you sell most of.")),
        "who": (_("Who makes and sells it?"), _("Somebody at home who helps you is not a group.")),
        "papers": (
            _("Which of these do you have?") if is_alone else _("Which of these does your group or firm have?"),
            _("GSTIN is the tax number for traders, 15 letters and digits. PAN is the income tax card, 10 of them."),
        ),
        "reach": (_("Where do you want to sell?"), _("You can change this later.")),
        "bank": (
            _("Do you have a bank account in your own name?")
            if is_alone
            else _("Is there a bank account in the name of your group or firm?"),
            _("A Jan Dhan or post office account counts too.") if is_alone else _("Not in the name of one member."),
        ),
    }[name]


def headline(paths: Iterable[Path]) -> tuple[str, str]:
    """Return the answer in one line, and what it means for her."""
    open_paths = [path for path in paths if path.is_open]
    if not open_paths:
        return (
            _("Not yet, but you can begin"),
            _("Something is still missing. Register all the same, it is free: we help you to get it."),
        )
    title = (
        _("Yes, you can sell")
        if any(path.verdict == Verdict.YES for path in open_paths)
        else _("Yes, inside your state")
    )
    lead = _("Open to you: %(names)s. Registering here is free, and we help you with what comes next.")
    return title, lead % {"names": ", ".join(str(path.terms.name) for path in open_paths if path.terms)}


def where_to_get(need: Need, who: Who, limit: TurnoverLimit | None) -> str:
    """Say in a sentence or two where this is to be had and what it costs."""
    is_alone = who == Who.ALONE
    if need == Need.ENROLMENT_ID:
        return " ".join(
            [_("Free of charge on gst.gov.in, with your PAN. We do it with you."), limit_text(limit)]
        ).strip()
    return {
        Need.PAN: _("Free of charge on incometax.gov.in with your Aadhaar; it is called “Instant e-PAN”.")
        if is_alone
        else _("In the name of your group or firm. The income tax office takes a small fee."),
        Need.GSTIN: _("Free of charge on gst.gov.in. After that you report your sales regularly: talk to us first."),
        Need.BANK_ACCOUNT: _("Any bank opens a Jan Dhan account in your name, with no money in it.")
        if is_alone
        else _("At any bank, in the name of your group or firm."),
        Need.PEHCHAN: _(
            "From the Handicrafts or Handlooms office of the Government of India. We tell you the nearest."
        ),
        Need.FOOD_LICENCE: _("Whoever sells food needs it. On foscos.fssai.gov.in, for a small government fee."),
        Need.COSMETICS_LICENCE: _("From the drug office of your state. We tell you where it is."),
        Need.GOODS_LICENCE: _("Some goods need a mark or a licence, such as toys or gold. Ask us about yours."),
    }[need]


def limit_text(limit: TurnoverLimit | None) -> str:
    if limit is None:
        return ""
    if limit.other_sources_say_rupees is None:
        return _("It holds for sales up to ₹%(rupees)s a year.") % {"rupees": grouped(limit.rupees)}
    return _("It holds for sales up to ₹%(rupees)s a year; some say ₹%(others)s, ask us.") % {
        "rupees": grouped(limit.rupees),
        "others": grouped(limit.other_sources_say_rupees),
    }
