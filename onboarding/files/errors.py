"""Why a file was refused, in words that tell the sender what to do next."""

from django.utils.translation import gettext_lazy as _

from onboarding.errors import DomainError


class BadFile(DomainError):
    """The sent file cannot be used. Nothing of it was kept."""

    code = "file.bad"
    message = _("This file cannot be used. Choose another one.")


class Busy(BadFile):
    code = "file.busy"
    message = _("Many photos are arriving just now. Nothing is wrong with yours: send it again in a minute.")
    http_status = 503


class EmptyFile(BadFile):
    code = "file.empty"
    message = _("This file is empty. Choose the photo again.")


class TooLarge(BadFile):
    code = "file.too_large"
    message = _("This photo is larger than 20 MB. Choose a smaller one, or take it again.")
    http_status = 413


class NotAnImage(BadFile):
    code = "file.not_an_image"
    message = _("This file is not a photo that we can read. Send a JPEG, PNG or WebP photo.")


class NotADocument(BadFile):
    code = "file.not_a_document"
    message = _("This file is neither a photo nor a PDF that we can read. Take a photo of the document and send that.")


class Damaged(BadFile):
    code = "file.truncated"
    message = _("This photo is damaged, or only a part of it arrived. Send it again.")


class TooManyPixels(BadFile):
    code = "file.too_many_pixels"
    message = _("This photo has more pixels than we can open. Send it in a smaller size.")


class TooSmall(BadFile):
    code = "file.too_small"
    message = _("This photo is too small to show your work. Its longer side needs at least 500 pixels.")


class TooNarrow(BadFile):
    code = "file.too_narrow"
    message = _("This picture is only a long, narrow strip. Take it again, so that all of it is in the picture.")


class TooSmallToRead(BadFile):
    code = "file.too_small_to_read"
    message = _("This picture is too small to be read. Take it again from nearer, so that the letters are clear.")


class NotOpened(BadFile):
    """Its decoder was stopped: out of time, out of memory, or crashed."""

    code = "file.not_opened"
    message = _("We could not open this file. Take a new photo with the phone's camera, and send that.")


class PdfLocked(BadFile):
    code = "file.pdf_locked"
    message = _("This PDF is locked with a password. Take a photo of the document instead, or send it unlocked.")


class PdfDamaged(BadFile):
    code = "file.pdf_damaged"
    message = _("This PDF is damaged or empty, or only a part of it arrived. Send it again, or take a photo instead.")


class PdfTooLong(BadFile):
    code = "file.pdf_too_long"
    message = _("This PDF has more than 5 pages. Send only the pages that matter, or take a photo of them.")


class BadLink(DomainError):
    """A signed link was forged, cut or has run out; one answer for all, so that nothing can be learned."""

    code = "file.bad_link"
    message = _("This link does not lead to a photo any more.")
    http_status = 404
