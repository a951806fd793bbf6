"""Tables of the packages we use, each with the reason why it belongs to no board; the owner writes it on the table.

Our models carry theirs in `Meta.db_table_comment`. A package's new table fails the test that walks over the catalogue
until it stands here.
"""

from collections.abc import Mapping

REASONS: Mapping[str, str] = {
    "django_migrations": "which migrations have run; concerns the database, not a board",
    "django_content_type": "names of our own models",
    "django_session": "read to find out who asks, before any scope is open",
    "auth_group": "Django's own permissions, unused: roles are memberships",
    "auth_permission": "Django's own permissions, unused: roles are memberships",
    "auth_group_permissions": "Django's own permissions, unused: roles are memberships",
    "accounts_user_groups": "Django's own permissions, unused: roles are memberships",
    "accounts_user_user_permissions": "Django's own permissions, unused: roles are memberships",
    "account_emailaddress": "a person's addresses, and a person may work for several boards",
    "account_emailconfirmation": "a person's addresses, and a person may work for several boards",
    "allauth_idp_oidc_client": "a partner's client, read to find out who asks, before any scope is open",
    "allauth_idp_oidc_token": "a partner's token, read to find out who asks, before any scope is open",
    "mfa_authenticator": "a person's second factor, asked for before any scope is open",
}
