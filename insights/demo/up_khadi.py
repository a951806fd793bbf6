"""The Khadi and Village Industries Board of Uttar Pradesh with Amazon: institutions, artisans and workshops."""

from insights.demo.plans import (
    GHAZIABAD,
    KANPUR_NAGAR,
    LUCKNOW,
    VARANASI,
    BoardPlan,
    ProgrammePlan,
    SellerPlan,
    WorkshopPlan,
    officers_of,
)
from onboarding.boards.models import Programme

AMAZON = ProgrammePlan(
    slug="amazon-khadi",
    name={"en": "Khadi with Amazon", "hi": "खादी और अमेज़न"},
    marketplace=Programme.Marketplace.AMAZON,
    benefits={
        "direct-selling": {
            "en": "Institutions and artisans sell to buyers directly",
            "hi": "संस्थाएँ और कारीगर सीधे ख़रीदारों को बेचते हैं",
        },
        "workshops": {
            "en": "Workshops for Khadi institutions and artisans",
            "hi": "खादी संस्थाओं और कारीगरों के लिए कार्यशालाएँ",
        },
        "seller-services": {
            "en": "Services for sellers and the tools they need",
            "hi": "विक्रेताओं के लिए सेवाएँ और ज़रूरी साधन",
        },
    },
    workshops=WorkshopPlan(
        topic={"en": "Selling Khadi online, the first steps", "hi": "खादी ऑनलाइन बेचना, पहले कदम"},
        districts=(KANPUR_NAGAR, VARANASI, GHAZIABAD, LUCKNOW),
    ),
)

BOARD = BoardPlan(
    slug="up-khadi",
    name={
        "en": "Khadi and Village Industries Board, Uttar Pradesh",
        "hi": "खादी एवं ग्रामोद्योग बोर्ड, उत्तर प्रदेश",
    },
    colour="leaf",
    help_phone="+911800000002",
    programmes=(AMAZON,),
    officers=officers_of("up-khadi"),
    sellers=(
        SellerPlan(
            phone="+919000000201",
            name="Gomti Khadi Sansthan (demo)",
            district=LUCKNOW,
            craft="chikankari",
            address="House 1, Demo Road, Alambagh",
            pin="226005",
        ),
        SellerPlan(
            phone="+919000000202",
            name="Ramesh Kumar (demo)",
            district=VARANASI,
            craft="banarasi-silk-saree",
            address="House 2, Demo Road, Sarnath",
            pin="221007",
        ),
    ),
    merchant_id="A1DEMOKHADIEMPO",
    holder_name="Khadi Emporium (demo), Lucknow",
)
