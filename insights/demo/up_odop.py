"""The One District One Product cell of Uttar Pradesh: Amazon Kala Haat for nine districts, and a Flipkart pilot.

The report names nine districts, 300 sellers and four benefits. It knows of no pilot with Flipkart: that one is
invented, so that one seller can be seen on two marketplaces.
"""

from insights.demo.plans import (
    AGRA,
    ALIGARH,
    BHADOHI,
    KANPUR_NAGAR,
    LUCKNOW,
    MEERUT,
    MORADABAD,
    SAHARANPUR,
    VARANASI,
    BoardPlan,
    Cloth,
    ClusterPlan,
    OfficerPlan,
    Piece,
    ProgrammePlan,
    SellerPlan,
    officers_of,
)
from onboarding.boards.models import Programme

KALA_HAAT = ProgrammePlan(
    slug="amazon-kala-haat",
    name={"en": "ODOP with Amazon Kala Haat", "hi": "ओडीओपी और अमेज़न कला हाट"},
    marketplace=Programme.Marketplace.AMAZON,
    districts=(VARANASI, ALIGARH, MORADABAD, BHADOHI, LUCKNOW, KANPUR_NAGAR, AGRA, MEERUT, SAHARANPUR),
    seller_cap=300,
    benefits={
        "training": {"en": "Training in selling online", "hi": "ऑनलाइन बेचने का प्रशिक्षण"},
        "advertising-marketing": {"en": "Advertising and marketing tools", "hi": "विज्ञापन और मार्केटिंग के साधन"},
        "account-management": {"en": "Guidance in managing the account", "hi": "खाता चलाने में मार्गदर्शन"},
        "storage-delivery": {"en": "Storage and delivery network", "hi": "भंडारण और डिलीवरी का नेटवर्क"},
    },
)
FLIPKART_PILOT = ProgrammePlan(
    slug="flipkart-pilot",
    name={"en": "ODOP with Flipkart, a pilot", "hi": "ओडीओपी और फ़्लिपकार्ट, पायलट"},
    marketplace=Programme.Marketplace.FLIPKART,
    districts=(VARANASI, BHADOHI, LUCKNOW),
    seller_cap=25,
    benefits={"training": {"en": "Training in selling online", "hi": "ऑनलाइन बेचने का प्रशिक्षण"}},
)

RED_SAREE = Piece(
    title={"en": "Red Banarasi silk saree with zari border", "hi": "लाल बनारसी रेशमी साड़ी, ज़री बॉर्डर"},
    description={
        "en": "Pure silk, woven by hand in twelve days. Dry clean only.",
        "hi": "शुद्ध रेशम, बारह दिन में हाथ से बुनी गई। केवल ड्राई क्लीन।",
    },
    price_rupees=7_200,
    mrp_rupees=9_000,
    quantity=3,
    material="Pure silk",
    color="Red",
    cloth=Cloth(ground="#8c1c2b", border="#c9962f", motif="#e0b659"),
    is_approved=True,
)
GREEN_SAREE = Piece(
    title={"en": "Green Banarasi silk saree with small flowers", "hi": "हरी बनारसी रेशमी साड़ी, छोटी बूटी"},
    description={
        "en": "Pure silk with small woven flowers. Five and a half metres, with a blouse piece.",
        "hi": "शुद्ध रेशम, बुनी हुई छोटी बूटियाँ। साढ़े पाँच मीटर, ब्लाउज़ का कपड़ा साथ में।",
    },
    price_rupees=5_400,
    mrp_rupees=6_500,
    quantity=2,
    material="Pure silk",
    color="Green",
    cloth=Cloth(ground="#1f5a3c", border="#b98a2d", motif="#dcb765"),
)
WHITE_KURTA = Piece(
    title={"en": "White cotton kurta with chikankari", "hi": "सफ़ेद सूती कुर्ता, चिकनकारी"},
    description={
        "en": "Fine cotton, embroidered by hand. Wash it cold by hand.",
        "hi": "महीन सूती कपड़ा, हाथ की कढ़ाई। ठंडे पानी में हाथ से धोएँ।",
    },
    price_rupees=1_450,
    mrp_rupees=1_800,
    quantity=6,
    material="Cotton",
    color="White",
    size="M",
    cloth=Cloth(ground="#e9e4d8", border="#d3cab6", motif="#ffffff"),
    is_approved=True,
)
BLUE_KURTA = Piece(
    title={"en": "Sky blue kurta with chikankari", "hi": "आसमानी कुर्ता, चिकनकारी"},
    description={
        "en": "Soft cotton with shadow stitch on front and sleeves.",
        "hi": "मुलायम सूती कपड़ा, सामने और बाँहों पर छाया टाँका।",
    },
    price_rupees=1_650,
    mrp_rupees=2_000,
    quantity=4,
    material="Cotton",
    color="Sky blue",
    size="L",
    cloth=Cloth(ground="#8db3cc", border="#eef3f5", motif="#f7fbfd"),
)

