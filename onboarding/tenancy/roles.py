"""What each database role may do, and the refusal to serve as one that may do more."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from onboarding.tenancy.operations import OWNER_ROLE, SERVING_ROLE
from onboarding.tenancy.third_party import REASONS

BACKUP_ROLE = "haat_backup"
GLOBAL = "global: "  # how the comment of a table begins that belongs to no board; the reason follows
APPEND_ONLY = "append-only: "  # how the comment of a table begins that nobody may change or empty


def refuse_unsafe_role(connection: Any) -> None:
    """Raise ImproperlyConfigured unless this connection is the plain serving role, which no policy lets through.

    Commands that change the schema connect as the owner and are let through by settings.OWNER_COMMAND.
    """
    with connection.cursor() as cursor:
        # The login too, not only the role it has taken on: RESET ROLE would bring it back.
        cursor.execute(
            "SELECT session_user, current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = session_user"
        )
        login, role, is_superuser, bypasses_policies = cursor.fetchone()
    expected = OWNER_ROLE if settings.OWNER_COMMAND else SERVING_ROLE
    if {login, role} != {expected} or is_superuser or bypasses_policies:
        connection.close()
        raise ImproperlyConfigured(
            f"The database login must be the role {expected}, without SUPERUSER and BYPASSRLS; it is {login}. "
            "See docs/tenancy.md and onboarding/tenancy/roles.sql."
        )


def check_new_connection(*, connection: Any, **_signal: Any) -> None:
    """Check each connection as it opens; Django offers no other door to it than this signal."""
    if connection.vendor == "postgresql":
        refuse_unsafe_role(connection)


def grant_to_roles(*, using: str, **_signal: Any) -> None:
    """Give the serving and backup roles what they need on every table, after each migration run by the owner.

    Tables of packages are given the reason why they belong to no board.
    """
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT current_user")
        if cursor.fetchone()[0] != OWNER_ROLE:
            return
        cursor.execute(
            "SELECT format('%I', c.relname), coalesce(obj_description(c.oid, 'pg_class'), '') FROM pg_class c "
            "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') "
            "AND pg_get_userbyid(c.relowner) = current_user"
        )
        for table, comment in cursor.fetchall():
            if table in REASONS:
                cursor.execute(f"COMMENT ON TABLE {table} IS %s", [GLOBAL + REASONS[table]])
            # Never ALL: TRUNCATE would pass by the policies.
            rights = "SELECT, INSERT" if comment.startswith(APPEND_ONLY) else "SELECT, INSERT, UPDATE, DELETE"
            cursor.execute(f"REVOKE ALL ON {table} FROM {SERVING_ROLE}; GRANT {rights} ON {table} TO {SERVING_ROLE}")
            cursor.execute(f"GRANT SELECT ON {table} TO {BACKUP_ROLE}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {SERVING_ROLE}")
        cursor.execute(f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {BACKUP_ROLE}")
