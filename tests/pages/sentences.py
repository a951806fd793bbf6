"""What the pages answer to a mistake, word for word, in the two languages that people read."""

SENTENCES = {
    "phone": {
        "en": "This is not an Indian mobile number. Write the 10 digits, for example 98765 43210.",
        "hi": "यह भारत का मोबाइल नंबर नहीं लगता। पूरे 10 अंक लिखें, जैसे 98765 43210।",
    },
    "empty": {"en": "This field is required.", "hi": "इसे भरना ज़रूरी है।"},
    "unreadable": {
        "en": "There are signs in this that we cannot read. Delete them, or write it again.",
        "hi": "इसमें ऐसे निशान हैं जो हम पढ़ नहीं सकते। उन्हें मिटाएँ, या फिर से लिखें।",
    },
    "wrong code": {
        "en": "This code is not right. Look at the newest SMS and try again.",
        "hi": "यह कोड सही नहीं है। सबसे नया एसएमएस देखकर फिर से लिखें।",
    },
    "old code": {"en": "This code is too old. Ask for a new one.", "hi": "यह कोड पुराना हो गया। नया कोड मँगाएँ।"},
    "worn code": {
        "en": "This code was tried too often. Ask for a new one.",
        "hi": "यह कोड बहुत बार आज़माया गया। नया कोड मँगाएँ।",
    },
    "pin": {
        "en": "A PIN code has 6 digits, for example 221001.",
        "hi": "पिन कोड में 6 अंक होते हैं, जैसे 221001।",
    },
    "pan": {
        "en": "A PAN has 5 letters, 4 digits and 1 letter, for example ABCPE1234F. Look at the card again.",
        "hi": "पैन में 5 अक्षर, 4 अंक और फिर 1 अक्षर होता है, जैसे ABCPE1234F। कार्ड फिर से देखें।",
    },
    "choice": {"en": "Choose one from the list.", "hi": "सूची में से एक चुनें।"},
    "long name": {
        "en": "Ensure this value has at most 120 characters (it has 121).",
        "hi": "ज़्यादा से ज़्यादा 120 अक्षर लिखें (अभी 121 हैं)।",
    },
    "no photo": {"en": "Take a photo first, or choose one.", "hi": "पहले फ़ोटो खींचें, या कोई चुनें।"},
    "empty photo": {
        "en": "This file is empty. Choose the photo again.",
        "hi": "यह फ़ाइल खाली है। फ़ोटो फिर से चुनें।",
    },
    "large photo": {
        "en": "This photo is larger than 20 MB. Choose a smaller one, or take it again.",
        "hi": "यह फ़ोटो 20 एमबी से बड़ी है। छोटी फ़ोटो चुनें, या फिर से खींचें।",
    },
    "no image": {
        "en": "This file is not a photo that we can read. Send a JPEG, PNG or WebP photo.",
        "hi": "यह फ़ाइल ऐसी फ़ोटो नहीं है जो हम खोल सकें। JPEG, PNG या WebP फ़ोटो भेजें।",
    },
    "damaged photo": {
        "en": "This photo is damaged, or only a part of it arrived. Send it again.",
        "hi": "यह फ़ोटो ख़राब है, या पूरी नहीं पहुँची। फिर से भेजें।",
    },
    "many pixels": {
        "en": "This photo has more pixels than we can open. Send it in a smaller size.",
        "hi": "यह फ़ोटो इतनी बड़ी है कि हम खोल नहीं पाए। छोटे आकार में भेजें।",
    },
    "no price": {
        "en": "Write the price in digits, for example 2400 or 2400.50.",
        "hi": "दाम अंकों में लिखें, जैसे 2400 या 2400.50।",
    },
    "price out of range": {
        "en": "The price must be more than ₹0 and at most ₹10 crore.",
        "hi": "दाम ₹0 से ज़्यादा और ₹10 करोड़ तक हो सकता है।",
    },
    "price above MRP": {
        "en": "The price cannot be more than the MRP printed on the piece.",
        "hi": "दाम, सामान पर छपी एमआरपी से ज़्यादा नहीं हो सकता।",
    },
    "no whole number": {"en": "Enter a whole number.", "hi": "पूरा अंक लिखें, जैसे 5।"},
    "reason": {
        "en": "Write the reason, so that the seller knows what to do.",
        "hi": "वजह लिखें, ताकि कारीगर समझ सके कि क्या करना है।",
    },
}
