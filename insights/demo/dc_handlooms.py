"""The Development Commissioner for Handlooms with Flipkart: weavers of all India."""

from insights.demo.plans import VARANASI, BoardPlan, ProgrammePlan, SellerPlan, officers_of
from onboarding.boards.models import Programme

FLIPKART = ProgrammePlan(
    slug="flipkart-handlooms",
    name={"en": "Handlooms with Flipkart", "hi": "हथकरघा और फ़्लिपकार्ट"},
    marketplace=Programme.Marketplace.FLIPKART,
    benefits={
        "brand-name": {
            "en": "Weavers sell under their own brand name",
            "hi": "बुनकर अपने ब्रांड के नाम से बेचते हैं",
        },
        "data-analytics": {
            "en": "Data analytics: what sells, and what to weave next",
            "hi": "आँकड़ों से जानकारी: क्या बिकता है, आगे क्या बुनें",
        },
        "customer-acquisition": {
            "en": "Help in finding customers",
            "hi": "नए ग्राहक पाने में मदद",
        },
        "packaging-collecting-delivery": {
            "en": "Guidance in packaging, collecting and delivering",
            "hi": "पैकिंग, माल उठाने और पहुँचाने में मार्गदर्शन",
        },
        "cluster-reviews": {
            "en": "Periodic reviews of sales and progress in each cluster",
            "hi": "हर क्लस्टर में बिक्री और प्रगति की नियमित समीक्षा",
        },
    },
)

BOARD = BoardPlan(
    slug="dc-handlooms",
    name={"en": "Development Commissioner (Handlooms)", "hi": "विकास आयुक्त (हथकरघा)"},
    colour="madder",
    help_phone="+911800000003",
    programmes=(FLIPKART,),
    officers=officers_of("dc-handlooms"),
    sellers=(
        SellerPlan(
            phone="+919000000301",
            name="Abdul Qadir (demo)",
            district=VARANASI,
            craft="banarasi-silk-saree",
            address="House 1, Demo Street, Ramnagar",
            pin="221008",
        ),
    ),
)
