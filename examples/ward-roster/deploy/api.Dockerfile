FROM python:3.12-slim

RUN pip install --no-cache-dir \
    fastapi==0.117.1 uvicorn==0.37.0 websockets==15.0.1 pydantic-settings==2.10.1 \
    sqlalchemy==2.0.43 alembic==1.16.5 "psycopg[binary]==3.2.10" \
    "celery[redis]==5.5.3" pyjwt==2.10.1
WORKDIR /srv/api
COPY api/ward_roster ward_roster
RUN useradd --system ward
USER ward

EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s --retries=3 \
    CMD curl --fail --silent http://localhost:8000/health/ready || exit 1
CMD ["uvicorn", "ward_roster.main:app", "--host", "0.0.0.0", "--port", "8000"]
