"""Drawn cloth in place of photos, so that the demo's pages can be judged without anybody's pictures."""

import math
from functools import cache
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageChops, ImageDraw

from insights.demo.plans import Cloth
from onboarding.files.photos import Photo, read_photo

SIDE = 2400  # drawn at twice the size, so that the edges come out smooth
THREAD = 8
BORDER = 300
STEP = 250
BORDER_TOP = SIDE - BORDER - 160


@cache
def photo_of(cloth: Cloth) -> Photo:
    """Return the picture of the cloth, read like any upload. Kept, since drawing costs more than all the rest."""
    return read_photo(SimpleUploadedFile("piece.jpg", picture(cloth), "image/jpeg"))


def picture(cloth: Cloth) -> bytes:
    """Return a JPEG of the cloth; the same cloth gives the same bytes."""
    image = Image.new("RGB", (SIDE, SIDE), cloth.ground)
    draw = ImageDraw.Draw(image)
    draw_flowers(draw, cloth)
    draw_borders(draw, cloth)
    shaded = ImageChops.multiply(ImageChops.multiply(image, threads()), folds())
    encoded = BytesIO()
    shaded.resize((SIDE // 2, SIDE // 2), Image.Resampling.LANCZOS).save(encoded, "JPEG", quality=88)
    return encoded.getvalue()


def draw_flowers(draw: ImageDraw.ImageDraw, cloth: Cloth) -> None:
    for row, y in enumerate(range(0, BORDER_TOP - STEP // 2, STEP)):
        for x in range(STEP // 2 * (row % 2), SIDE + STEP, STEP):
            draw_flower(draw, x, y, 52, cloth.motif, cloth.ground)


def draw_flower(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float, petals: str, heart: str) -> None:
    for turn in range(8):
        angle = math.tau * turn / 8
        reach = radius * (1.0 if turn % 2 == 0 else 0.72)
        dot(draw, x + reach * math.cos(angle), y + reach * math.sin(angle), radius * 0.34, petals)
    dot(draw, x, y, radius * 0.58, petals)
    dot(draw, x, y, radius * 0.26, heart)


def dot(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float, colour: str) -> None:
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def draw_borders(draw: ImageDraw.ImageDraw, cloth: Cloth) -> None:
    """Draw a band with diamonds along the lower edge, and a narrow one on either side of it."""
    draw.rectangle((0, BORDER_TOP, SIDE, BORDER_TOP + BORDER), fill=cloth.border)
    for y in (BORDER_TOP - 60, BORDER_TOP + BORDER + 30):
        draw.rectangle((0, y, SIDE, y + 26), fill=cloth.border)
    middle, reach = BORDER_TOP + BORDER / 2, BORDER * 0.4
    for x in range(0, SIDE + BORDER, BORDER):
        draw.polygon(
            [(x - reach, middle), (x, middle - reach), (x + reach, middle), (x, middle + reach)], fill=cloth.ground
        )
        draw_flower(draw, x, middle, reach * 0.42, cloth.motif, cloth.border)


def threads() -> Image.Image:
    """Return the plain weave as light and shade, each thread now above and now below the other."""
    knot = Image.new("L", (THREAD, THREAD), 255)
    draw = ImageDraw.Draw(knot)
    half = THREAD // 2
    for x, y in ((0, 0), (half, half)):
        draw.rectangle((x, y, x + half - 1, y + half - 1), fill=232)
    weave = Image.new("L", (SIDE, SIDE))
    weave.paste(knot)
    width = THREAD
    while width < SIDE:
        weave.paste(weave.crop((0, 0, width, THREAD)), (width, 0))
        width *= 2
    height = THREAD
    while height < SIDE:
        weave.paste(weave.crop((0, 0, SIDE, height)), (0, height))
        height *= 2
    return weave.convert("RGB")


def folds() -> Image.Image:
    """Return the soft shadows of cloth that hangs in folds."""
    depths = (math.sin(math.tau * x / 900) + 0.5 * math.sin(math.tau * x / 410 + 1) for x in range(SIDE))
    line = bytes(round(226 + 19 * depth) for depth in depths)
    return Image.frombytes("L", (SIDE, 1), line).resize((SIDE, SIDE)).convert("RGB")
