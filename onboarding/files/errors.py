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


class HeicNotRead(BadFile):
    code = "file.heic"
    message = _(
        "This photo is in the format HEIC, which we cannot read yet. "
        "In the phone's camera settings choose “Most compatible”, then take the photo again."
    )


class Damaged(BadFile):
    code = "file.truncated"
    message = _("This photo is damaged, or only a part of it arrived. Send it again.")


class TooManyPixels(BadFile):
    code = "file.too_many_pixels"
    message = _("This photo has more pixels than we can open. Send it in a smaller size.")


class TooSmall(BadFile):
    code = "file.too_small"
    message = _("This photo is too small to show your work. Its longer side needs at least 500 pixels.")


class BadLink(DomainError):
    """A signed link was forged, cut or has run out; one answer for all, so that nothing can be learned."""

    code = "file.bad_link"
    message = _("This link does not lead to a photo any more.")
    http_status = 404
