from django.db import migrations


class Migration(migrations.Migration):
    """The table of Django's database cache, in the form that createcachetable gives it."""

    dependencies = [("accounts", "0002_phone_challenges")]

    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE accounts_cache (
                cache_key varchar(255) NOT NULL PRIMARY KEY,
                value text NOT NULL,
                expires timestamp with time zone NOT NULL
            );
            CREATE INDEX accounts_cache_expires ON accounts_cache (expires);
            COMMENT ON TABLE accounts_cache IS 'global: counts sign-in tries before any scope is open';
            """,
            "DROP TABLE accounts_cache",
        )
    ]