SELLERS = (
    SellerPlan(
        phone="+919000000101",
        name="Shabana Bano (demo)",
        district=VARANASI,
        craft="banarasi-silk-saree",
        address="House 1, Demo Lane, Madanpura",
        pin="221001",
        pan="ZZZPZ0001Z",
        outcome="approved",
        programmes=(KALA_HAAT.slug, FLIPKART_PILOT.slug),
        pieces=(RED_SAREE, GREEN_SAREE),
    ),
    SellerPlan(
        phone="+919000000102",
        name="Kamla Devi (demo)",
        district=LUCKNOW,
        craft="chikankari",
        address="House 2, Demo Lane, Chowk",
        pin="226003",
        outcome="approved",
        programmes=(KALA_HAAT.slug,),
        pieces=(WHITE_KURTA, BLUE_KURTA),
    ),
    SellerPlan(
        phone="+919000000103",
        name="Rekha Maurya (demo)",
        district=VARANASI,
        craft="banarasi-silk-saree",
        address="House 3, Demo Lane, Lallapura",
        pin="221010",
        pan="ZZZPZ0003Z",
    ),
    SellerPlan(
        phone="+919000000104",
        name="Imran Ansari (demo)",
        district=BHADOHI,
        craft="bhadohi-carpet",
        address="House 4, Demo Lane, Gopiganj",
        pin="221303",
    ),
    SellerPlan(
        phone="+919000000105",
        name="Nasreen Jahan (demo)",
        district=MORADABAD,
        craft="moradabad-brassware",
        address="House 5, Demo Lane, Peerzada",
        pin="244001",
    ),
    SellerPlan(
        phone="+919000000106",
        name="Suresh Jatav (demo)",
        district=AGRA,
        craft="agra-footwear",
        address="House 6, Demo Lane, Lohamandi",
        pin="282002",
        pan="ZZZPZ0006Z",
    ),
    SellerPlan(
        phone="+919000000107",
        name="Farhan Malik (demo)",
        district=SAHARANPUR,
        craft="saharanpur-wood",
        address="House 7, Demo Lane, Khatakheri",
        pin="247001",
    ),
    SellerPlan(
        phone="+919000000108",
        name="Anil Sharma (demo)",
        district=ALIGARH,
        craft="locks-hardware",
        address="House 8, Demo Lane, Upper Kot",
        pin="202001",
    ),
    SellerPlan(
        phone="+919000000109",
        name="Pooja Rani (demo)",
        district=MEERUT,
        craft="meerut-sports",
        address="House 9, Demo Lane",
        pin="250002",
        outcome="needs_changes",
        to_mend=(("artisan_card_photo", "blurred"),),
    ),
    SellerPlan(
        phone="+919000000110",
        name="Ravi Kureel (demo)",
        district=KANPUR_NAGAR,
        craft="kanpur-leather",
        address="House 10, Demo Lane, Jajmau",
        pin="208010",
        outcome="draft",
    ),
)

BOARD = BoardPlan(
    slug="up-odop",
    name={"en": "ODOP Cell, Uttar Pradesh", "hi": "ओडीओपी प्रकोष्ठ, उत्तर प्रदेश"},
    colour="indigo",
    help_phone="+911800000001",
    programmes=(KALA_HAAT, FLIPKART_PILOT),
    officers=(
        *officers_of("up-odop"),
        OfficerPlan(
            role="district_officer",
            email="officer.varanasi@up-odop.example",
            name="Demo officer, Varanasi",
            district=VARANASI,
        ),
    ),
    sellers=SELLERS,
    clusters=(
        ClusterPlan(
            name={"en": "Madanpura weavers", "hi": "मदनपुरा के बुनकर"}, district=VARANASI, craft="banarasi-silk-saree"
        ),
        ClusterPlan(
            name={"en": "Lallapura weavers", "hi": "लल्लापुरा के बुनकर"}, district=VARANASI, craft="banarasi-silk-saree"
        ),
        ClusterPlan(
            name={"en": "Chowk chikan workers", "hi": "चौक के चिकन कारीगर"}, district=LUCKNOW, craft="chikankari"
        ),
    ),
    required=("artisan_card_photo",),
    appeal_contact={
        "en": "Appeals officer (demo), ODOP cell, Lucknow, 0522 000 0000",
        "hi": "अपील अधिकारी (डेमो), ओडीओपी प्रकोष्ठ, लखनऊ, 0522 000 0000",
    },
    merchant_id="A1DEMOODOPEMPOR",
    holder_name="ODOP Emporium (demo), Lucknow",
)
