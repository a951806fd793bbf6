from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "onboarding.messages"
    label = "board_messages"  # django.contrib.messages holds the plain name
