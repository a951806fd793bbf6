"""The SMS texts that a new board begins with.

The ids are placeholders in the form of DLT ids. Before a board sends to real phones it registers the texts with its
telecom operator and puts its own header and ids in their place.
"""

from collections.abc import Mapping

from onboarding.messages.models import SmsTemplate

PLACEHOLDER_HEADER = "HAATST"

# By purpose and language. The variables are those that the callers of send_sms hand over, no more and no fewer.
TEXTS: Mapping[str, Mapping[str, str]] = {
    "sign_in_code": {
        "hi": "{code} आपका हाट सेतु कोड है। यह 5 मिनट चलेगा। इसे किसी को न बताएँ।",
        "en": "{code} is your Haat Setu code. It works for 5 minutes. Tell it to nobody.",
    },
    "application_approved": {
        "hi": "आपकी अर्ज़ी {number} मंज़ूर हो गई है। अब हाट सेतु पर अपना पहला सामान जोड़ें।",
        "en": "Your application {number} is approved. Now add your first product on Haat Setu.",
    },
    "application_needs_changes": {
        "hi": "आपकी अर्ज़ी {number} में कुछ सुधार चाहिए। हाट सेतु खोलकर देखें कि क्या बदलना है।",
        "en": "Your application {number} needs a change. Open Haat Setu to see what to mend.",
    },
    "application_rejected": {
        "hi": "आपकी अर्ज़ी {number} इस बार मंज़ूर नहीं हुई। वजह हाट सेतु पर लिखी है।",
        "en": "Your application {number} was not approved this time. The reason stands on Haat Setu.",
    },
    "listing_needs_changes": {
        "hi": "आपके सामान में कुछ सुधार चाहिए। हाट सेतु खोलकर देखें कि क्या बदलना है।",
        "en": "Your product needs a change. Open Haat Setu to see what to mend.",
    },
    "listing_live": {
        "hi": "आपका सामान {marketplace} पर आ गया है, ख़रीदार उसे देख सकते हैं। उसका नंबर: {id}. हाट सेतु",
        "en": "Your product is on {marketplace}, buyers can see it. Its number: {id}. Haat Setu",
    },
}


def register_default_texts() -> int:
    """The open board has a text for each purpose in Hindi and English; return how many were missing.

    A text that the board has already is left as it is.
    """
    known = set(SmsTemplate.objects.values_list("purpose", "language"))
    missing = [
        SmsTemplate(
            purpose=purpose,
            language=language,
            header=PLACEHOLDER_HEADER,
            dlt_template_id=f"{number:019d}",
            text=text,
        )
        for number, (purpose, language, text) in enumerate(default_texts(), start=1)
        if (purpose, language) not in known
    ]
    return len(SmsTemplate.objects.bulk_create(missing))


def default_texts() -> list[tuple[str, str, str]]:
    return [(purpose, language, text) for purpose, texts in TEXTS.items() for language, text in texts.items()]
