-- gen_random_bytes for feed keys; old audit lines go every night.
CREATE EXTENSION IF NOT EXISTS pgcrypto;
CREATE EXTENSION IF NOT EXISTS pg_cron;
SELECT cron.schedule('audit-log', '0 3 * * *', $$DELETE FROM audit_log WHERE at < now() - interval '2 years'$$);
