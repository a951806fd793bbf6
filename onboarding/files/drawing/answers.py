"""What a child says to its parent: pixels, or the word of a refusal."""

from collections.abc import Iterable

from PIL import Image

from onboarding.files.limits import Answer

Image.new("RGB", (1, 1)).tobytes()  # Pillow loads more of itself for its first answer


def drawn(images: Iterable[Image.Image], *, size: tuple[int, int] | None = None) -> Answer:
    """Answer with raw RGB pixels, the size of each picture, and the size of the original where it has one."""
    sizes, parts = [], []
    for image in images:
        sizes.append(image.size)
        parts.append(image.tobytes())
    return Answer({"sizes": sizes, "size": size}, parts)


def refused(word: str) -> Answer:
    return Answer({"refused": word}, [])
