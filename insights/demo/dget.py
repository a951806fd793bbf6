"""The Directorate General of Employment and Training with Flipkart: training only, nothing is sold here."""

from insights.demo.plans import BoardPlan, ProgrammePlan, officers_of
from onboarding.boards.models import Programme

TRAINING = ProgrammePlan(
    slug="flipkart-training",
    name={"en": "Training for e-commerce with Flipkart", "hi": "फ़्लिपकार्ट के साथ ई-कॉमर्स का प्रशिक्षण"},
    marketplace=Programme.Marketplace.FLIPKART,
    sells=False,
    trainee_target=5_000,
    benefits={
        "training": {
            "en": "Training for people of small towns and villages",
            "hi": "छोटे शहरों और गाँवों के लोगों के लिए प्रशिक्षण",
        },
        "employment": {
            "en": "A chance of work at Flipkart or its business partners",
            "hi": "फ़्लिपकार्ट या उसके साझेदारों के यहाँ काम का मौक़ा",
        },
    },
)

BOARD = BoardPlan(
    slug="dget",
    name={
        "en": "Directorate General of Employment and Training",
        "hi": "रोज़गार एवं प्रशिक्षण महानिदेशालय",
    },
    colour="teal",
    help_phone="+911800000004",
    programmes=(TRAINING,),
    officers=officers_of("dget"),
)
