# Kontuar for several machines: the wheel, its libraries by hash, nobody's root. See docs/users/more-machines.md.
# Two stages: what builds stays behind.
FROM python:3.13-slim AS build
WORKDIR /src
COPY requirements-machines.lock pyproject.toml README.md LICENSE ./
RUN python -m venv /opt/kontuar \
    && /opt/kontuar/bin/pip install --no-cache-dir --require-hashes -r requirements-machines.lock
COPY kontuar ./kontuar
RUN python -m pip install --no-cache-dir "hatchling>=1.27" \
    && python -m hatchling build -t wheel \
    && /opt/kontuar/bin/pip install --no-cache-dir --no-deps dist/kontuar-*.whl

FROM python:3.13-slim
# pg_dump and pg_restore for `kontuar backup`: not older than the server.
RUN apt-get update \
    && apt-get install -y --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin kontuar \
    && install -d -o kontuar -g kontuar -m 700 /data
COPY --from=build /opt/kontuar /opt/kontuar
ENV PATH=/opt/kontuar/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    KONTUAR_DATA=/data KONTUAR_LOG_FORMAT=json
USER kontuar
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
# Of the screens; compose.yaml asks a worker at its --watch-port.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/ready', timeout=4)"]
CMD ["kontuar", "web", "--host", "0.0.0.0", "--port", "8080"]
