# syntax=docker/dockerfile:1
FROM python:3.12-slim-bookworm AS environment
# local-cpu and local-gpu hold the runtimes of models too.
ARG LOCK=base
WORKDIR /app
COPY requirements/${LOCK}.txt requirements/${LOCK}.txt
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/${LOCK}.txt
COPY pyproject.toml setup.py README.md LICENSE ./
COPY schemas schemas
COPY crawlers crawlers
COPY libraries libraries
COPY services services
COPY testbed testbed
COPY wagglebot wagglebot
COPY nats nats
COPY assets assets
COPY tools/environment.sh tools/environment.sh
COPY requirements/convert.txt requirements/convert.txt
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation --editable .

FROM python:3.12-slim-bookworm
# The GPU runtime hands the encoder's libraries in only when "video" is asked for.
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 NVIDIA_DRIVER_CAPABILITIES=compute,video,utility
RUN useradd --create-home --uid 1000 wagglebot && mkdir -p /app/media /app/var /app/sites && chown wagglebot /app/media /app/var /app/sites
COPY --from=environment /venv /venv
COPY --from=environment /app /app
WORKDIR /app
USER wagglebot
ENTRYPOINT ["wagglebot"]
CMD ["run"]
