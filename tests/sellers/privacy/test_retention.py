"""What people are told about how long things are kept is what the sweeps do."""

from django.utils.translation import override

from onboarding.accounts.actions import CHALLENGES_KEPT, SILENCE
from onboarding.messages.actions import RECIPIENTS_KEPT
from sellers.privacy.retention import RULES


def test_the_words_name_the_same_times_as_the_sweeps() -> None:
    with override("en"):
        said = {rule.code: str(rule.how_long) for rule in RULES}

    assert f"{RECIPIENTS_KEPT.days} days" in said["messages"]
    assert CHALLENGES_KEPT.days == 2
    assert "Two days" in said["codes"]
    assert f"{SILENCE.days} days" in said["number_without_file"]
