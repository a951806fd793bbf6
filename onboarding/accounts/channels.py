"""The ways by which a code can reach a phone here."""

from django.conf import settings

from onboarding.accounts.models import Channel


def other_channels() -> tuple[Channel, ...]:
    """Return the ways beside SMS that this installation has a gateway for."""
    gateways = {Channel.VOICE: settings.VOICE_GATEWAY_URL, Channel.WHATSAPP: settings.WHATSAPP_GATEWAY_URL}
    return tuple(channel for channel, gateway in gateways.items() if gateway)


def channel_asked_for(typed: str) -> Channel:
    """Return the way that a button named, or SMS where that way is not open."""
    return next((channel for channel in other_channels() if channel == typed), Channel.SMS)
