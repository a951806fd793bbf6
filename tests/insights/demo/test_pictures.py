"""The drawn pictures that stand for photos."""

from insights.demo.pictures import photo_of, picture
from insights.demo.up_odop import SELLERS


def test_each_piece_has_a_picture_of_its_own_that_passes_for_a_photo() -> None:
    pieces = [piece for seller in SELLERS for piece in seller.pieces]

    photos = [photo_of(piece.cloth) for piece in pieces]

    assert [(photo.width, photo.height, photo.content_type) for photo in photos] == [(1200, 1200, "image/jpeg")] * 4
    assert len({photo.sha256 for photo in photos}) == 4


def test_the_same_cloth_gives_the_same_picture() -> None:
    cloth = SELLERS[0].pieces[0].cloth

    assert picture(cloth) == picture(cloth)
