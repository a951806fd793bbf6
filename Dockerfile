# Three stages: packages are compiled in one, the sandboxes add theirs in another, and what serves carries no
# compiler and does not run as root.

FROM python:3.12-slim AS packages
RUN apt-get update \
    && apt-get install --yes --no-install-recommends gcc libc6-dev libpq-dev \
    && rm -rf /var/lib/apt/lists/*
RUN python -m venv /opt/venv
COPY locks/server.txt /locks/server.txt
# psycopg2's wheels carry a libpq and an OpenSSL of their own, which no security update of the system reaches.
# The source archive that the lock names is psycopg2 itself; built here, it uses the system's.
RUN /opt/venv/bin/pip install --no-cache-dir --require-hashes --no-binary psycopg2-binary -r /locks/server.txt

FROM packages AS sandbox-packages
COPY locks/demo.txt /locks/demo.txt
RUN /opt/venv/bin/pip install --no-cache-dir --require-hashes -r /locks/demo.txt

FROM python:3.12-slim AS base
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpq5 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/haat --create-home haat \
    && install --directory --owner haat /var/lib/haat-audit
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    LOCAL_DIR=/var/lib/haat \
    STATIC_ROOT=/srv/haat-static
WORKDIR /srv/haat
COPY . .

# The outside world on a machine of one's own; see the profile of the same name in docker-compose.yml.
FROM base AS sandbox
COPY --from=sandbox-packages /opt/venv /opt/venv
USER haat
CMD ["python", "-m", "marketplaces.sandbox", "--host", "0.0.0.0", "--port", "8090", "--smtp-port", "8091", "--state-dir", "/var/lib/haat/sandbox"]

FROM base AS server
COPY --from=packages /opt/venv /opt/venv
RUN set -a && . deploy/nowhere.env && python manage.py collectstatic --no-input
USER haat
EXPOSE 8000
CMD ["gunicorn", "onboarding.wsgi", "--no-control-socket", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "8", "--worker-tmp-dir", "/dev/shm", "--max-requests", "5000", "--max-requests-jitter", "500"]
