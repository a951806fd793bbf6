-- The four database roles of Haat Setu, and what each may do with the database this script is run in.
--
-- Run it as a superuser, connected to the project's own database, on PostgreSQL 16 or later:
--
--     createdb haat
--     psql --dbname haat --set ON_ERROR_STOP=1 --single-transaction --file onboarding/tenancy/roles.sql
--     psql --dbname haat --command '\password haat_owner'     (then haat_app and haat_backup)
--
-- Running it again changes nothing. It sets no password, so until you give one nobody signs in over the network.
-- The embedded servers run this same file through psycopg2: keep it free of psql's backslash commands.
-- Rights on tables are granted by the owner after each migration (see docs/tenancy.md), never here.

-- 1. The roles

DO $$
DECLARE
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['haat_owner', 'haat_app', 'haat_reach', 'haat_backup'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
            EXECUTE format('CREATE ROLE %I', role_name);
        END IF;
    END LOOP;
END
$$;

-- haat_owner migrates. It owns the tables and is bound by their policies all the same (FORCE ROW LEVEL SECURITY).
ALTER ROLE haat_owner LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS;

-- haat_app serves pages and runs workers: it owns nothing, so it can neither switch a policy off nor truncate.
ALTER ROLE haat_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;

-- haat_reach owns the few SECURITY DEFINER functions that look across boards and answer with ids, or a yes or no.
ALTER ROLE haat_reach NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;

-- haat_backup dumps: a dump under a policy would be refused or, worse, incomplete.
ALTER ROLE haat_backup LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS;
ALTER ROLE haat_backup SET default_transaction_read_only = on;
GRANT pg_read_all_data TO haat_backup;

-- A session starts outside every board. The policies cast this word to bigint, so a statement that forgot its
-- board fails instead of reading nothing. A role's setting survives a pooler's RESET ALL; a session's does not.
ALTER ROLE haat_app SET app.board = 'no_board_scope';
ALTER ROLE haat_owner SET app.board = 'no_board_scope';
ALTER ROLE haat_reach SET app.board = 'no_board_scope';

-- Nothing that serves may hold a lock or a connection for long: a request that waits is answered, not queued for ever.
ALTER ROLE haat_app SET statement_timeout = '60s';
ALTER ROLE haat_app SET lock_timeout = '20s';
ALTER ROLE haat_app SET idle_in_transaction_session_timeout = '120s';

-- The owner hands functions to haat_reach in migrations: it may become that role, but inherits nothing from it.
GRANT haat_reach TO haat_owner WITH INHERIT FALSE, SET TRUE;

-- 2. This database

DO $$
BEGIN
    EXECUTE format('ALTER DATABASE %I OWNER TO haat_owner', current_database());
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    -- TEMPORARY: bulk imports COPY into a temporary table, because COPY into a protected one is refused.
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO haat_app', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO haat_backup', current_database());
END
$$;

-- Schema public belongs to pg_database_owner since PostgreSQL 15, which is haat_owner here. A database brought
-- over from an older server still lets everybody create tables in it.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
REVOKE CREATE ON SCHEMA public FROM haat_app;
GRANT USAGE ON SCHEMA public TO haat_app, haat_reach, haat_backup;
