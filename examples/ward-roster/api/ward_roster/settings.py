"""Settings, from the environment."""

from pydantic import BaseModel, Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class PrintSettings(BaseModel):
    """Page of the printed roster; handed to the printer as a whole."""

    page_size: str = "A4"
    margin_mm: int = 12
    copies: int = 2


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    database_url: str = "postgresql+psycopg://ward:ward@db:5432/ward"
    redis_url: str = "redis://redis:6379/0"
    secret_key: str = "change-me"
    monitor_secret: str
    roster_horizon_days: int = 28
    token_minutes: int = 15
    access_token_minutes: int = 60
    refresh_token_days: int = 30
    email_sender: str = "roster@ward.example"
    sms_sender: str = "WARD"
    smtp_host: str = "mail"
    smtp_timeout_seconds: int = 20
    calendar_key: str = Field(default="", validation_alias="ICAL_FEED_KEY")
    page_limit: int = 100
    print_limit: int = 4
    roster_horizon_days: int = 14
    printing: PrintSettings = PrintSettings()


settings = Settings()
