"""Sentences that Django and allauth show on our pages, named here so that our own locale translates them.

allauth has no Hindi; Django's is the Hindi of circulars. A locale of ours wins over both.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

MONTHS = (
    _("January"),
    _("February"),
    _("March"),
    _("April"),
    _("May"),
    _("June"),
    _("July"),
    _("August"),
    _("September"),
    _("October"),
    _("November"),
    _("December"),
)

FORMS = (
    _("This field is required."),
    _("Enter a whole number."),
    _("Enter a number."),
    _("Enter a valid value."),
    _("Enter a valid email address."),
    _("Enter a valid date."),
    _("Null characters are not allowed."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Select a valid choice. That choice is not one of the available choices."),
    _("No file was submitted."),
    _("No file was submitted. Check the encoding type on the form."),
    _("The submitted file is empty."),
    _("Upload a valid image. The file you uploaded was either not an image or a corrupted image."),
    _("Ensure this value is greater than or equal to %(limit_value)s."),
    _("Ensure this value is less than or equal to %(limit_value)s."),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
    ngettext_lazy(
        "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
    _("This password is too common."),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
        "min_length",
    ),
    _("Your password can’t be a commonly used password."),
)

SIGNING_IN = (
    _("This account is currently inactive."),
    _("This account is inactive."),
    _("Account Inactive"),
    _("The email address and/or password you specified are not correct."),
    _("Too many failed login attempts. Try again later."),
    _("Be patient, you are sending too many requests."),
    _("Email"),
    _("Email address"),
    _("Password"),
    _("Remember Me"),
    _("Forgot your password?"),
    _("Sign In"),
    _("Sign Out"),
    _("Are you sure you want to sign out?"),
    _("You have signed out."),
    _("Sign Up Closed"),
    _("We are sorry, but the sign up is currently closed."),
    _("Note"),
    _("Cancel"),
    _("Confirm"),
)

PASSWORDS = (
    _("Please type your current password."),
    _("You must type the same password each time."),
    _("Current Password"),
    _("New Password"),
    _("New Password (again)"),
    _("Password (again)"),
    _("Change Password"),
    _("Set Password"),
    _("Password successfully changed."),
    _("Password successfully set."),
    _("Your password is now changed."),
    _("Password Reset"),
    _("Reset My Password"),
    _("Please contact us if you have any trouble resetting your password."),
    _("Bad Token"),
    _("The password reset token was invalid."),
    _("The email address is not assigned to any user account."),
    _("Forgotten your password? Enter your email address below, and we'll send you an email allowing you to reset it."),
    _(
        "We have sent you an email. If you have not received it please check your spam folder. "
        "Otherwise contact us if you do not receive it in a few minutes."
    ),
)

SECOND_KEY = (
    _("Code"),
    _("Incorrect code."),
    _("Incorrect password."),
    _("Authenticator code"),
    _("Authenticator App"),
    _("Two-Factor Authentication"),
    _("Authentication using an authenticator app is active."),
    _("An authenticator app is not active."),
    _("Authenticator app activated."),
    _("Authenticator app deactivated."),
    _("Activate"),
    _("Deactivate"),
    _("Deactivate Authenticator App"),
    _("You are about to deactivate authenticator app based authentication. Are you sure?"),
    _("You cannot deactivate two-factor authentication."),
    _("Confirm Access"),
    _("Please reauthenticate to safeguard your account."),
    _("Alternative options"),
    _("Use your password"),
    _("Use authenticator app or code"),
    _("Enter your password:"),
    _("Enter an authenticator code:"),
)

SIGNED_IN = (
    _("Successfully signed in as %(name)s."),
    _("You have signed out."),
)

RECOVERY_CODES = (
    _("Recovery codes"),
    _("Recovery Codes"),
    ngettext_lazy(
        "There is %(unused_count)s out of %(total_count)s recovery codes available.",
        "There are %(unused_count)s out of %(total_count)s recovery codes available.",
        "unused_count",
    ),
    _("No recovery codes set up."),
    _("A new set of recovery codes has been generated."),
    _("You are about to generate a new set of recovery codes for your account."),
    _("This action will invalidate your existing codes."),
    _("Are you sure?"),
    _("Unused codes"),
    _("View"),
    _("Download"),
    _("Download codes"),
    _("Generate"),
    _("Generate new codes"),
    _("I have saved my recovery codes"),
)
