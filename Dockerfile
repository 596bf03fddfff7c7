# syntax=docker/dockerfile:1
# SmartDesk in a container: the dashboard and the API at port 8080 (or $PORT), all data in the volume /data.
#   docker build -t smartdesk .
#   docker run -p 127.0.0.1:8080:8080 -v smartdesk:/data -v ./admin-password:/run/secrets/admin:ro \
#     -e SMARTDESK_ADMIN_PASSWORD_FILE=/run/secrets/admin -e SMARTDESK_TRUSTED_PROXIES=172.16.0.0/12 smartdesk
# Debian 12 or 13.
ARG BASE=docker.io/library/debian:bookworm-slim

FROM ${BASE} AS build
WORKDIR /src
COPY script/setup script/setup
COPY web/package.json web/package-lock.json web/
RUN script/setup --to-build
COPY . .
RUN script/build && cmake --install build/release --prefix /opt/smartdesk --strip \
 && script/runtime-packages build/release/smartdesk >/opt/runtime-packages

FROM ${BASE}
COPY --from=build /opt/runtime-packages /tmp/
RUN apt-get update -qq \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
      ca-certificates curl fonts-dejavu-core fonts-liberation2 $(cat /tmp/runtime-packages) \
 && rm -rf /var/lib/apt/lists/* /tmp/runtime-packages \
 && useradd --system --uid 10001 --home-dir /data smartdesk \
 && install -d -o smartdesk -g smartdesk /data
COPY --from=build /opt/smartdesk /usr/local
USER smartdesk
WORKDIR /data
VOLUME /data
ENV SMARTDESK_WORKSPACE=/data/workspace SMARTDESK_CACHE=/data/cache SMARTDESK_HOST=0.0.0.0 PORT=8080
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD curl --fail --silent --show-error "http://127.0.0.1:${PORT}/healthz" || exit 1
STOPSIGNAL SIGTERM
ENTRYPOINT ["smartdesk"]
CMD ["serve"]
