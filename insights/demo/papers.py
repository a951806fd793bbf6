"""Drawn papers in place of people's own: an artisan card that says plainly that it is none."""

from functools import cache
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from onboarding.files.documents import DocumentPicture, read_document

SIZE = (1012, 638)  # the proportions of a bank card
INK, PALE, BAND = "#1d1b2e", "#f4efe4", "#27265f"


@cache
def card_picture(name: str) -> DocumentPicture:
    """Return the picture of a demo card in this name, read like any upload."""
    return read_document(SimpleUploadedFile("card.jpg", card(name), "image/jpeg"))


def card(name: str) -> bytes:
    """Return a JPEG of the card; the same name gives the same bytes."""
    image = Image.new("RGB", SIZE, PALE)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, SIZE[0], 120), fill=BAND)
    draw.text((40, 30), "ARTISAN CARD (DEMO)", fill=PALE, font=ImageFont.load_default(52))
    draw.rounded_rectangle((40, 170, 280, 470), 16, outline=INK, width=4)
    draw.ellipse((110, 200, 210, 300), fill=INK)
    draw.pieslice((80, 310, 240, 560), 180, 360, fill=INK)
    lines = (name, "Drawn for the demo.", "Not a paper of any office.")
    for place, line in enumerate(lines):
        draw.text((330, 190 + 80 * place), line, fill=INK, font=ImageFont.load_default(40))
    encoded = BytesIO()
    image.save(encoded, "JPEG", quality=88)
    return encoded.getvalue()
