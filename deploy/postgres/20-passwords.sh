#!/bin/sh
# Gives the roles of roles.sql their passwords on the first start of the database container. The words go through
# psql's variables, never into the text of a statement or the list of processes.
set -eu
psql --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
\getenv app APP_PASSWORD
\getenv owner OWNER_PASSWORD
\getenv backup BACKUP_PASSWORD
ALTER ROLE haat_app PASSWORD :'app';
ALTER ROLE haat_owner PASSWORD :'owner';
ALTER ROLE haat_backup PASSWORD :'backup';
SQL
