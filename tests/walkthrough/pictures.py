"""Photos of a sari and of a card, drawn: nobody's picture is needed to walk the road."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter, ImageFont


def sari(silk: str = "#a11a2b") -> bytes:
    """Return a JPEG of 1600 by 1200 pixels: silk, red unless told, with a golden border."""
    image = Image.new("RGB", (1600, 1200), silk)
    draw = ImageDraw.Draw(image)
    for y in range(0, 1200, 12):
        draw.line((0, y, 1600, y), fill="#8c1523", width=3)
    for x in range(60, 1600, 160):
        for y in range(80, 900, 160):
            draw.regular_polygon((x + (y // 160 % 2) * 80, y, 22), 4, fill="#e3b04b")
    draw.rectangle((0, 960, 1600, 1160), fill="#c9962f")
    for x in range(0, 1600, 80):
        draw.polygon(((x, 1160), (x + 40, 980), (x + 80, 1160)), fill="#7a1020")
    encoded = BytesIO()
    image.save(encoded, "JPEG", quality=85)
    return encoded.getvalue()


def card(name: str, *, blurred: bool) -> bytes:
    """Return the picture of an artisan card, as a phone takes it in a hurry or with care."""
    image = Image.new("RGB", (1600, 1000), "#e9e2cf")
    draw = ImageDraw.Draw(image)
    draw.rectangle((60, 60, 1540, 940), outline="#27265f", width=8)
    for place, line in enumerate(("ARTISAN CARD", "UP/VNS/00412", name.encode("ascii", "ignore").decode() or "S D")):
        draw.text((120, 160 + 200 * place), line, fill="#1d1b2e", font=ImageFont.load_default(90))
    if blurred:
        image = image.filter(ImageFilter.GaussianBlur(18))
    encoded = BytesIO()
    image.save(encoded, "JPEG", quality=85)
    return encoded.getvalue()
