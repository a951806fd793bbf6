"""Names: what is taken in, which spellings are one person's, and how names are found."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from onboarding.errors import DomainError
from sellers.identifiers.names import (
    REASONS,
    clean_name,
    compare_names,
    name_key,
    search_prefixes,
    search_words,
)

SAME = [
    ("Sunita Devi", "Suneeta Devi"),
    ("Sunita Devi", "सुनीता देवी"),
    ("Suneeta Debi", "सुनीता देवी"),
    ("Mohd Salim", "Mohammad Salim"),
    ("Mohd. Saleem", "मोहम्मद सलीम"),
    ("Md Aslam Ansari", "मो. असलम अंसारी"),
    ("Ramesh Kr Sharma", "Ramesh Kumar Sharma"),
    ("Smt. Geeta Devi", "Gita Devi"),
    ("श्रीमती गीता देवी", "Geeta Devi"),
    ("Shri Ram Lal", "राम लाल"),
    ("Ram Lal", "Ramlal"),
    ("रामलाल", "Ram Lal"),
    ("Devi Sunita", "Sunita Devi"),
    ("Sharma Ramesh Kumar", "Ramesh Kumar Sharma"),
    ("Pooja Verma", "पूजा वर्मा"),
    ("Laxmi Yadav", "लक्ष्मी यादव"),
    ("Lakshmi Yadav", "Laxmi Yadav"),
    ("Kamala Devi", "Kamla Devi"),
    ("Kamala Devi", "कमला देवी"),
    ("Ramvati", "रामवती"),
    ("Vijay Singh", "विजय सिंह"),
    ("Krishna Gupta", "कृष्ण गुप्ता"),
    ("Rajender Singh", "राजेन्द्र सिंह"),
    ("Shabana Khatoon", "शबाना खातून"),
    ("Abdul Rehman", "अब्दुल रहमान"),
    ("Zaheer Ahmed", "ज़हीर अहमद"),
    ("Shanti Chaudhary", "शांति चौधरी"),
    ("शान्ति देवी", "शांति देवी"),
    ("Priya Mishra", "प्रिया मिश्रा"),
    ("Saraswati Bai", "सरस्वती बाई"),
    ("Sunita Devi W/O Ram Lal", "Sunita Devi"),
    ("SUNITA  DEVI", "Sunita Devi"),
    ("Manju", "मंजू"),
    ("Iqbal Husain", "इक़बाल हुसैन"),
    ("Amit Rai", "अमित राय"),
    ("Jai Singh", "जय सिंह"),
    ("Sanjay Patel", "संजय पटेल"),
    ("Chandra Prakash", "चन्द्र प्रकाश"),
    ("Harish Chandra", "हरीश चंद्र"),
    ("Ishwar Dayal", "ईश्वर दयाल"),
    ("Phoolmati", "फूलमती"),
    ("Fatima Begum", "फ़ातिमा बेगम"),
    ("Fatima Begum", "फातिमा बेगम"),
    ("Kaushalya Devi", "कौशल्या देवी"),
    ("Gayatri Devi", "गायत्री देवी"),
    ("Dharmendra", "धर्मेंद्र"),
    ("Anjali Tiwari", "अंजलि तिवारी"),
    ("Shubham Maurya", "शुभम मौर्य"),
    ("Zubaida Khatoon", "ज़ुबैदा ख़ातून"),
    ("Tabassum", "तबस्सुम"),
    ("Nafees Ahmad", "नफ़ीस अहमद"),
    ("Chhote Lal", "छोटे लाल"),
    ("Urmila Gaur", "उर्मिला गौड़"),
    ("Ghanshyam", "घनश्याम"),
    ("Jagdish", "जगदीश"),
    ("Rameshwar", "रामेश्वर"),
    ("Vishwakarma", "विश्वकर्मा"),
    ("Pankaj Jaiswal", "पंकज जैसवाल"),
    ("Bhagwati Prasad", "भगवती प्रसाद"),
    ("Nirmala", "निर्मला"),
    ("Imtiyaz Ahmed", "इम्तियाज़ अहमद"),
    ("Meera Kushwaha", "मीरा कुशवाहा"),
    ("Munni Devi", "मुन्नी देवी"),
    ("Rukhsana Bano", "रुख़साना बानो"),
    ("Haseena Bano", "हसीना बानो"),
    ("Gyan Chand", "ज्ञान चंद"),
    ("Savitri", "सावित्री"),
    ("Durga Prasad", "दुर्गा प्रसाद"),
    ("Omprakash", "ओम प्रकाश"),
    ("Om Prakash", "ओमप्रकाश"),
]

CLOSE = [
    ("নীতা দেবী", "Nita Devi"),
    ("Sunita Kumari Sharma", "Sunita Sharma"),
    ("Sunita", "Sunita Devi"),
    ("Ram Kumar Sharma", "राम शर्मा"),
    ("R. K. Sharma", "Ramesh Kumar Sharma"),
    ("Sunitha Devi", "Sunita Devi"),
    ("Vimla Devi", "बिमला देवी"),
    ("Shanti Devi", "Santi Devi"),
    ("Praveen Kumar", "Parveen Kumar"),
    ("Zubaida Khatoon", "जुबैदा खातून"),
    ("Ramjaan Ali", "रमज़ान अली"),
]

DIFFERENT = [
    ("Sunita Devi", "Sunil Devi"),
    ("Sunita", "Sunil"),
    ("सुनीता", "सुनील"),
    ("Sunita", "सुनील"),
    ("Ram", "Rama Devi"),
    ("राम", "Rama"),
    ("राम", "रमा"),
    ("Ram Kumar", "Rama Kumari"),
    ("Sunil Kumar", "Sunil Kumari"),
    ("Kamal", "Kamla"),
    ("कमल", "कमला"),
    ("कमल", "Kamla"),
    ("Ramesh Kumar", "Rakesh Kumar"),
    ("रमेश कुमार", "Rakesh Kumar"),
    ("Suresh Yadav", "Naresh Yadav"),
    ("Sarita Devi", "Sunita Devi"),
    ("सरिता देवी", "सविता देवी"),
    ("Kiran Devi", "Karan Devi"),
    ("Anita", "Amita"),
    ("Anita Devi", "अनिल देवी"),
    ("Asha Devi", "Usha Devi"),
    ("आशा देवी", "उषा देवी"),
    ("Reena Devi", "Rani Devi"),
    ("Radha", "Rekha"),
    ("Aslam Khan", "Islam Khan"),
    ("Rafi Ahmad", "Rafiq Ahmad"),
    ("Nasim", "Nasima"),
    ("Sushil Kumar", "Sushila Kumar"),
    ("Vijay", "Vijaya"),
    ("विजय", "विजया"),
    ("Ajay Singh", "Vijay Singh"),
    ("Geeta Devi", "Devi"),
    ("Devi", "Sunita Devi"),
    ("Sharma", "Sunita Sharma"),
    ("S. Devi", "Sunita Devi"),
    ("Sunita Devi", "Sunita Sharma"),
    ("R. K. Sharma", "Ramesh Kumar Verma"),
    ("Mohd Salim", "Mohd Aslam"),
    ("मोहम्मद सलीम", "Mohd Salman"),
    ("Meena Kumari", "Mina Kumar"),
    ("Lata", "Lalita"),
    ("Shyam Lal", "Ram Lal"),
    ("Hari", "Hira"),
    ("Ram Kumar", "Raj Kumar"),
    ("Gopal", "गोपी"),
    ("Sita Devi", "गीता देवी"),
    ("Sunita Devi", ""),
    ("Ramu", "Ram"),
    ("Jyoti", "Joshi"),
    ("Ganga Ram", "Ganga Devi"),
    ("Bhai Lal", "Bai Lal"),
    ("Vijaya Lakshmi", "विजय लक्ष्मी"),
    ("Sarita", "Savita"),
    ("Babita", "Kavita"),
    ("Mahesh", "Mukesh"),
    ("महेश", "मुकेश"),
    ("Dinesh", "Danish"),
    ("Salma", "Selim"),
    ("Noor Jahan", "Noor Alam"),
    ("Shakeel", "Shakila"),
    ("शकील", "शकीला"),
    ("Naseem", "नसीमा"),
    ("Raj Kumar", "Raj Kumari"),
    ("Kallu", "Kali"),
    ("Munna", "Munni"),
    ("मुन्ना", "मुन्नी"),
    ("Chhotu", "Chhoti"),
    ("Rampal", "Rampyari"),
    ("Om Prakash", "Jai Prakash"),
    ("Sheela", "Shaila Devi"),
    ("Phool Kumar", "Phool Chand"),
    ("Basanti", "Basant"),
    ("Prem", "Prema"),
    ("Hira Lal", "Hari Lal"),
    ("Sita Ram", "Sita Rani"),
    ("Bano", "Rukhsana Bano"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spelling_script_order_and_titles_do_not_part_a_person_from_herself(one: str, other: str) -> None:
    assert compare_names(one, other).result == compare_names(other, one).result == "same"


@pytest.mark.parametrize(("one", "other"), CLOSE)
def test_what_may_be_one_person_is_left_to_an_officer(one: str, other: str) -> None:
    verdict = compare_names(one, other)

    assert verdict.result == compare_names(other, one).result == "close"
    assert verdict.reasons


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_people_stay_two(one: str, other: str) -> None:
    assert compare_names(one, other).result == compare_names(other, one).result == "different"


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        ("Sunita Devi", "Sunita  Devi", ()),
        ("Sunita Devi", "सुनीता देवी", ("spelling",)),
        ("Smt. Sunita Devi", "Sunita Devi", ("title",)),
        ("Devi Sunita", "Sunita Devi", ("order",)),
        ("Ram Lal", "Ramlal", ("joined",)),
        ("Ram Kumar Sharma", "Ram Sharma", ("missing_word",)),
        ("R. K. Sharma", "Ramesh Kumar Sharma", ("initial",)),
        ("Vimla Devi", "Bimla Devi", ("roughly",)),
        ("Sunita Devi", "Sunil Devi", ("other_word",)),
        ("Sunita", "سنیتا", ("unread",)),
    ],
)
def test_a_verdict_gives_its_reasons(one: str, other: str, reasons: tuple[str, ...]) -> None:
    verdict = compare_names(one, other)

    assert verdict.reasons == reasons
    with translation.override("en"):
        assert all(str(REASONS[reason]).endswith(".") for reason in verdict.reasons)


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_breaks_the_comparison(one: str, other: str) -> None:
    assert compare_names(one, other).result == compare_names(other, one).result


INDIC = st.text(alphabet=st.characters(min_codepoint=0x900, max_codepoint=0xD7F), max_size=30)


@given(INDIC, INDIC)
def test_no_indic_text_breaks_the_comparison(one: str, other: str) -> None:
    assert compare_names(one, other).result == compare_names(other, one).result


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Sunita \u00a0 Devi\n", "Sunita Devi"),
        ("Ｓｕｎｉｔａ", "Sunita"),
        ("D'Souza (Mary)", "D'Souza (Mary)"),
        ("Saheli SHG No. 2", "Saheli SHG No. 2"),
        ("Saheli SHG 2024", "Saheli SHG 2024"),
        ("M/s Ganga Handlooms", "M/s Ganga Handlooms"),
        ("M/S. Ganga Pvt.Ltd.", "M/S. Ganga Pvt.Ltd."),
        ("Sunita Devi w/o Ram Lal", "Sunita Devi w/o Ram Lal"),
        ("Md.Aslam", "Md.Aslam"),
        ("मो.असलम", "मो.असलम"),
        ("S.K.Verma", "S.K.Verma"),
        ("एस.के.वर्मा", "एस.के.वर्मा"),
        ("Dr.Md.Aslam Khan", "Dr.Md.Aslam Khan"),
        ("Verma S.K.", "Verma S.K."),
        ("S.Dev", "S.Dev"),
        ("सुनीता देवी", "सुनीता देवी"),
        ("\u0958मर", "क़मर"),
        # A joiner after a virama decides how the letter is drawn; anywhere else it does nothing.
        ("शक्\u200dति", "शक्\u200dति"),
        ("दर्\u200cशन", "दर्\u200cशन"),
        ("सु\u200dनीता\u200c", "सुनीता"),
        ("Su\u200dnita", "Sunita"),
        ("Sunita\u200b\ufeff", "Sunita"),
        ("Jose\u0301", "José"),
        ("محمد سلیم", "محمد سلیم"),
        ("अ" * 120, "अ" * 120),
    ],
)
def test_a_name_is_kept_as_a_reader_sees_it(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept
    assert clean_name(kept) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "name.invalid"),
        ("   ", "name.invalid"),
        ("9876543210", "name.invalid"),
        ("...", "name.invalid"),
        ("\u093e\u093e", "name.invalid"),
        ("Ram 😀", "name.invalid"),
        ("<b>Ram</b>", "name.invalid"),
        ("=Ram", "name.invalid"),
        ("Сунита", "name.invalid"),
        ("Sunitа Devi", "name.invalid"),
        ("Σunita", "name.invalid"),
        ("Z\u0351\u0351\u0351a", "name.invalid"),
        ("क" + "\u093c" * 5, "name.marks"),
        ("Ram\x00", "name.hidden_sign"),
        ("Ram\u202eabc", "name.hidden_sign"),
        ("Ram\u200f", "name.hidden_sign"),
        ("Ram\ud800", "name.hidden_sign"),
        ("अ" * 121, "name.too_long"),
        ("a" * 300, "name.too_long"),
        ("a" * 1_000_000, "name.too_long"),
        ("Sunita 2341 2341 2346", "aadhaar.whole_number"),
        ("SBI KYC bit.ly/abc", "name.web_address"),
        ("SBI KYC bit.ly", "name.web_address"),
        ("SBI KYC ｂｉｔ．ｌｙ", "name.web_address"),
        ("SBI bit\u200b.ly", "name.web_address"),
        ("SBI t.co", "name.web_address"),
        ("SBI (sbi-kyc.online)", "name.web_address"),
        ("Md.Aslam.com", "name.web_address"),
        ("Md.com-pay", "name.web_address"),
        ("हाट.भारत", "name.web_address"),
        ("www.haat", "name.web_address"),
        ("SBI Www. haat", "name.web_address"),
        ("https://haat", "name.web_address"),
        ("SBI KYC / abc", "name.slash"),
        ("Ganga M/s Handlooms", "name.slash"),
        ("M/s Ganga/abc", "name.slash"),
        ("Ram@upi", "name.at_sign"),
        ("SBI 12345", "name.long_number"),
        ("SBI १२३४५", "name.long_number"),
        ("Call 9876 543 210", "name.long_number"),
    ],
)
def test_what_no_reader_could_check_is_refused(typed: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        clean_name(typed, field="member_name")

    assert (refused.value.code, refused.value.field) == (code, "member_name")


def test_a_key_tells_a_couple_on_one_phone_apart() -> None:
    assert name_key("Smt. Sunita  Devi") == name_key("SUNITA DEVI") == "sunita devi"
    assert name_key("Ram") != name_key("Rama")


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("Sunita Devi", "sun"),
        ("Sunita Devi", "सुनी"),
        ("Sunita Devi", "suneeta"),
        ("Sunita Devi", "dev sun"),
        ("सुनीता देवी", "Sunita"),
        ("सुनीता देवी", "sunita d"),
        ("सुनीता देवी", "सु"),
        ("Mohd Salim", "Mohammad"),
        ("Mohd Salim", "mohd"),
        ("Mohammad Salim", "मो. सलीम"),
        ("Vijaya", "vijay"),
        ("Lakshmi", "laxm"),
        ("लक्ष्मी", "laks"),
        ("Champa", "चंपा"),
        ("चंपा", "cham"),
        ("Smt. Geeta", "gita"),
        ("محمد سلیم", "سلیم"),
    ],
)
def test_a_name_is_found_by_its_beginnings_in_either_script(name: str, query: str) -> None:
    assert is_found(name, query)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("Sunita Devi", "Sunil"),
        ("Sunita Devi", "anita"),
        ("सुनीता", "गीता"),
        ("Ram Lal", "Shyam"),
        ("Sunita", "sunita b"),
    ],
)
def test_a_name_is_not_found_by_another(name: str, query: str) -> None:
    assert not is_found(name, query)


def is_found(name: str, query: str) -> bool:
    words = search_words(name)
    return all(any(word.startswith(prefix) for word in words) for prefix in search_prefixes(query))
