"""Lists of invented people as offices keep them; the same number gives the same person."""

import csv
from pathlib import Path

from sellers.identifiers.gstin import ALPHABET

HEADER = (
    "नाम", "मोबाइल नंबर", "जनपद", "शिल्प", "ग्राम", "पता", "पिन कोड", "PAN", "GSTIN", "Udyam No.", "खाता संख्या",
    "IFSC Code", "पहचान कार्ड", "Remarks",
)  # fmt: skip
NAMES = ("Sunita", "Rekha", "Salma", "Ramesh", "सुनीता", "मो० आरिफ़", "Kamla", "राजेश", "Shabana", "Gopal")
SURNAMES = ("Devi", "Yadav", "अंसारी", "Prajapati", "वर्मा", "Maurya", "Khatoon", "Vishwakarma", "देवी", "Nishad")
DISTRICTS = ("Varanasi", "वाराणसी", "Bhadohi", "लखनऊ", "Moradabad", "187", "आगरा", "Kanpur Nagar", "ALIGARH", "Mau")
CRAFTS = ("Banarasi silk saree", "चिकनकारी, हाथ की कढ़ाई", "Bamboo baskets", "moradabad-brassware", "Terracotta")
BAD_EVERY = 50


def write_list(path: Path, count: int, *, first: int = 0) -> None:
    """Write so many people, one in fifty with something to mend."""
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(["List of artisans, prepared by the district office"])
        writer.writerow(HEADER)
        writer.writerows(row(number) for number in range(first, first + count))


def row(number: int) -> list[str]:
    """One person's cells, as somebody typed them."""
    pan = pan_of(number)
    has_gst = number % 5 == 0
    cells = [
        f"{NAMES[number % 10]} {SURNAMES[number // 10 % 10]}",
        phone_of(number),
        DISTRICTS[number % 10],
        CRAFTS[number % 5],
        f"Gram {number % 977}",
        f"H. No. {number % 411}, Tola {number % 31}",
        f"2{number % 100000:05d}",
        pan if number % 3 else f" {pan.lower()} ",
        gstin_of(pan) if has_gst else "NA",
        f"UDYAM-UP-{number % 75:02d}-{number % 10**7:07d}" if number % 4 == 0 else "",
        f"{3 * 10**10 + number}",
        f"SBIN0{number % 10**6:06d}",
        f"PEH/{number:08d}" if number % 2 else "-",
        "as told on the phone",
    ]
    if number % BAD_EVERY == 7:
        cells[7] = f"{pan[:9]}5"
    return cells


def phone_of(number: int) -> str:
    digits = f"{6 + number // 10**9 % 4}{number % 10**9:09d}"
    forms = (digits, f"0{digits}", f"+91-{digits}", f"{digits[:5]} {digits[5:]}", digits)
    return forms[number % 5] if number % 11 else digits.translate(str.maketrans("0123456789", "०१२३४५६७८९"))


def pan_of(number: int) -> str:
    serial, rest = number % 9999 + 1, number // 9999
    letters = "".join(chr(65 + rest // 26**place % 26) for place in range(4))
    return f"{letters[:3]}P{letters[3]}{serial:04d}{chr(65 + number % 26)}"


def gstin_of(pan: str) -> str:
    body = f"09{pan}1Z"
    total = sum(
        value if place % 2 == 0 else sum(divmod(2 * value, 36))
        for place, value in enumerate(ALPHABET.index(sign) for sign in body)
    )
    return body + ALPHABET[-total % 36]
