# 支部：镜像。构建：docker build -t zhibu .
# 运行（SQLite）：docker run -d --name zhibu -v zhibu-data:/data --env-file .env -p 127.0.0.1:8642:8642 zhibu
# Everything is installed from wheels of the runtime lock, checked by their hashes.
FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv /opt/zhibu
COPY requirements.lock ./
RUN /opt/zhibu/bin/python -m pip install --disable-pip-version-check --no-cache-dir \
    --require-hashes --only-binary :all: -r requirements.lock
COPY pyproject.toml README.md LICENSE THIRD_PARTY_NOTICES.md ./
COPY bot bot
COPY handlers handlers
COPY channels channels
COPY scheduler scheduler
COPY web web
COPY content content
COPY domain domain
COPY store store
RUN /opt/zhibu/bin/python -m pip install --disable-pip-version-check --no-cache-dir \
    --no-deps --no-build-isolation .

FROM python:3.13-slim
# One fixed user, so that a volume made by one version fits the next.
RUN useradd --system --uid 10001 --create-home --home-dir /home/zhibu zhibu \
    && install -d -o zhibu -g zhibu -m 0750 /data
COPY --from=build /opt/zhibu /opt/zhibu
COPY LICENSE THIRD_PARTY_NOTICES.md /usr/share/doc/zhibu/
ENV PATH=/opt/zhibu/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    ZHIBU_DATABASE=sqlite:////data/zhibu.db \
    ZHIBU_DATA=/data \
    ZHIBU_LISTEN=0.0.0.0:8642
WORKDIR /home/zhibu
USER zhibu
VOLUME /data
EXPOSE 8642
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8642/healthz', timeout=4)"]
ENTRYPOINT ["zhibu"]
CMD ["run"]
