"""The SMS texts that a new board begins with.

The ids are placeholders in the form of DLT ids. Before a board sends to real phones it registers the texts with its
telecom operator and puts its own header and ids in their place.
"""

from collections.abc import Mapping

from django.conf import settings

from onboarding.messages.models import SmsTemplate

PLACEHOLDER_HEADER = "HAATST"

# By purpose and language. The variables are those that the callers of send_sms hand over, no more and no fewer.
TEXTS: Mapping[str, Mapping[str, str]] = {
    "sign_in_code": {
        "hi": "{code} आपका हाट सेतु कोड है। यह 5 मिनट चलेगा। इसे किसी को न बताएँ।",
        "en": "{code} is your Haat Setu code. It works for 5 minutes. Tell it to nobody.",
    },
    "confirm_file_code": {
        "hi": "{code} बताने का मतलब: हमारे साथी ने हाट सेतु पर आपकी जो फ़ाइल भरी है, वह आपके कहने पर भरी है। 5 मिनट चलेगा।",
        "en": "{code} confirms the file that our helper filled in for you on Haat Setu. It works for 5 minutes.",
    },
    "withdraw_code": {
        "hi": "{code} हाट सेतु छोड़ने का कोड है। आप छोड़ना नहीं चाहते तो इसे कहीं न लिखें। 5 मिनट चलेगा।",
        "en": "{code} confirms that you leave Haat Setu. Did you not ask for this? Do nothing. It works for 5 minutes.",
    },
    "change_number_code": {
        "hi": "{code} हाट सेतु पर आपका फ़ोन नंबर बदलने का कोड है। 5 मिनट चलेगा। इसे किसी को न बताएँ।",
        "en": "{code} confirms a change of your phone number on Haat Setu. Works for 5 minutes. Tell it to nobody.",
    },
    "member_consent_code": {
        "hi": "{code} से आप हाँ कहते हैं कि समूह हाट सेतु पर आपका नाम लिखे। आप समूह में नहीं हैं तो इसे कहीं न लिखें।",
        "en": "{code} says that you agree to be listed by a group on Haat Setu. Not in that group? Then do nothing.",
    },
    "copy_file_code": {
        "hi": "{code} से आप हाँ कहते हैं कि आपकी हाट सेतु फ़ाइल दूसरे बोर्ड को दी जाए। 5 मिनट चलेगा।",
        "en": "{code} confirms that your Haat Setu file is copied to another board. It works for 5 minutes.",
    },
    "reset_pin_code": {
        "hi": "{code} हाट सेतु पर नया पिन बनाने का कोड है। 5 मिनट चलेगा। इसे किसी को न बताएँ।",
        "en": "{code} lets you choose a new PIN on Haat Setu. It works for 5 minutes. Tell it to nobody.",
    },
    "help_code": {
        "hi": "{code} से आप हाँ कहते हैं कि हाट सेतु पर किसी का सामान डालने और पैक करने में मदद करेंगे। 5 मिनट चलेगा।",
        "en": "{code} says that you help a seller on Haat Setu to list, price and pack. It works for 5 minutes.",
    },
    "my_data_code": {
        "hi": "{code} से हाट सेतु पर आपके बारे में लिखा सब कुछ खुलता है। इसे किसी को न बताएँ। 5 मिनट चलेगा।",
        "en": "{code} opens all that Haat Setu keeps about you. Tell it to nobody. It works for 5 minutes.",
    },
    "file_begun_for_you": {
        "hi": "{operator} हाट सेतु पर आपकी फ़ाइल भर रहे हैं। यह मुफ़्त है। आपने नहीं कहा? {phone} पर फ़ोन करें।",
        "en": "{operator} fills in a Haat Setu file for you. It is free. Did you not ask for it? Call {phone}.",
    },
    "pin_cleared": {
        "hi": "हाट सेतु पर आपका पिन दफ़्तर में हटाया गया। आपने नहीं कहा? {phone} पर फ़ोन करें।",
        "en": "Your Haat Setu PIN was removed at the office. Did you not ask for it? Call {phone}.",
    },
    "person_confirmed": {
        "hi": "दफ़्तर ने माना कि हाट सेतु की फ़ाइल इसी नंबर की है। आप वहाँ नहीं गए? {phone} पर फ़ोन करें।",
        "en": "The office confirmed that a Haat Setu file belongs to this number. Were you not there? Call {phone}.",
    },
    "number_change_asked": {
        "hi": "हाट सेतु पर एक फ़ाइल का नंबर बदलने को कहा गया है। आपने नहीं कहा? इसी नंबर से खोलकर रोकें, या {phone} पर फ़ोन करें।",
        "en": "A Haat Setu file is to get a new number. Not you? Sign in with this one and stop it, or call {phone}.",
    },
    "number_changed": {
        "hi": "हाट सेतु पर एक फ़ाइल का फ़ोन नंबर बदल गया है। आपने नहीं कहा? तुरंत {phone} पर फ़ोन करें।",
        "en": "The phone number of a Haat Setu file was changed. Did you not ask for it? Call {phone} at once.",
    },
    "seller_stopping": {
        "hi": "आप हाट सेतु छोड़ रहे हैं। आपका सामान बाज़ार से हटाया जा रहा है। आपने नहीं कहा? तुरंत {phone} पर फ़ोन करें।",
        "en": "You are leaving Haat Setu. What you sell is being taken down. Did you not ask for it? Call {phone}.",
    },
    "seller_withdrawn": {
        "hi": "आपने हाट सेतु छोड़ दिया है। अब आपके नाम से कुछ नया नहीं बिकेगा। मन बदले तो कभी भी लौट आएँ।",
        "en": "You have left Haat Setu. Nothing new goes on sale in your name. You can come back at any time.",
    },
    # The address stands in the text itself: a variable may hold 30 signs, and the token needs them all.
    "member_listed": {
        "hi": "{who} ने हाट सेतु पर आपको {group} का सदस्य लिखा है। यह मुफ़्त है। सही है या नहीं, यहाँ बताएँ: "
        f"{settings.PUBLIC_URL}/m/{{token}}",
        "en": "{who} listed you on Haat Setu as a member of {group}. It is free. Is that right? Tell us here: "
        f"{settings.PUBLIC_URL}/m/{{token}}",
    },
    "member_in_doubt": {
        "hi": "{group} की सदस्य सूची में {name} का नाम एक बार देख लें, शायद नंबर किसी और का है। हाट सेतु, मदद: {phone}",
        "en": "Please look at {name} in the member list of {group}: the number may be another person's. "
        "Haat Setu, help: {phone}",
    },
    "mark_expires": {
        "hi": "{mark}: {day} तक चलेगा। नया बनवाकर हाट सेतु पर नई तारीख़ लिख दें, ताकि बिक्री न रुके।",
        "en": "{mark} is valid until {day}. Renew it in time, and write the new date on Haat Setu.",
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
    "file_begun_by_board": {
        "hi": "बोर्ड ने हाट सेतु पर आपकी फ़ाइल शुरू की है। यह मुफ़्त है। इसी नंबर से खोलकर देखें कि सब सही है। कोई सवाल? {phone}",
        "en": "The board began a free Haat Setu file for you. Sign in with this number and see whether it is right. "
        "Questions? Call {phone}.",
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
